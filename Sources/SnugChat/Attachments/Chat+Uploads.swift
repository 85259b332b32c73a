/// Files on their way in.
extension Chat {
    /// Takes a file for a message that is still to name it, piece by piece as it comes.
    ///
    /// Everything that speaks against it is looked at before the first of its bytes, and room is kept for all of them.
    /// What fails or ends early is taken away at once.
    /// - Parameter parts: the bytes, in parts of any length. The next is asked for once the pieces before it are durable.
    /// - Returns: the file as it is kept.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``, ``Refusal/forbidden(_:)``,
    ///   ``Refusal/tooLarge(max:)``, ``Refusal/quotaExceeded(max:)``, ``Refusal/storageFull``, ``Refusal/busy``,
    ///   ``Refusal/otherDeactivated``, ``Refusal/rateLimited(retryAfter:)``, ``Refusal/tooManyFilesWaiting``,
    ///   ``Refusal/unauthenticated``; what `parts` throws.
    public func upload(
        _ new: NewAttachment,
        by caller: Caller,
        from parts: some AsyncSequence<[UInt8], any Error>
    ) async throws -> Attachment {
        let new = try new.checked()
        try messageRates.take(caller.userID, at: clock.now)
        try checkSize(of: new)
        try uploads.enter(caller.userID)
        defer { uploads.leave(caller.userID) }
        try checkSpace(for: new.size)
        let id = try await beginWithinRate(new, by: caller)
        do {
            return try await take(parts, as: id, new, by: caller)
        } catch {
            do { try await remove([id]) } catch { abandonedUploads.add(id) }
            throw error
        }
    }

    /// Removes a file of the caller's own that no message names.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/unauthenticated``
    public func removeAttachment(_ id: Attachment.ID, by caller: Caller) async throws {
        try await act(by: caller) { store, caller in
            guard let found = try store.attachment(id)?.attachment,
                Permissions.allowsChanging(found, by: caller.userID)
            else { throw Refusal.notFound(.attachment) }
            try store.removeAttachment(id)
            store.announce(.attachmentsRemoved)
        }
    }

    /// Returns the bytes of the caller's files, and the most that they may have.
    public func storage(of caller: Caller) async throws -> (used: Int64, max: Int64) {
        (try await store.read { try $0.attachmentBytes(of: caller.userID) }, policy.storagePerUser)
    }

    private func checkSize(of new: NewAttachment) throws(Refusal) {
        let most = policy.uploadBytesMax
        guard most > 0 else { throw .forbidden("This server takes no files.") }
        let max = new.previewOf == nil ? most : min(most, Limits.attachmentPreviewBytesMax)
        if new.size > max { throw .tooLarge(max: max) }
    }

    /// Checks the room on the disk, and has a log folded that is too long: what is refused writes nothing that would.
    private func checkSpace(for size: Int64) throws(Refusal) {
        guard let space = space.space() else { return }
        if space.log > Limits.uploadLogBytesMax { longLogs.continuation.yield() }
        try space.check(for: size)
    }

    /// Counts a file's bytes, which are given back where it is refused.
    private func beginWithinRate(_ new: NewAttachment, by caller: Caller) async throws -> Attachment.ID {
        try uploadRates.take(caller.userID, Int(new.size), at: clock.now)
        do {
            return try await begin(new, by: caller)
        } catch {
            uploadRates.charge(caller.userID, -Int(new.size), at: clock.now)
            throw error
        }
    }

    /// Keeps room for a file, once the caller may send it.
    private func begin(_ new: NewAttachment, by caller: Caller) async throws -> Attachment.ID {
        let (now, policy) = (clock.now, policy)
        return try await act(by: caller) { store, caller in
            try permitUpload(to: new.roomID, by: caller, store)
            if let original = new.previewOf { try checkOriginal(original, of: new, by: caller, store) }
            guard try store.attachmentsUnclaimed(of: caller.userID) < Limits.attachmentsUnclaimedMax else {
                throw Refusal.tooManyFilesWaiting
            }
            if try store.attachmentBytes(of: caller.userID) + new.size > policy.storagePerUser {
                throw Refusal.quotaExceeded(max: policy.storagePerUser)
            }
            if try store.attachmentBytes(of: nil) + new.size > policy.storage { throw Refusal.storageFull }
            return try store.addAttachment(new, by: caller.userID, at: now)
        }
    }

    private func permitUpload(to room: Room.ID, by caller: Caller, _ store: any StoreReader) throws {
        try permit(.post, in: room, to: caller, store: store)
        if try store.company(of: caller.userID, in: room) == .outOfUse { throw Refusal.otherDeactivated }
    }

    private func checkOriginal(
        _ id: Attachment.ID, of new: NewAttachment, by caller: Caller, _ store: any StoreReader
    ) throws {
        guard let original = try store.attachment(id)?.attachment, original.roomID == new.roomID,
            Permissions.allowsChanging(original, by: caller.userID)
        else {
            throw Refusal.invalid("preview_of", "The file that this is a small picture of is not there any more.")
        }
        if try store.isPreview(id) {
            throw Refusal.invalid("preview_of", "A small picture stands for a file, and for no small picture.")
        }
    }

    /// Takes the bytes of a file that was begun, each piece durable before the next is asked for, and completes it.
    private func take(
        _ parts: some AsyncSequence<[UInt8], any Error>, as id: Attachment.ID, _ new: NewAttachment, by caller: Caller
    ) async throws -> Attachment {
        var intake = FileIntake(of: new)
        for try await part in parts {
            var left = part[...]
            while !left.isEmpty {
                if let piece = try intake.take(&left) { try await keep(piece, intake.count - 1, id, new, caller) }
            }
        }
        let kind = try intake.finish()
        if new.previewOf != nil, !Self.previewTypes.contains(kind.type) {
            throw Refusal.invalid("file", "The small picture of a file is a JPEG, PNG or WebP file.")
        }
        if new.previewOf != nil, max(kind.width ?? 0, kind.height ?? 0) > Limits.attachmentPreviewSideMax {
            let most = Limits.attachmentPreviewSideMax
            throw Refusal.invalid("file", "The small picture of a file has at most \(most) pixels on a side.")
        }
        while let piece = intake.cut() { try await keep(piece, intake.count - 1, id, new, caller) }
        return try await complete(id, new, as: kind, intake, by: caller)
    }

    private static let previewTypes: Set<String> = ["image/jpeg", "image/png", "image/webp"]

    /// Keeps a piece; whoever may not send to the room any more sends no more of it.
    private func keep(
        _ piece: [UInt8], _ index: Int, _ id: Attachment.ID, _ new: NewAttachment, _ caller: Caller
    ) async throws {
        try await act(by: caller, writing: piece.count) { store, caller in
            try permitUpload(to: new.roomID, by: caller, store)
            try store.addAttachmentChunk(piece, index, to: id)
        }
    }

    /// Keeps the rest of a file, which is whole then.
    private func complete(
        _ id: Attachment.ID, _ new: NewAttachment, as kind: MediaKind, _ intake: FileIntake, by caller: Caller
    ) async throws -> Attachment {
        var intake = intake
        let rest = intake.rest()
        let (now, count, size, sha256) = (clock.now, intake.count, intake.size, intake.sha256())
        return try await act(by: caller, writing: rest?.count ?? 0) { store, caller in
            try permitUpload(to: new.roomID, by: caller, store)
            if let rest { try store.addAttachmentChunk(rest, count - 1, to: id) }
            let attachment = try store.completeAttachment(id, as: kind, size: size, sha256: sha256, at: now)
            if let original = new.previewOf {
                try checkOriginal(original, of: new, by: caller, store)
                try store.setPreview(id, of: original)
            }
            return attachment
        }
    }

    func remove(_ ids: some Sequence<Attachment.ID> & Sendable) async throws {
        try await store.write { store in
            for id in ids { try store.removeAttachment(id) }
            store.announce(.attachmentsRemoved)
        }
    }
}
