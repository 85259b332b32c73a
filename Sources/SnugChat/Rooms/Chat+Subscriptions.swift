/// The starting point of a socket.
extension Chat {
    /// Reads the caller as they now are, their rooms and the position of each, at a known place in the stream of events.
    /// - Parameter then: called as ``Store/observe(_:then:)`` says; with ``Refusal/unauthenticated`` where the session
    ///   ended meanwhile.
    public func subscribe(
        _ caller: Caller,
        then: @escaping @Sendable (Result<(caller: Caller, rooms: [Subscription]), any Error>) -> Void
    ) {
        let now = clock.now
        store.observe(
            { store in
                guard let caller = try self.caller(caller.userID, by: caller.sessionID, in: store, at: now) else {
                    throw Refusal.unauthenticated
                }
                return (caller, try store.subscriptions(of: caller.userID))
            }, then: then)
    }

    /// Returns true if the caller is in the room, as a room's own socket requires before it opens.
    public func isMember(_ caller: Caller, of room: Room.ID) async throws -> Bool {
        try await store.read { try $0.member(caller.userID, of: room) != nil }
    }
}
