/// The look at those who were spoken to, once they may have missed it.
extension MissedMails {
    /// The next step with somebody who was spoken to.
    private enum Step {
        case forget
        case wait(until: Timestamp)
        case mail(MissedNews)
    }

    /// Returns the first moment at which somebody is to be looked at, past or not; nil where nobody is.
    public func nextDue() async throws -> Timestamp? {
        let now = chat.clock.now
        return try await chat.store.read { try $0.nextMissedMailDue(at: now) }
    }

    /// Mails those who have missed something by now, and puts off or forgets the others who are due.
    ///
    /// Each is mailed once, whichever node looks and however many do.
    /// - Parameter isThere: returns true while somebody has a page or an app open, though they may have left it.
    public func lookAtDue(isThere: (User.ID) -> Bool) async throws {
        let now = chat.clock.now
        let due = try await chat.store.read { try $0.missedMailsDue(at: now, limit: Limits.missedMailsAtOnce) }
        for user in due { try await look(at: user, isThere: isThere(user), at: now) }
    }

    private func look(at id: User.ID, isThere: Bool, at now: Timestamp) async throws {
        let found = try await chat.store.read { store -> (state: MissedMail, step: Step)? in
            // Another node may have come first, and again before the change.
            guard let state = try store.missedMail(of: id), case .waiting(let due) = state,
                !due.isPending(at: now, within: Limits.missedMailWaitMax)
            else { return nil }
            return (state, try step(with: id, isThere: isThere, in: store, at: now))
        }
        guard let found else { return }
        try await chat.store.write { store in
            guard try store.missedMail(of: id) == found.state else { return }
            switch found.step {
            case .forget: try store.setMissedMail(nil, of: id)
            case .wait(let time): try store.setMissedMail(.waiting(until: time), of: id)
            case .mail(let news):
                // What was read meanwhile is looked at anew.
                guard let user = try holder(ofMail: news.message, in: store, at: now) else { return }
                try mail(news, to: user, in: store, at: now)
            }
        }
    }

    private func step(
        with id: User.ID, isThere: Bool, in store: any StoreReader, at now: Timestamp
    ) throws -> Step {
        guard let after, let since = try since(in: store), let user = try store.user(id), user.takesMissedMails
        else { return .forget }
        let missed = try MissedNews.missed(by: id, after: since, in: store, at: now)
        guard !missed.isEmpty else { return .forget }
        // Whoever has used up their share is left out: it silences nobody else.
        var shares: [User.ID: Duration] = [:]
        for author in Set(missed.map(\.message.userID)) {
            shares[author] = try wait(forShareOf: author, in: id, in: store, at: now)
        }
        let heard = missed.filter { shares[$0.message.userID] == .zero }
        // Whatever stood there unread while they were there comes behind what was said since.
        let new = heard.filter { message, _ in user.lastSeen.map { $0 <= message.timestamp } ?? true }
        guard let news = try MissedNews(of: id, new.isEmpty ? heard : new, among: missed.count, in: store) else {
            return shares.values.min().map { .wait(until: now + $0) } ?? .forget
        }
        let due = news.since + after
        if due.isPending(at: now, within: after) { return .wait(until: due) }
        if let end = user.quiet?.end(ofThoseAt: now) { return .wait(until: end) }
        for throttle in [Throttle.missedMails, .refusedMissedMails] {
            let wait = try chat.wait(for: throttle, "\(id)", in: store, at: now)
            if wait > .zero { return .wait(until: now + wait) }
        }
        if isThere, let end = holdingEnd(for: user, due: due, at: now) { return .wait(until: min(end, now + after)) }
        return .mail(news)
    }

    /// Returns the time until somebody may be mailed about what one person says; zero where they may.
    private func wait(
        forShareOf author: User.ID, in user: User.ID, in store: any StoreReader, at now: Timestamp
    ) throws -> Duration {
        let share = MissedNews.share(of: author, in: user)
        let wait = try chat.wait(for: .missedMailsByOne, share, in: store, at: now)
        guard wait == .zero, try !chat.isAtRest(.missedMailsByOne, share, in: store, at: now) else { return wait }
        return try chat.wait(for: .repeatedMissedMails, "\(user)", in: store, at: now)
    }

    /// Returns the moment until which a mail is held back from somebody who has a page or an app open; nil where nobody has
    /// been at it for long.
    private func holdingEnd(for user: User, due: Timestamp, at now: Timestamp) -> Timestamp? {
        guard let lastSeen = user.lastSeen else { return nil }
        let end = min(lastSeen + Limits.missedMailHeldFor, due + Limits.missedMailHeldMax)
        return end.isPending(at: now, within: Limits.missedMailHeldFor) ? end : nil
    }

    private func mail(_ news: MissedNews, to user: User, in store: any StoreWriter, at now: Timestamp) throws {
        // There are tries left: nobody takes one without changing the state.
        try chat.take(.missedMails, "\(user.id)", in: store, at: now)
        if try chat.wait(for: .repeatedMissedMails, "\(user.id)", in: store, at: now) == .zero {
            try chat.take(.repeatedMissedMails, "\(user.id)", in: store, at: now)
        }
        try chat.take(.missedMailsByOne, MissedNews.share(of: news.author.id, in: user.id), in: store, at: now)
        let isNaming = try chat.wait(for: .refusedNames, "\(user.id)", in: store, at: now) == .zero
        let template = MailTemplate.missed(
            news, user, isNaming: isNaming,
            off: "\(chat.policy.siteURL)/unsubscribe/\(chat.unsubscribeToken(of: user))", site: chat.policy,
            in: try store.language(of: user.id))
        let isQueued = try chat.queue(template, in: store, at: now) != nil
        try store.setMissedMail(
            isQueued
                ? .sent(about: news.message.seq, in: news.message.room, at: now)
                : .waiting(until: now + Limits.missedMailsLookedAtEvery), of: user.id)
    }
}
