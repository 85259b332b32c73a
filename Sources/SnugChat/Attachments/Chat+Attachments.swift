/// Files as they are read: by the members of their room, who are looked at anew at each call.
extension Chat {
    /// Returns a file, for the members of its room; one that no message names, for who uploaded it.
    /// - Throws: ``Refusal/notFound(_:)``
    public func attachment(_ id: Attachment.ID, for caller: Caller) async throws -> StoredAttachment {
        throw Refusal.busy
    }

    /// Returns a piece of a file's bytes, ``Limits/attachmentChunkBytes`` of them but for the last.
    ///
    /// Each is a read of its own, so that a slow reader holds up nothing.
    /// - Parameter index: the piece's number, from 0 on.
    /// - Throws: ``Refusal/notFound(_:)``
    public func piece(_ index: Int, of id: Attachment.ID, for caller: Caller) async throws -> [UInt8] {
        throw Refusal.busy
    }

    /// Returns a page of the files that were sent in a room, the newest first, without their small pictures.
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
        throw Refusal.busy
    }
}
