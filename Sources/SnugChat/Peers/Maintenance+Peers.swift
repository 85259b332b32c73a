/// The questions of nodes to the store about one another's people.
extension Maintenance {
    /// Returns the rooms where it is heard that some people come or go.
    public func roomsHearing(of users: [User.ID]) async throws -> [User.ID: [Room.ID]] {
        try await chat.store.read { store in
            var rooms: [User.ID: [Room.ID]] = [:]
            for user in users { rooms[user] = try store.subscriptions(of: user).map(\.roomID) }
            return rooms
        }
    }
}
