import Foundation
import GRDB
import SnugTesting
import Testing

@testable import SnugChat
@testable import SnugStore

@Suite struct `The index of words in the file` {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
    }

    private func open() throws -> SQLiteStore {
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
    }

    private func say(_ content: String, _ world: World) async throws -> Message {
        try await world.chat.post(Draft(roomID: world.lobby, content: content), by: world.ada).message
    }

    /// Says so much that searches go by the index.
    private func chatter(_ world: World) async throws {
        try await world.store.write { store in
            for number in 0...Limits.searchScanMessagesMax {
                let draft = Draft(roomID: world.lobby, content: "chatter \(number) of no interest")
                _ = try store.addMessage(draft, by: world.ada.userID, at: world.clock.now)
            }
        }
    }

    private func index(_ world: World) async throws {
        while try await world.services.maintenance.indexPiece() {}
    }

    private func found(_ typed: String, _ world: World) async throws -> [String] {
        let query = SearchQuery(words: try SearchWords(typed))
        return try await world.chat.search(query, before: nil, limit: 50, by: world.cleo).results.map(\.message.content)
    }

    /// Returns true if the file holds these bytes, once everything has been folded into it.
    private func fileHolds(_ text: String, _ store: SQLiteStore) async throws -> Bool {
        try await store.database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        return try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(text.utf8)) != nil
    }

    @Test func `holds no word that was edited or deleted away once the night's work is done`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        try await chatter(world)
        let (edited, deleted) = (try await say("marzipan", world), try await say("xylophon 瓢箪", world))
        let room = try await world.chat.makeRoom(.group, name: "Cellar", with: [], by: world.ada).room.summary.room.id
        _ = try await world.chat.post(Draft(roomID: room, content: "quittenmus"), by: world.ada)
        try await index(world)
        #expect(try await found("marzipan", world) == ["marzipan"])
        let kept = try await say("zimtstern", world)
        try await index(world)
        _ = try await world.chat.edit(edited.seq, in: world.lobby, to: "nougat", by: world.ada)
        try await world.chat.delete(deleted.seq, in: world.lobby, by: world.ada)
        try await world.chat.deleteRoom(room, by: world.ada)
        while try await world.services.maintenance.removeDeletedPiece() {}
        let gone = ["marzipan", "xylophon", "瓢箪", "quittenmus"]
        // In the index's pages they still are, where nobody finds them.
        #expect(try await fileHolds("marzipan", store))
        for word in gone { #expect(try await found(word, world) == [], "\(word)") }
        try await world.services.maintenance.mergeIndex()
        for word in gone { #expect(try await !fileHolds(word, store), "\(word)") }
        #expect(try await found("nougat", world) == ["nougat"])
        #expect(try await found("zimt", world) == [kept.content])
        #expect(try await found("\"chatter 1999\"", world).count == 1)
        try store.close()
    }

    @Test func `is put together once a day, at night or whenever the server is on`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let message = try await say("marzipan", world)
        try await index(world)
        let maintenance = world.services.maintenance
        func merged() async throws -> Bool {
            try await maintenance.mergeIndexIfDue()
            return try await store.read { try $0.setting(SettingName.indexRemoval) } == nil
        }
        #expect(try await merged())
        try await world.chat.delete(message.seq, in: world.lobby, by: world.ada)
        world.clock.advance(by: .seconds(60))
        let hour = world.clock.now.seconds / 3_600 % 24
        #expect(hour != Limits.indexMergeHour)
        #expect(try await !merged())
        func disk() throws -> [Data] { try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: path + $0)) } }
        let word = Data("marzipan".utf8)
        #expect(try disk().contains { $0.range(of: word) != nil })
        world.clock.advance(by: Limits.indexMergeEvery)
        #expect(try await merged())
        #expect(try disk().allSatisfy { $0.range(of: word) == nil })
        try store.close()
    }

    @Test func `is put together in pieces, and words that go meanwhile wait for the next time`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        try await chatter(world)
        try await index(world)
        func delete(_ seq: Int64) async throws {
            try await store.write { _ = try $0.deleteMessage(seq, in: world.lobby, at: world.clock.now) }
        }
        func merge(pages: Int, isFirst: Bool) async throws -> Bool {
            try await store.write { try $0.mergeIndex(pages: pages, isFirst: isFirst) }
        }
        try await delete(5)
        #expect(try await merge(pages: 1, isFirst: true))
        try await delete(6)
        var pieces = 1
        while try await merge(pages: 1, isFirst: false) { pieces += 1 }
        #expect(pieces > 1)
        #expect(try await merge(pages: 1_000, isFirst: true))
        #expect(try await !merge(pages: 1_000, isFirst: false))
        #expect(try await !merge(pages: 1_000, isFirst: true))
        try store.close()
    }

    @Test func `that entries of another version made is made anew, and everything is found meanwhile`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        _ = try await say("marzipan", world)
        try await chatter(world)
        try await index(world)
        try await store.write { try $0.setSetting(SettingName.lastIndexed, to: "0-old 2002") }
        // Words that no entry of today would have.
        try await store.database.write { try $0.execute(sql: SearchSQL.add, arguments: [1, "gespenst", "r1"]) }
        var (results, before): ([String], Message.ID?) = ([], nil)
        repeat {
            let query = SearchQuery(words: try SearchWords("marzipan"))
            let answer = try await world.chat.search(query, before: before, limit: 5, by: world.cleo)
            results += answer.results.map(\.message.content)
            before = answer.next
        } while before != nil
        #expect(results == ["marzipan"])
        #expect(try await store.read { try $0.messagesToIndex(limit: 9).after } == nil)
        var pieces = 0
        while try await store.write({ try $0.renewIndex(pages: 4) }) { pieces += 1 }
        #expect(pieces > 2)
        #expect(try await !fileHolds("gespenst", store))
        try await index(world)
        #expect(try await found("marzipan", world) == ["marzipan"])
        #expect(try await found("\"chatter 7\"", world).count == 1)
        #expect(try await store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM search_days") } == 1)
        try store.close()
    }

    @Test func `that lacks a message is seen by the checks, and made anew`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let message = try await say("marzipan", world)
        _ = try await say("👍", world)
        try await index(world)
        #expect(try await store.inspect(isDeep: false).missingInIndex == nil)
        #expect(try await world.services.maintenance.checkIndex() == nil)
        let entry = SearchEntry(message)
        try await store.database.write { db in
            let facts = "r\(world.lobby) u\(world.ada.userID)"
            try db.execute(sql: SearchSQL.remove, arguments: [entry.id, entry.words, facts])
        }
        #expect(try await store.inspect(isDeep: true).missingInIndex == message.id)
        #expect(try await world.services.maintenance.checkIndex() == message.id)
        try await index(world)
        #expect(try await store.inspect(isDeep: true).missingInIndex == nil)
        try store.close()
    }

    @Test func `whose pages are gone is made anew, and holds up no message meanwhile`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let messages = [try await say("marzipan", world), try await say("nougat", world)]
        try await chatter(world)
        try await index(world)
        try await store.database.write { try $0.execute(sql: SearchSQL.removePages, arguments: [Int.max]) }
        #expect(try await store.inspect(isDeep: true).missingInIndex != nil)
        #expect(try await world.services.maintenance.checkIndex() != nil)
        _ = try await world.chat.edit(messages[1].seq, in: world.lobby, to: "praline", by: world.ada)
        try await index(world)
        #expect(try await found("marzipan", world) == ["marzipan"])
        #expect(try await found("praline", world) == ["praline"])
        #expect(try await found("nougat", world) == [])
        #expect(try await store.inspect(isDeep: true).missingInIndex == nil)
        try store.close()
    }

    private static let damages = [
        "UPDATE message_search_data SET block = x'ffffffffffff' WHERE id = 10",
        "DELETE FROM message_search_data WHERE id = 10",
        "UPDATE message_search_data SET block = x'000000' WHERE id = 1",
        "UPDATE message_search_data SET block = randomblob(length(block)) WHERE id > 10",
        "DROP TABLE message_search_data", "DROP TABLE message_search_idx", "DROP TABLE message_search_config",
        "UPDATE message_search_config SET v = 99", "DROP TABLE message_search", "DROP TABLE search_days",
    ]

    @Test(arguments: damages)
    func `that is damaged refuses no edit and no deletion, and is made anew`(damage: String) async throws {
        let before = try open()
        let world = try await World(store: { _ in before })
        let (edited, deleted) = (try await say("marzipan", world), try await say("nougat", world))
        _ = try await say("toffee", world)
        try await chatter(world)
        try await index(world)
        try before.close()
        try await DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: damage) }
        let store = try open()
        let services = try World.empty(store: { _ in store }).services
        let chat = services.chat
        _ = try await chat.edit(edited.seq, in: world.lobby, to: "praline", by: world.ada)
        try await chat.delete(deleted.seq, in: world.lobby, by: world.ada)
        func found(_ typed: String) async throws -> [String] {
            let query = SearchQuery(words: try SearchWords(typed))
            var (found, next): ([String], Message.ID?) = ([], nil)
            repeat {
                let answer = try await chat.search(query, before: next, limit: 50, by: world.cleo)
                (found, next) = (found + answer.results.map(\.message.content), answer.next)
            } while next != nil
            return found
        }
        for _ in 0..<2 {
            for word in ["marzipan", "nougat"] { #expect(try await found(word) == [], "\(word)") }
            for word in ["praline", "toffee"] { #expect(try await found(word) == [word]) }
            _ = try await services.maintenance.checkIndex()
            while try await services.maintenance.indexPiece() {}
        }
        #expect(try await store.inspect(isDeep: true).missingInIndex == nil)
        _ = try await chat.edit(edited.seq, in: world.lobby, to: "marzipan", by: world.ada)
        #expect(try await found("marzipan") == ["marzipan"])
        try store.close()
    }

    @Test(arguments: damages)
    func `that is damaged refuses nobody's message, and is made anew`(damage: String) async throws {
        let before = try open()
        let world = try await World(store: { _ in before })
        _ = try await say("marzipan", world)
        try await chatter(world)
        try await index(world)
        let late = try await say("nougat", world)
        try before.close()
        try await DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: damage) }
        let store = try open()
        let entries = try await store.read { try $0.messagesToIndex(limit: 9) }
        #expect(entries.messages == [late])
        let gate = await store.hold()
        // Both wait for the writer, and so share a transaction.
        let post = Posting(Draft(roomID: world.lobby, content: "toffee"), by: world.ben.userID, at: world.clock.now)
        async let posted = withCheckedThrowingContinuation { answer in
            store.submit(posting: post, { try $0.postMessage(post) }, then: { answer.resume(with: $0) })
        }
        async let indexed = store.write(writing: 1) {
            try $0.indexMessages([SearchEntry(late)], after: try #require(entries.after))
        }
        while store.writesWaiting < 2 { await Task.yield() }
        gate.signal()
        #expect(try await posted?.content == "toffee")
        do { _ = try await indexed } catch {
            #expect((error as? StoreFault)?.kind == .damaged)
            try await store.write { try $0.forgetIndex() }
        }
        _ = try await World.empty(store: { _ in store }).services.maintenance.checkIndex()
        while try await World.empty(store: { _ in store }).services.maintenance.indexPiece() {}
        #expect(try await store.inspect(isDeep: true).missingInIndex == nil)
        try store.close()
    }

    @Test func `takes what there is in pieces, and waits for more behind the first that is not full`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        try await index(world)
        _ = try await say("marzipan", world)
        #expect(try await !world.services.maintenance.indexPiece())
        try await store.write { store in
            for number in 0..<Limits.messagesIndexedAtOnce {
                let draft = Draft(roomID: world.lobby, content: "nougat \(number)")
                _ = try store.addMessage(draft, by: world.ada.userID, at: world.clock.now)
            }
        }
        #expect(try await world.services.maintenance.indexPiece())
        #expect(try await !world.services.maintenance.indexPiece())
        #expect(try await store.inspect(isDeep: true).missingInIndex == nil)
        try store.close()
    }

    @Test func `goes into a backup, and serves where that is restored`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        _ = try await say("marzipan", world)
        try await chatter(world)
        try await index(world)
        let copy = folder.file("copy.db")
        _ = try Backup.take(of: .file(path), to: copy, at: Timestamp(seconds: 0))
        let restored = try SQLiteStore.open(path: copy, for: .serving, events: NoEvents())
        let query = SearchQuery(words: try SearchWords("marzipan"))
        let page = try await restored.read { try $0.search(query, for: world.cleo.userID, before: nil, limit: 5) }
        #expect(page.messages.map(\.content) == ["marzipan"] && page.next == nil)
        try restored.close()
        try store.close()
    }

    @Test func `is asked in its own order, from a message on, and each message is looked up by its id`() throws {
        let store = try SQLiteStore.inMemory(events: NoEvents())
        let plan = try store.database.read { db in
            try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN \(SearchSQL.found)", arguments: [1, "a", 1, 9]
            ).map { $0["detail"] as String }
        }
        #expect(plan.first?.hasPrefix("SCAN message_search VIRTUAL TABLE") == true, "\(plan)")
        #expect(plan.dropFirst().allSatisfy { $0.hasPrefix("SEARCH") || $0.hasPrefix("CORRELATED") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
