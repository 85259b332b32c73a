import FoundationEssentials

/// The durable queue of mails. What waits is encrypted: a code must not be readable in a copy of the file.
extension Chat: MailOutbox {
    func queue(_ template: MailTemplate, in store: any StoreWriter, at now: Timestamp) throws {
        guard try store.mailsWaiting() < Limits.mailsWaitingMax else { throw Refusal.busy }
        let bytes = Array(try JSONEncoder().encode(template.mail))
        try store.addMail(try keys.seal(bytes), at: now, expiresAt: now + template.lifetime)
        store.announce(.mailQueued)
    }

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
