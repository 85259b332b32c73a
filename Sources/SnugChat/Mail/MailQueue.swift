import FoundationEssentials

/// The durable queue of mails, as the worker that sends them sees it.
public struct MailQueue: MailOutbox {
    let store: any Store
    let keys: InstallationKeys

    /// Returns the number of mails in the queue, due or not.
    public func mailsWaiting() async throws -> Int { try await store.read { try $0.mailsWaiting() } }

    public func dueMails(at now: Timestamp, limit: Int) async throws -> [QueuedMail] {
        let sealed = try await store.read { try $0.mailsDue(at: now, limit: limit) }
        return try sealed.map { mail in
            let content = Data(try keys.open(mail.sealed))
            return QueuedMail(
                id: mail.id,
                mail: try JSONDecoder().decode(Mail.self, from: content),
                tries: mail.tries,
                expiresAt: mail.expiresAt)
        }
    }

    public func nextMailDue() async throws -> Timestamp? {
        try await store.read { try $0.nextMailDue() }
    }

    public func removeMail(_ id: QueuedMail.ID) async throws {
        try await store.write { try $0.removeMail(id) }
    }

    public func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) async throws {
        try await store.write { try $0.postponeMail(id, until: time, because: reason) }
    }
}
