/// The durable queue of mails, as the worker that sends them sees it.
public struct MailQueue: MailOutbox {
    let store: any Store
    let keys: InstallationKeys
    let rules: LivePolicy
    /// The name of this process in its claims; nil where no other serves the store.
    let claimant: String?
    let missedMails: MissedMails

    /// Returns the number of mails in the queue, due or not.
    public func mailsWaiting() async throws -> Int { try await store.read { try $0.mailsWaiting() } }

    public func dueMails(
        at now: Timestamp, limit: Int, besides underway: Set<QueuedMail.ID> = []
    ) async throws -> DueMails {
        var rows = try await store.read { try $0.mailsDue(at: now, limit: limit) }
        if let claimant, !rows.isEmpty {
            rows = try await store.write {
                try $0.claimMails(at: now, limit: limit, by: claimant, for: Limits.mailClaimedFor)
            }
        }
        var due = DueMails(mails: [])
        for row in rows where !underway.contains(row.id) {
            guard let mail = row.opened(by: keys) else {
                due.unreadable.append(row.id)
                continue
            }
            let queued = QueuedMail(id: row.id, mail: mail, tries: row.tries, expiresAt: row.expiresAt)
            guard try await missedMails.isStillToBeSent(mail, at: now) else {
                try await removeMail(queued, as: .worthless)
                continue
            }
            due.mails.append(queued)
        }
        return due
    }

    public func nextMailDue(after now: Timestamp) async throws -> Timestamp? {
        try await store.read { try $0.nextMailDue(after: now) }
    }

    public func removeMail(_ queued: QueuedMail, as end: MailEnd) async throws {
        let outcome: CodeMail = end == .taken ? (rules.value.sendsMail ? .sent : .printed) : .failed
        try await store.write { store in
            // What another node has sent by now did not fail.
            guard try store.removeMail(queued.id, as: outcome) else { return }
            if end != .taken { try missedMails.noteUnsent(queued.mail, as: end, in: store) }
        }
    }

    public func removeUnreadableMail(_ id: QueuedMail.ID) async throws {
        _ = try await store.write { try $0.removeMail(id, as: .failed) }
    }

    public func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) async throws {
        try await store.write { try $0.postponeMail(id, until: time, because: reason) }
    }
}
