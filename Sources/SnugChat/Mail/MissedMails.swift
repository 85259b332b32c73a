/// The mails to people who were spoken to and have not read it: by name, or between two.
///
/// Whoever decides about pushes notes who was spoken to (``note(_:in:at:)``). A while later each of them is looked at
/// anew, by what holds then. A mail holds none of the words: the page alone shows them, to whoever may read the room.
///
/// Made by ``ChatServices`` alone, so that no route can reach it.
public struct MissedMails: Sendable {
    let chat: Chat

    /// The time for which something stays unread before there is a mail; nil while none is sent.
    private var after: Duration? {
        let policy = chat.policy
        return policy.sendsMail ? policy.mailsMissedAfter : nil
    }

    /// True while mails are sent about what was missed.
    var isOn: Bool { after != nil }

    // Noting

    /// Returns the members who are spoken to by messages of a room, have not read them and wait for no mail yet.
    func spokenTo(
        by messages: [Message], calls: Set<MessageCall>, in room: Room.ID, of store: any StoreReader, at now: Timestamp
    ) throws -> [User.ID] {
        guard isOn, let kind = try store.room(room)?.kind else { return [] }
        let callsAll = kind == .direct || calls.contains { $0.user == nil }
        let members =
            callsAll
            ? try store.members(of: room).map(\.member)
            : try Set(calls.compactMap(\.user)).compactMap { try store.member($0, of: room) }
        return try members.filter { member in
            messages.contains { message in
                member.isTold(of: message, calls: calls, at: now)
                    && member.isSpokenTo(by: message, calls: calls, in: kind)
            }
        }.map(\.userID).filter { try isToBeNoted($0, in: store) && store.user($0)?.takesMissedMails ?? false }
    }

    /// Notes people who were spoken to, so that they are looked at once it may have been missed.
    func note(_ users: [User.ID], in store: any StoreWriter, at now: Timestamp) throws {
        guard let after else { return }
        let new = try users.filter { try isToBeNoted($0, in: store) }
        for user in new { try store.setMissedMail(.waiting(until: now + after), of: user) }
        if !new.isEmpty { store.announce(.missedNoted) }
    }

    /// Returns false for somebody who waits already, or has not read what they were mailed about.
    private func isToBeNoted(_ user: User.ID, in store: any StoreReader) throws -> Bool {
        switch try store.missedMail(of: user) {
        case nil: true
        case .waiting: false
        case .sent(let seq, let room): try !isUnread(MissedMessage(of: user, seq, in: room), in: store)
        }
    }

    private func isUnread(_ missed: MissedMessage, in store: any StoreReader) throws -> Bool {
        guard let member = try store.member(missed.user, of: missed.room), member.readSeq < missed.seq else {
            return false
        }
        return try store.message(missed.seq, in: missed.room).map { $0.deletedAt == nil } ?? false
    }

    // Looking

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
    /// - Parameter isThere: returns true while somebody has a page or an app open.
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
        guard let after, let user = try store.user(id), user.takesMissedMails,
            let news = try MissedNews(of: id, in: store, at: now)
        else { return .forget }
        let due = news.since + after
        if due.isPending(at: now, within: after) { return .wait(until: due) }
        if let end = user.quiet?.end(ofThoseAt: now) { return .wait(until: end) }
        return isThere ? .wait(until: now + after) : .mail(news)
    }

    private func mail(_ news: MissedNews, to user: User, in store: any StoreWriter, at now: Timestamp) throws {
        do {
            try chat.take(.missedMails, "\(user.id)", in: store, at: now)
        } catch Refusal.rateLimited(let wait) {
            return try store.setMissedMail(.waiting(until: now + wait), of: user.id)
        }
        let template = MailTemplate.missed(
            news, user, off: "\(chat.policy.siteURL)/unsubscribe/\(chat.unsubscribeToken(of: user))", site: chat.policy,
            in: try store.language(of: user.id))
        let isQueued = try chat.queue(template, in: store, at: now) != nil
        try store.setMissedMail(
            isQueued
                ? .sent(about: news.message.seq, in: news.message.room)
                : .waiting(until: now + Limits.missedMailsLookedAtEvery), of: user.id)
    }

    // Sending

    /// Returns true for a mail that is still to go out: any but one about something that was read, or that its recipient
    /// wants to hear nothing of any more.
    ///
    /// One that fell into their quiet hours is not to go out either; they are looked at anew after these.
    func isStillToBeSent(_ mail: Mail, at now: Timestamp) async throws -> Bool {
        guard let missed = mail.missed else { return true }
        let user = try await chat.store.read { store in
            // A copy that was restored knows nothing of what was queued before.
            try isNoted(missed, in: store) ? holder(ofMail: missed, in: store, at: now) : nil
        }
        guard let user, user.email.text == mail.recipient else { return false }
        guard let end = user.quiet?.end(ofThoseAt: now) else { return true }
        try await chat.store.write { store in
            try store.setMissedMail(.waiting(until: end), of: user.id)
            store.announce(.missedNoted)
        }
        return false
    }

    /// Notes that a mail ends that nobody got, so that its reader is looked at anew: after the usual time, or a day after
    /// it was refused.
    func noteUnsent(_ missed: MissedMessage, wasRefused: Bool, in store: any StoreWriter) throws {
        guard try isNoted(missed, in: store) else { return }
        guard let after else { return try store.setMissedMail(nil, of: missed.user) }
        let pause = wasRefused ? Limits.missedMailRefusedFor : after
        try store.setMissedMail(.waiting(until: chat.clock.now + pause), of: missed.user)
        store.announce(.missedNoted)
    }

    private func isNoted(_ missed: MissedMessage, in store: any StoreReader) throws -> Bool {
        try store.missedMail(of: missed.user) == .sent(about: missed.seq, in: missed.room)
    }

    /// Returns whom a mail tells of a message; nil where they have read it by now, or are not to be told.
    private func holder(
        ofMail missed: MissedMessage, in store: any StoreReader, at now: Timestamp
    ) throws -> User? {
        guard isOn, let user = try store.user(missed.user), user.takesMissedMails, try isUnread(missed, in: store),
            try store.member(missed.user, of: missed.room)?.holding(at: now).notify != .nothing
        else { return nil }
        return user
    }
}

extension User {
    /// True for somebody who is mailed about what they have missed.
    var takesMissedMails: Bool { mailsMissed && deactivatedAt == nil && closedAt == nil && !isAwaited }
}
