public import SnugChat
public import Testing

/// The promises of every store.
///
/// A store's own tests hand each promise a fresh, empty store.
public struct StoreContract: Sendable {
    /// A function that makes a fresh, empty store.
    public typealias Make = @Sendable (any EventBus) throws -> any Store

    /// A promise with its sentence and its check.
    public struct Clause: Sendable, CustomTestStringConvertible {
        public let promise: String
        let check: @Sendable (_ store: any Store, _ events: EventRecorder) async throws -> Void

        public var testDescription: String { promise }

        /// Checks the promise on a fresh store.
        public func hold(for make: Make) async throws {
            let events = EventRecorder()
            try await check(try make(events), events)
        }
    }

    static let time = Timestamp(seconds: 1_795_363_200)

    /// All promises, in the order of their subjects.
    public static let clauses: [Clause] =
        accounts + profiles + figures + codes + identity + rooms + messages + posting + floods + changes
        + mentions + attachments + search + push + pushQueue + missedMails + transactions + mails + claims + newcomers
        + waiting

    static func address(_ text: String) throws -> EmailAddress { try #require(EmailAddress(text)) }

    static func user(_ name: String, in store: any Store) async throws -> User {
        let email = try address("\(name.lowercased())@example.org")
        return try await store.write { store in
            try store.addUser(name: name, email: email, passwordHash: "hash of \(name)", role: .member, at: time)
        }
    }

    /// Makes a room with its members, the first of whom owns it.
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

    /// Makes the direct room of two people.
    static func directRoom(of a: User, _ b: User, in store: any Store) async throws -> Room.ID {
        try await store.write { store in
            let room = try #require(try store.addDirectRoom(of: a.id, b.id, createdBy: a.id, at: time))
            for user in [a, b] { try store.addMember(user.id, to: room, role: .member, readSeq: 0, at: time) }
            return room
        }
    }
}
