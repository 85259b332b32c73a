/// Files on their way in.
extension Chat {
    /// Takes a file for a message that is still to name it, piece by piece as it comes.
    ///
    /// Everything that speaks against it is looked at before the first of its bytes. What fails or ends early is taken
    /// away at once.
    /// - Parameter parts: the bytes, in parts of any length.
    /// - Returns: the file as it is kept.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``, ``Refusal/forbidden(_:)``,
    ///   ``Refusal/tooLarge(max:)``, ``Refusal/quotaExceeded(max:)``, ``Refusal/storageFull``, ``Refusal/busy``,
    ///   ``Refusal/otherDeactivated``, ``Refusal/rateLimited(retryAfter:)``, ``Refusal/unauthenticated``; what `parts`
    ///   throws.
    public func upload(
        _ new: NewAttachment,
        by caller: Caller,
        from parts: some AsyncSequence<[UInt8], any Error>
    ) async throws -> Attachment {
        throw Refusal.busy
    }

    /// Removes a file of the caller's own that no message names.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/rateLimited(retryAfter:)``, ``Refusal/unauthenticated``
    public func removeAttachment(_ id: Attachment.ID, by caller: Caller) async throws {
        throw Refusal.busy
    }

    /// Returns the bytes of the caller's files, and the most that they may have.
    public func storage(of caller: Caller) async throws -> (used: Int64, max: Int64) {
        (0, policy.storagePerUser)
    }
}
