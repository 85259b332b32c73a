/// Files as they are read: by the members of their room, who are looked at anew at each call.
extension Chat {
    /// Returns a file, for the members of its room; one that no message names, for who uploaded it.
    /// - Throws: ``Refusal/notFound(_:)``
    public func attachment(_ id: Attachment.ID, for caller: Caller) async throws -> StoredAttachment {
        try await store.read { try attachment(id, for: caller, in: $0) }
    }

    /// Returns a piece of a file's bytes, ``Limits/attachmentChunkBytes`` of them but for the last.
    ///
    /// Each is a read of its own, so that a slow reader holds up nothing.
    /// - Parameter index: the piece's number, from 0 on.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/unauthenticated``
    public func piece(_ index: Int, of id: Attachment.ID, for caller: Caller) async throws -> [UInt8] {
        let piece = try await store.read { store in
            try checkSession(of: caller, in: store)
            _ = try attachment(id, for: caller, in: store)
            return try store.attachmentChunk(index, of: id)
        }
        guard let piece else { throw Refusal.notFound(.attachment) }
        countReading(rows: 0, bytes: Limits.attachmentReadBytes, by: caller)
        return piece
    }

    /// Returns a page of the files that were sent in a room, from the newest message's last one back, without their small
    /// pictures.
    /// - Parameters:
    ///   - before: the file before which the page begins; nil for the newest.
    ///   - limit: files at most, 1 to ``Limits/attachmentsPageMax``.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/notAMember``
    public func attachments(
        in room: Room.ID,
        before: Attachment.ID?,
        limit: Int,
        for caller: Caller
    ) async throws -> Page<SentAttachment> {
        let page = try await store.read { store in
            try permit(.read, in: room, to: caller, store: store)
            return try Page(limit: limit, max: Limits.attachmentsPageMax) {
                try store.attachments(in: room, before: before, limit: $0)
            }
        }
        let bytes = page.items.reduce(0) { $0 + $1.attachment.bytesSent }
        countReading(rows: page.items.count, bytes: bytes, by: caller)
        return page
    }

    private func attachment(
        _ id: Attachment.ID, for caller: Caller, in store: any StoreReader
    ) throws -> StoredAttachment {
        guard let found = try store.attachment(id),
            try store.isMember(caller.userID, of: found.attachment.roomID),
            Permissions.allowsReading(found.attachment, by: caller.userID)
        else { throw Refusal.notFound(.attachment) }
        return found
    }
}
