/// The durable queue of mails, as the worker that sends them sees it.
public struct MailQueue: MailOutbox {
    let store: any Store
    let keys: InstallationKeys
    let rules: LivePolicy
    /// The name of this process in its claims; nil where no other serves the store.
    let claimant: String?

    /// Returns the number of mails in the queue, due or not.
    public func mailsWaiting() async throws -> Int { try await store.read { try $0.mailsWaiting() } }

    public func dueMails(at now: Timestamp, limit: Int) async throws -> DueMails {
        var rows = try await store.read { try $0.mailsDue(at: now, limit: limit) }
        if let claimant, !rows.isEmpty {
            rows = try await store.write {
                try $0.claimMails(at: now, limit: limit, by: claimant, for: Limits.mailClaimedFor)
            }
        }
        return rows.reduce(into: DueMails(mails: [])) { due, row in
            guard let mail = row.opened(by: keys) else { return due.unreadable.append(row.id) }
            due.mails.append(QueuedMail(id: row.id, mail: mail, tries: row.tries, expiresAt: row.expiresAt))
        }
    }

    public func nextMailDue(after now: Timestamp) async throws -> Timestamp? {
        try await store.read { try $0.nextMailDue(after: now) }
    }

    public func removeMail(_ id: QueuedMail.ID, wasTaken: Bool) async throws {
        let outcome: CodeMail = wasTaken ? (rules.value.sendsMail ? .sent : .printed) : .failed
        try await store.write { try $0.removeMail(id, as: outcome) }
    }

    public func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) async throws {
        try await store.write { try $0.postponeMail(id, until: time, because: reason) }
    }
}
