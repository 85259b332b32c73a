public import SnugChat
public import Testing

/// What every store promises. A store's own tests hand each promise a fresh, empty store.
public struct StoreContract: Sendable {
    public typealias Make = @Sendable (any EventBus) throws -> any Store

    /// A promise with its sentence.
    public struct Clause: Sendable, CustomTestStringConvertible {
        public let promise: String
        let check: @Sendable (_ store: any Store, _ events: EventRecorder) async throws -> Void

        public var testDescription: String { promise }

        public func hold(for make: Make) async throws {
            let events = EventRecorder()
            try await check(try make(events), events)
        }
    }

    static let time = Timestamp(seconds: 1_795_363_200)

    public static let clauses: [Clause] =
        accounts + codes + identity + rooms + messages + changes
        + transactions + mails

    static func address(_ text: String) throws -> EmailAddress { try #require(EmailAddress(text)) }

    static func user(_ name: String, in store: any Store) async throws -> User {
        let email = try address("\(name.lowercased())@example.org")
        return try await store.write { store in
            try store.addUser(name: name, email: email, passwordHash: "hash of \(name)", role: .member, at: time)
        }
    }

    /// A room with its members, the first of whom owns it.
    static func room(of users: [User], in store: any Store) async throws -> Room.ID {
        let owner = try #require(users.first)
        return try await store.write { store in
            let room = try store.addRoom(name: "Lobby", kind: .group, createdBy: owner.id, at: time)
            for user in users {
                try store.addMember(
                    user.id, to: room, role: user == owner ? .owner : .member, readSeq: 0, at: time)
            }
            return room
        }
    }
}
