import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite(.serialized, .timeLimit(.minutes(5))) struct `The index of words in PostgreSQL` {
    private static let time = Timestamp(seconds: 1_795_363_200)

    /// A room with a person in it, and nodes that serve it.
    private struct House {
        let place: String
        let nodes: [PostgresStore]
        let ada: User.ID
        let rooms: [Room.ID]

        var node: PostgresStore { nodes[0] }

        init(nodes count: Int) async throws {
            let place = try Cluster.shared.get().place()
            self.place = place
            nodes = try (0..<count).map { _ in try PostgresStore(place, events: NoEvents()) }
            (ada, rooms) = try await nodes[0].write { store in
                let email = EmailAddress(stored: "ada@example.org")
                let ada = try store.addUser(name: "Ada", email: email, passwordHash: "x", role: .owner, at: time)
                let rooms = try ["Lobby", "Attic"].map {
                    try store.addRoom(name: $0, kind: .group, createdBy: ada.id, at: time)
                }
                for room in rooms { try store.addMember(ada.id, to: room, role: .owner, readSeq: 0, at: time) }
                return (ada.id, rooms)
            }
            while try await nodes[0].write({ try $0.renewIndex(pages: 16) }) {}
        }

        func connection() throws -> PostgresConnection { try PostgresConnection(to: ConnectionString(place)) }

        @discardableResult
        func say(_ words: String, in room: Int = 0, at node: Int = 0) async throws -> Message {
            try await nodes[node].write { [rooms, ada] store in
                try store.addMessage(Draft(roomID: rooms[room], content: words), by: ada, at: time)
            }
        }

        /// Takes a piece into the index, as a node does behind its writer.
        /// - Returns: the last message in the index, as it was seen before.
        @discardableResult
        func index(at node: Int = 0, limit: Int = 100) async throws -> Message.ID {
            let (after, messages) = try await nodes[node].read { try $0.messagesToIndex(limit: limit) }
            let last = try #require(after)
            _ = try await nodes[node].write { try $0.indexMessages(messages.map { SearchEntry($0) }, after: last) }
            return last
        }

        /// Returns the messages that the index names for a word.
        func named(_ word: String) throws -> [Message.ID] {
            let sql = "SELECT message_id FROM message_words WHERE words @@ $1::text::tsquery ORDER BY message_id"
            return try connection().all(sql, "'\(word)'") { try $0[0] }
        }

        func close() { for node in nodes { node.close() } }
    }

    @Test(arguments: 1...3)
    func `holds what messages say, whatever nodes do to them at once`(seed: UInt64) async throws {
        let house = try await House(nodes: 3)
        for number in 0..<40 { try await house.say("start \(number)", in: number % 2) }
        var random = SeededRandom(seed: seed)
        let acts = (0..<300).map { _ in
            (
                node: Int.random(in: 0..<3, using: &random), room: Int.random(in: 0..<2, using: &random),
                kind: Int.random(in: 0..<6, using: &random), seq: Int64.random(in: 1...20, using: &random)
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, act) in acts.enumerated() {
                group.addTask {
                    let (node, room) = (house.nodes[act.node], house.rooms[act.room])
                    switch act.kind {
                    case 0, 1: try await house.say("said \(number)", in: act.room, at: act.node)
                    case 2, 3: try await house.index(at: act.node, limit: 7)
                    case 4:
                        try await node.write { store in
                            guard try store.message(act.seq, in: room)?.deletedAt == nil else { return }
                            _ = try store.editMessage(act.seq, in: room, to: "edited \(number)", at: Self.time)
                        }
                    default:
                        try await node.write { store in
                            _ = try store.deleteMessage(act.seq, in: room, at: Self.time)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let db = try house.connection()
        let last = try #require(try db.one("SELECT max(id) FROM messages") { try $0[0] as Message.ID })
        while try await house.index() < last {}
        #expect(try await house.node.read { try $0.messageMissingInIndex(among: 5_000) } == nil)
        let surplus = try db.all(
            """
            SELECT message_id FROM message_words w
            WHERE NOT EXISTS (SELECT 1 FROM messages x WHERE x.id = w.message_id AND x.deleted_at IS NULL)
            """
        ) { try $0[0] as Message.ID }
        #expect(surplus == [])
        house.close()
    }

    @Test func `that another version has just begun is left to it, and later made anew in pieces`() async throws {
        let house = try await House(nodes: 1)
        for number in 0..<100 { try await house.say("word \(number)") }
        try await house.index()
        let db = try house.connection()
        try db.control("UPDATE message_index SET version = 'of tomorrow', begun_at = now()")
        let left = try await house.node.read { try $0.messagesToIndex(limit: 100) }
        #expect(left.after != nil && left.messages.isEmpty)
        #expect(try await !house.node.write { try $0.renewIndex(pages: 1) })
        try db.control("UPDATE message_index SET begun_at = begun_at - interval '1 hour'")
        #expect(try await house.node.read { try $0.messagesToIndex(limit: 100) }.after == nil)
        var pieces = 0
        while try await house.node.write({ try $0.renewIndex(pages: 1) }) { pieces += 1 }
        #expect(pieces == 100 / Limits.indexEntriesPerPage + 1)
        #expect(try house.named("word") == [])
        try await house.index()
        #expect(try house.named("word").count == 100)
        house.close()
    }

    @Test func `that lacks a message, or holds other words of it, is seen`() async throws {
        let house = try await House(nodes: 1)
        let messages = [try await house.say("first"), try await house.say("second")]
        try await house.index()
        #expect(try await house.node.read { try $0.messageMissingInIndex(among: 10) } == nil)
        let db = try house.connection()
        try db.control("UPDATE message_words SET words = 'else' WHERE message_id = \(messages[0].id)")
        #expect(try await house.node.read { try $0.messageMissingInIndex(among: 10) } == messages[0].id)
        try db.control("DELETE FROM message_words WHERE message_id = \(messages[1].id)")
        #expect(try await house.node.read { try $0.messageMissingInIndex(among: 10) } == messages[1].id)
        try await house.node.write { try $0.forgetIndex() }
        while try await house.node.write({ try $0.renewIndex(pages: 16) }) {}
        try await house.index()
        #expect(try await house.node.read { try $0.messageMissingInIndex(among: 10) } == nil)
        house.close()
    }
}
