/// The last look at mails about what was missed, when they go out, and what becomes of those that did not.
extension MissedMails {
    /// Returns true for a mail that is still to go out: any but one about something that was read, or that its recipient
    /// wants to hear nothing of any more.
    ///
    /// One that fell into their quiet hours is not to go out either; they are looked at anew after these.
    func isStillToBeSent(_ mail: Mail, at now: Timestamp) async throws -> Bool {
        guard let missed = mail.missed else { return true }
        let user = try await chat.store.read { store in
            // A copy that was restored knows nothing of what was queued before.
            try isNoted(mail, about: missed, in: store) ? holder(ofMail: missed, in: store, at: now) : nil
        }
        guard let user, user.email.text == mail.recipient else { return false }
        return user.quiet?.end(ofThoseAt: now) == nil
    }

    /// Notes that a mail ends that nobody got, so that its reader is looked at anew: after their quiet hours, else after
    /// the usual time, or a day after it was refused.
    ///
    /// Where what it says was refused, names of others may be why: the next one goes without them, before it counts as
    /// refused.
    func noteUnsent(_ mail: Mail, as end: MailEnd, in store: any StoreWriter) throws {
        guard let missed = mail.missed, try isNoted(mail, about: missed, in: store) else { return }
        guard let after else { return try store.setMissedMail(nil, of: missed.user) }
        let now = chat.clock.now
        let wasRefused =
            switch end {
            case .taken, .worthless: false
            case .refused: true
            case .refusedContent: try !chat.couldTake(.refusedNames, "\(missed.user)", in: store, at: now)
            }
        if wasRefused { _ = try chat.couldTake(.refusedMissedMails, "\(missed.user)", in: store, at: now) }
        let pause = wasRefused ? Throttle.refusedMissedMails.every : after
        let quietEnd = wasRefused ? nil : try store.user(missed.user)?.quiet?.end(ofThoseAt: now)
        try store.setMissedMail(.waiting(until: quietEnd ?? now + pause), of: missed.user)
        store.announce(.missedNoted)
    }

    /// Returns true for the one mail that its recipient's state tells of.
    private func isNoted(_ mail: Mail, about missed: MissedMessage, in store: any StoreReader) throws -> Bool {
        guard case .sent(missed.seq, missed.room, let time) = try store.missedMail(of: missed.user) else {
            return false
        }
        return time == mail.writtenAt
    }

    /// Returns whom a mail tells of a message; nil where they have read it by now, it was deleted, or they are not to be
    /// told.
    func holder(ofMail missed: MissedMessage, in store: any StoreReader, at now: Timestamp) throws -> User? {
        guard isOn, let user = try store.user(missed.user), user.takesMissedMails,
            let member = try store.member(missed.user, of: missed.room), member.readSeq < missed.seq,
            member.holding(at: now).notify != .nothing,
            let message = try store.message(missed.seq, in: missed.room), message.deletedAt == nil
        else { return nil }
        return user
    }
}

extension User {
    /// True for somebody who is mailed about what they have missed.
    var takesMissedMails: Bool { mailsMissed && deactivatedAt == nil && closedAt == nil && !isAwaited }
}
