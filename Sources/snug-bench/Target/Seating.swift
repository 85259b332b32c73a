/// A member's place at one of a server's nodes.
struct Seat: Sendable, Hashable {
    var node: Int
    var token: String
}

/// The rooms of a load, and the members' tokens.
struct Seating: Sendable {
    /// The rooms by id, each with its members' tokens; the first one talks.
    var rooms: [(id: Int64, tokens: [String])]

    /// Returns the seats of all members, room by room.
    ///
    /// The members of a room sit at all nodes in turn, and those who talk do too.
    func seats(at nodes: Int) -> [Seat] {
        rooms.enumerated().flatMap { number, room in
            room.tokens.enumerated().map { Seat(node: (number + $0) % nodes, token: $1) }
        }
    }

    /// Returns the seating at a floor, which accepts any token: it names the user and the room that is heard.
    static func atFloor(_ load: Load) -> Seating {
        Seating(
            rooms: (0..<load.rooms).map { room in
                (Int64(room + 1), (0..<load.members).map { "\(room * load.members + $0 + 1).\(room + 1)" })
            })
    }

    /// Returns the first rooms with members enough.
    /// - Throws: ``SocketFault`` when there are too few.
    static func among(_ memberships: [Membership], for load: Load) throws -> Seating {
        var tokens: [Int64: [String]] = [:]
        var order: [Int64] = []
        for membership in memberships {
            if tokens[membership.roomID] == nil { order.append(membership.roomID) }
            tokens[membership.roomID, default: []].append(membership.token)
        }
        let rooms = order.compactMap { id in
            tokens[id].flatMap { $0.count >= load.members ? (id: id, tokens: Array($0.prefix(load.members))) : nil }
        }
        guard rooms.count >= load.rooms else {
            throw SocketFault(
                description: "The memberships hold \(rooms.count) rooms with \(load.members) members; "
                    + "\(load.name) needs \(load.rooms).")
        }
        return Seating(rooms: Array(rooms.prefix(load.rooms)))
    }
}
