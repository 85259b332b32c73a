import ArgumentParser
import FoundationEssentials
import SnugChat
import SnugIdentity
import SnugStore

/// The `snug-bench prepare` command, which makes a database with users, rooms and messages through the real store.
struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a fresh database file and print a token for each membership.",
        discussion: """
            Each line of standard output is one membership, {"room_id","user_id","token"}; a server on that file accepts \
            the tokens. Everyone is a member of as many rooms as the numbers need; user 1 owns the server.
            """)

    @Argument(help: "The file to make; it must not be there.")
    var database: String
    @Option(help: "People.") var users = 100
    @Option(help: "Rooms.") var rooms = 1
    @Option(help: "Members of each room.") var members = 100
    @Option(help: "Messages in all, spread over the rooms.") var messages = 0
    @Option(help: "Rooms that user 1 is in besides.") var wide = 0
    @Flag(help: "Messages of many scripts, for searches.") var scripts = false

    /// The messages in one intention: a transaction that is worth its sync, and no longer than others could wait.
    private static let messagesAtOnce = 2_000

    func validate() throws {
        guard (1...1_000_000).contains(users), (0...1_000_000).contains(rooms), messages >= 0 else {
            throw ValidationError("There is at least one user, and nothing is negative.")
        }
        guard (0...rooms).contains(wide) else { throw ValidationError("Nobody is in more rooms than there are.") }
        guard (1...users).contains(members) else {
            throw ValidationError("A room has at least one member and at most all users.")
        }
        guard !FileManager.default.fileExists(atPath: database) else {
            throw ValidationError("\(database) is there already.")
        }
    }

    func run() async throws {
        let store = try SQLiteStore.open(path: database, for: .serving, events: NoEvents())
        let random = SystemRandomness()
        let secrets = try await store.installationSecrets(random: random)
        let signer = await JWTSigner(secret: secrets.tokens)
        let now = SystemClock().now

        let people = try await addPeople(to: store, at: now)
        var tokens: [User.ID: String] = [:]
        for person in people { tokens[person.userID] = try await signer.sign(person) }
        let made = try await addRooms(of: people.map(\.userID), to: store, at: now)
        try await addMessages(in: made, to: store, at: now)
        try store.close()

        for (room, members) in made {
            for member in members {
                print(#"{"room_id":\#(room),"user_id":\#(member),"token":"\#(tokens[member] ?? "")"}"#)
            }
        }
    }

    private func addPeople(to store: SQLiteStore, at now: Timestamp) async throws -> [TokenClaims] {
        try await store.write { [users] store in
            try (1...users).map { number in
                guard let email = EmailAddress("user\(number)@bench.invalid") else { throw Refusal.notFound(.user) }
                let user = try store.addUser(
                    name: "User \(number)", email: email, passwordHash: "none", role: number == 1 ? .owner : .member,
                    at: now)
                let expiresAt = now + .seconds(30 * 86_400)
                let session = try store.addSession(
                    of: user.id, device: Device(name: "snug-bench", address: "127.0.0.1"), at: now,
                    expiresAt: expiresAt)
                return TokenClaims(
                    userID: user.id, sessionID: session.id, issuedAt: now, expiresAt: expiresAt)
            }
        }
    }

    private func addRooms(
        of people: [User.ID],
        to store: SQLiteStore,
        at now: Timestamp
    ) async throws -> [(room: Room.ID, members: [User.ID])] {
        guard rooms > 0 else { return [] }
        return try await store.write { [rooms, members, wide] store in
            try (0..<rooms).map { number in
                // Each room takes the next users in a circle, so that everyone is in about as many rooms.
                var inside = (0..<members).map { people[(number * members + $0) % people.count] }
                if number < wide, !inside.contains(people[0]) { inside.append(people[0]) }
                let room = try store.addRoom(
                    name: "Room \(number + 1)", kind: .group, createdBy: inside[0], at: now)
                for user in inside {
                    try store.addMember(
                        user, to: room, role: user == inside[0] ? .owner : .member, readSeq: 0, at: now)
                }
                return (room, inside)
            }
        }
    }

    private func addMessages(
        in rooms: [(room: Room.ID, members: [User.ID])],
        to store: SQLiteStore,
        at now: Timestamp
    ) async throws {
        guard !rooms.isEmpty else { return }
        let talk = scripts ? Talk() : nil
        for start in stride(from: 0, to: messages, by: Self.messagesAtOnce) {
            let numbers = start..<min(start + Self.messagesAtOnce, messages)
            try await store.write { [messages] store in
                for number in numbers {
                    let (room, members) = rooms[number % rooms.count]
                    let content =
                        talk?.message(number) ?? "Message \(number): the quick brown fox jumps over the lazy dog"
                    let draft = Draft(roomID: room, content: content)
                    let time = now - .milliseconds(messages - number)
                    _ = try store.addMessage(draft, by: members[number / rooms.count % members.count], at: time)
                }
            }
        }
    }
}
