/// The work that several nodes on one store divide among them.
extension Maintenance {
    /// Claims a piece of work for this node.
    /// - Returns: false where another node does it just now; true where there is no other.
    public func claim(_ work: SharedWork) async throws -> Bool {
        guard let node else { return true }
        let now = chat.clock.now
        return try await chat.store.write { try $0.claim(work, by: node, for: work.claimedFor, at: now) }
    }

    /// Gives up a piece of work that this node had claimed, for the next.
    public func release(_ work: SharedWork) async throws {
        guard let node else { return }
        try await chat.store.write { try $0.release(work, by: node) }
    }

    /// Does a part of some work in one transaction, with the claim on it.
    /// - Parameter bytes: the bytes of files that it writes.
    /// - Returns: false once there is nothing left to do, or where another node does it.
    func doPiece(
        of work: SharedWork,
        writing bytes: Int = 0,
        _ piece: @escaping @Sendable (any StoreWriter) throws -> Bool
    ) async throws -> Bool {
        let (node, now) = (node, chat.clock.now)
        return try await chat.store.write(writing: bytes) { store in
            if let node, try !store.claim(work, by: node, for: work.claimedFor, at: now) { return false }
            return try piece(store)
        }
    }
}
