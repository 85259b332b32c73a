import Foundation
import GRDB
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugStore

@Suite struct `The database file` {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
    }

    func open(_ purpose: SQLiteStore.Purpose = .serving) throws -> SQLiteStore {
        try SQLiteStore.open(path: path, for: purpose, events: NoEvents())
    }

    func reason(_ body: () throws -> Void) -> DatabaseFault.Reason? {
        do {
            try body()
            return nil
        } catch let fault as DatabaseFault {
            // The words must name the file.
            #expect(fault.description.contains(path))
            return fault.reason
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test func `every commit is synced: synchronous reads back as FULL on the writer`() throws {
        let store = try open()
        let mode = try store.database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(mode == 2)
        let journal = try store.database.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(journal == "wal")
    }

    @Test func `it carries our mark and its schema's number, and is for its owner's eyes`() throws {
        try open().close()
        let header = try #require(FileManager.default.contents(atPath: path)).prefix(100)
        #expect(header[68..<72].elementsEqual(Array("SNUG".utf8)))
        #expect(header[60..<64].elementsEqual([0, 0, 0, UInt8(Schema.version)]))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a second server is kept off, a command is let in, and the next server is not`() throws {
        let first = try open()
        #expect(reason { _ = try open() } == .inUse)
        try open(.command).close()
        #expect(reason { _ = try open() } == .inUse)
        try first.close()
        try open().close()
    }

    @Test func `a stranger's file is refused by name and left as it is`() throws {
        let text = Data("Dear diary, ".utf8) + Data(repeating: 46, count: 5_000)
        try text.write(to: URL(fileURLWithPath: path))
        #expect(reason { _ = try open() } == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["snug.db"])
    }

    @Test func `another program's database is refused and left as it is`() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE recipes (title TEXT)") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(reason { _ = try open() } == .notSnug)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `a newer schema is refused by number and left as it is`() throws {
        try open().close()
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA user_version = 999")
        }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(reason { _ = try open() } == .newer(schema: 999, known: Schema.version))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `a file that is not there is made for serving, with its folder, and missed by a command`() throws {
        let deep = folder.file("a/b/snug.db")
        let store = try SQLiteStore.open(path: deep, for: .serving, events: NoEvents())
        try store.close()
        #expect(FileManager.default.fileExists(atPath: deep))
        #expect(reason { _ = try open(.command) } == .missing)
    }

    @Test func `a folder that cannot be is named`() throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file("file")))
        let impossible = folder.file("file/snug.db")
        do {
            _ = try SQLiteStore.open(path: impossible, for: .serving, events: NoEvents())
            Issue.record("it was opened")
        } catch let fault as DatabaseFault {
            #expect(fault.description.contains(impossible))
        }
    }

    @Test func `the copies from before the latest three upgrades are kept, and those that a newer Snug made`() throws {
        let store = try open()
        for schema in [900, 2, 3, 4, 5, 6] {
            _ = try store.database.read {
                try Rollback.keepCopy(
                    of: $0, at: path, before: schema, at: Timestamp(seconds: 0), ProgressMonitor())
            }
        }
        try store.close()
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("before") }
        let copies = [4, 5, 6, 900].map { "snug.db.before-schema-\($0)" }
        #expect(Set(kept) == Set(copies + copies.map { "\($0).json" }))
        for copy in copies { #expect(try Backup.verify(folder.file(copy)).schema == Schema.version) }
    }

    @Test func `what was written is there after closing and opening again`() async throws {
        let store = try open()
        try await store.write { try $0.setSecret(.tokens, to: [1, 2, 3]) }
        try store.close()
        let again = try open()
        #expect(try await again.read { try $0.secret(.tokens) } == [1, 2, 3])
        try again.close()
    }

    @Test func `a closing store refuses what comes and answers what waited`() async throws {
        let store = try open()
        let writes = (0..<50).map { index in
            // Begun without waiting, so that the writes are there at once; each is awaited below.
            Task { try await store.write { try $0.setSecret(.tokens, to: [UInt8(index)]) } }
        }
        for write in writes { try await write.value }
        try store.close()
        await #expect(throws: StoreFault.self) { try await store.write { try $0.setSecret(.tokens, to: nil) } }
    }
}

@Suite struct `The schema` {
    @Test func `data/schema.sql shows it as it is`() throws {
        let store = try SQLiteStore.inMemory(events: NoEvents())
        let text = try store.database.read { db in
            try String.fetchAll(
                db,
                // The tables that SQLite keeps behind the index come with it.
                sql: """
                    SELECT sql || ';' FROM sqlite_schema
                    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'message_search_%' ORDER BY rowid
                    """
            )
        }.joined(separator: "\n\n")
        let header = "-- The schema as it stands: written from the migrations, and held true by a test.\n\n"
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("data/schema.sql")
        if ProcessInfo.processInfo.environment["SNUG_WRITE_SCHEMA"] != nil {
            try (header + text + "\n").write(to: file, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == header + text + "\n", "write it anew with SNUG_WRITE_SCHEMA=1")
    }

    /// Reads the plan of each statement that posting, reading and listing cost.
    @Test(arguments: [
        RoomSQL.list, RoomSQL.every, RoomSQL.summary, RoomSQL.subscriptions, MemberSQL.one,
        MessageSQL.bySeq, MessageSQL.byClientID, MessageSQL.page, MessageSQL.changes, MessageSQL.noteSeq,
        MessageSQL.noteSeqOfLast, MessageSQL.placeOfPost, MessageSQL.placeOfAnswer, MessageSQL.placeOfAny,
        MemberSQL.noteOwnWord, MemberSQL.moveReadSeq, MemberSQL.unread, MemberSQL.show, MessageSQL.newestSeqBy,
        SessionSQL.everyones, SessionSQL.ofOne, PushSQL.ofOne, PushSQL.one, PushSQL.oldest, PushQueueSQL.listeners,
        PushQueueSQL.calls, MissedMailSQL.one, MissedMailSQL.due, MissedMailSQL.next, MissedMailSQL.set,
        MissedMailSQL.hasRead, MissedMailSQL.calls, MissedMailSQL.language, PushQueueSQL.due, PushQueueSQL.add,
        MemberSQL.names, MemberSQL.roomCount, MemberSQL.roomCountByMaker, MemberSQL.heir,
        MemberSQL.company, MemberSQL.owner, CodeSQL.ofNewEmail, CodeSQL.takeBacks, CodeSQL.removeMail, PictureSQL.one,
        MemberSQL.pinned, FigureSQL.last, FigureSQL.isAny, FigureSQL.since,
        FigureSQL.figuresOfUncounted, FigureSQL.count, FigureSQL.noteWriters, MentionSQL.newest, MentionSQL.upTo,
        MentionSQL.add, MentionSQL.removeOldest, AttachmentSQL.one, AttachmentSQL.ofMessage, AttachmentSQL.sent,
        AttachmentSQL.place, AttachmentSQL.unclaimed, AttachmentSQL.claim, AttachmentSQL.claimPreviews,
        AttachmentSQL.addChunk,
        AttachmentSQL.complete, AttachmentSQL.remove, AttachmentSQL.removeOfRoom, AttachmentSQL.removeChunks,
        AttachmentSQL.chunk, AttachmentSQL.bytes, SearchSQL.rooms, SearchSQL.own, SearchSQL.one, SearchSQL.each,
        SearchSQL.farthest, SearchSQL.days, SearchSQL.toIndex, SearchSQL.revs, SearchSQL.latestIndexed,
        SearchSQL.ofDeletedRoom,
    ])
    func `hot statements go by an index and never scan a table`(sql: String) throws {
        let store = try SQLiteStore.inMemory(events: NoEvents())
        let plan = try store.database.read { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
        #expect(!plan.isEmpty)
        // The rows that a subquery found are gone through; a table is not.
        let found = plan.filter { $0.hasPrefix("CO-ROUTINE ") }.map { "SCAN \($0.dropFirst(11))" }
        #expect(!plan.contains { $0.hasPrefix("SCAN") && !found.contains($0) }, "\(plan)")
    }
}

@Suite struct `Group commit` {
    /// A bus that holds the writer after each commit until everyone else who talks waits for the next one, as on a slow
    /// disk: how many share a commit is then not up to the machine.
    private final class SlowDisk: EventBus {
        private struct State {
            weak var store: SQLiteStore?
            var senders = 0
        }
        private let state = Mutex(State())

        func begin(_ senders: Int, on store: SQLiteStore) {
            state.withLock { $0 = State(store: store, senders: senders) }
        }
        func senderIsDone() { state.withLock { $0.senders -= 1 } }

        func publish(_ events: [Event]) {
            let posted = events.count { if case .posted = $0 { true } else { false } }
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                let (store, senders) = state.withLock { ($0.store, $0.senders) }
                // The senders of this commit have no answer yet.
                guard let store, store.writesWaiting < senders - posted else { return }
                Thread.sleep(forTimeInterval: 0.000_2)
            }
        }
    }

    @Test func `a thousand messages of 64 senders share far fewer commits, without a gap`() async throws {
        let folder = try TemporaryFolder()
        let disk = SlowDisk()
        let store = try SQLiteStore.open(path: folder.file("snug.db"), for: .serving, events: disk)
        let world = try await World(store: { _ in store })
        var rooms = [world.lobby]
        for number in 2...8 {
            rooms.append(
                try await world.chat.makeRoom(
                    .group, name: "Room \(number)", with: [world.ben.userID, world.cleo.userID], by: world.ada
                ).room.summary.room.id)
        }
        // The writer has no more of one person at once than a third of these.
        let people = [world.ada, world.ben, world.cleo]
        let before = store.commitCounts
        disk.begin(64, on: store)
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<64 {
                group.addTask { [rooms] in
                    for number in 0..<(sender < 40 ? 16 : 15) {
                        let draft = Draft(
                            roomID: rooms[(sender + number) % 8], content: "\(number)", clientID: "s\(sender)-\(number)"
                        )
                        _ = try? await world.chat.post(draft, by: people[sender % 3])
                    }
                    disk.senderIsDone()
                }
            }
        }
        let after = store.commitCounts
        #expect(after.intentions - before.intentions == 1_000)
        #expect(after.transactions - before.transactions < 300, "commits: \(after.transactions - before.transactions)")
        var total = 0
        for room in rooms {
            let seqs = try await store.read { try $0.messages(1...2_000, in: room).map(\.seq) }
            #expect(seqs == Array(1...Int64(seqs.count)))
            total += seqs.count
        }
        #expect(total == 1_000)
        try store.close()
    }
}

@Suite struct `A backup` {
    @Test func `taken while it is written is whole, and the same service`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let world = try await World(store: { _ in store })
        for number in 1...200 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        // Runs beside the blocking copy, and ends after its 400 messages, which are awaited below.
        let writing = Task {
            for number in 201...600 {
                _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
            }
        }
        let copy = folder.file("copy.db")
        let proof = try Backup.take(of: .file(path), to: copy, at: Timestamp(seconds: 0))
        try await writing.value
        #expect((200...600).contains(proof.messages))
        #expect(proof.users == 3 && proof.rooms == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("copy") }.sorted()
                == ["copy.db", "copy.db.json"])
        let restored = try SQLiteStore.open(path: copy, for: .serving, events: NoEvents())
        let seqs = try await restored.read { try $0.messages(1...1_000, in: world.lobby).map(\.seq) }
        #expect(seqs == Array(1...Int64(proof.messages)))
        try restored.close()
        try store.close()
    }

    @Test func `that cannot be written says so and leaves nothing`() throws {
        let folder = try TemporaryFolder()
        try SQLiteStore.open(path: folder.file("snug.db"), for: .serving, events: NoEvents()).close()
        #expect(throws: DatabaseFault.self) {
            try Backup.take(
                of: .file(folder.file("snug.db")), to: folder.file("no/such/folder/copy.db"), at: Timestamp(seconds: 0))
        }
    }
}
