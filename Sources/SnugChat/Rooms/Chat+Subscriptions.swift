/// The starting point of a socket.
extension Chat {
    /// The state that a socket begins with.
    public struct Beginning: Sendable {
        public var caller: Caller
        public var rooms: [Subscription]
        /// The name of the log that the rooms' positions belong to.
        public var epoch: String
    }

    /// Returns the random name of the log: what clients know by seqs and revs holds under this name alone.
    ///
    /// It is read before what it belongs to: where it changes in between, the next answer is of another.
    public func epoch(for caller: Caller) async throws -> String { try await store.read { try $0.epoch() } }

    /// Reads the caller as they now are, their rooms and the position of each, at a known place in the stream of events.
    /// - Parameter then: called as ``Store/observe(_:then:)`` says; with ``Refusal/unauthenticated`` where the session
    ///   ended meanwhile.
    public func subscribe(
        _ caller: Caller,
        then: @escaping @Sendable (Result<Beginning, any Error>) -> Void
    ) {
        let now = clock.now
        store.observe(
            { store in
                guard let caller = try self.caller(caller.userID, by: caller.sessionID, in: store, at: now) else {
                    throw Refusal.unauthenticated
                }
                return Beginning(
                    caller: caller, rooms: try store.subscriptions(of: caller.userID), epoch: try store.epoch())
            }, then: then)
    }

    /// Returns true if the caller is in the room, as a room's own socket requires before it opens.
    public func isMember(_ caller: Caller, of room: Room.ID) async throws -> Bool {
        try await store.read { try $0.member(caller.userID, of: room) != nil }
    }
}

extension StoreReader {
    /// Returns the name of the log; empty before the first start.
    func epoch() throws -> String { try setting(LogEpoch.settingName) ?? "" }
}
