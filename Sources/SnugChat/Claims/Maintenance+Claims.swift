/// The work that several nodes on one store divide among them.
extension Maintenance {
    /// Claims a piece of work for this node.
    /// - Returns: false where another node does it just now; true where there is no other.
    public func claim(_ work: SharedWork) async throws -> Bool {
        guard let claimant else { return true }
        let now = chat.clock.now
        return try await chat.store.write { try $0.claim(work, by: claimant, for: work.claimedFor, at: now) }
    }

    /// Claims a piece of work again and again, until the task is cancelled.
    ///
    /// A node that is killed meanwhile so keeps the work from others for no longer than one claim lasts.
    public func keepClaim(_ work: SharedWork) async {
        while (try? await Task.sleep(for: Limits.claimRenewedEvery)) != nil {
            // What fails is tried again: a claim outlasts several tries.
            _ = try? await claim(work)
        }
    }

    /// Gives up a piece of work that this node had claimed, for the next.
    public func release(_ work: SharedWork) async throws {
        guard let claimant else { return }
        try await chat.store.write { try $0.release(work, by: claimant) }
    }

    /// Does a part of some work in one transaction, with the claim on it.
    /// - Parameter bytes: the bytes of files that it writes.
    /// - Returns: false once there is nothing left to do, or where another node does it.
    func doPiece(
        of work: SharedWork,
        writing bytes: Int = 0,
        _ piece: @escaping @Sendable (any StoreWriter) throws -> Bool
    ) async throws -> Bool {
        let (claimant, now) = (claimant, chat.clock.now)
        return try await chat.store.write(writing: bytes) { store in
            if let claimant, try !store.claim(work, by: claimant, for: work.claimedFor, at: now) { return false }
            return try piece(store)
        }
    }
}
