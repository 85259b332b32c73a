import FoundationEssentials

/// Mails on their way into the durable queue, encrypted: a code must not be readable in a copy of the file.
extension Chat {
    /// Returns the mails that wait for an address.
    func mailsWaiting(for email: EmailAddress, at now: Timestamp) async throws -> [QueuedMail.ID] {
        // None is put off for longer than it is tried.
        let rows = try await store.read {
            try $0.mailsDue(at: now + Limits.takeBackLifetime, limit: Limits.mailsWaitingMax)
        }
        return rows.filter { $0.opened(by: keys)?.recipient == email.text }.map(\.id)
    }

    /// Queues a mail, encrypted, in the transaction of its cause.
    ///
    /// A notice is dropped where ``Limits/mailsWaitingMax`` wait: what it tells of is not to fail over it.
    /// - Returns: the mail's place in the queue; nil where it was dropped.
    /// - Throws: ``Refusal/busy`` where so many wait and the mail is no notice.
    @discardableResult
    func queue(_ template: MailTemplate, in store: any StoreWriter, at now: Timestamp) throws -> QueuedMail.ID? {
        guard try store.mailsWaiting() < Limits.mailsWaitingMax else {
            if template.isNotice { return nil }
            throw Refusal.busy
        }
        var mail = template.mail
        mail.messageID = random.bytes(16).base64URL
        mail.writtenAt = now
        let bytes = Array(try JSONEncoder().encode(mail))
        let id = try store.addMail(try keys.seal(bytes), at: now, expiresAt: now + template.lifetime)
        store.announce(.mailQueued)
        return id
    }
}

extension SealedMail {
    /// Returns the mail; nil where it cannot be opened, or is none.
    func opened(by keys: InstallationKeys) -> Mail? {
        guard let bytes = try? keys.open(sealed) else { return nil }
        return try? JSONDecoder().decode(Mail.self, from: Data(bytes))
    }
}
