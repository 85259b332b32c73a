import Foundation
import GRDB
import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres
@testable import SnugStore

@Suite(.serialized) struct `A database is moved` {
    private static let time = Timestamp(seconds: 1_795_363_200)

    private func place() throws -> String { try Cluster.shared.get().place() }

    @Test(arguments: StoreContract.clauses)
    func `from a file to PostgreSQL and back, with all that the contract's promises leave behind`(
        _ clause: StoreContract.Clause
    ) async throws {
        let folder = try TemporaryFolder()
        let source = try await clause.fill(folder.file("snug.db"))
        let path = folder.file("back.db")
        let moves = try await blocking { [database = try MovableDatabase(place())] in
            let there = try source.move(to: database, as: .move)
            // Without the proof of the file, which finds that files in the contract have invented sums.
            guard FileManager.default.createFile(atPath: path, contents: nil) else { throw Refusal.busy }
            let here = try database.lend(waiting: .zero) {
                try MovableFile.make(path, from: $0, as: .move, ProgressMonitor())
            }
            let contents = [try source.contents, try database.contents, try MovableFile(path: path).contents]
            return (contents: contents, messages: [there, here].map { $0.rows(of: "messages") })
        }
        #expect(moves.contents[0].withoutIndex == moves.contents[1])
        #expect(moves.contents[1] == moves.contents[2])
        #expect(moves.messages[0] == moves.messages[1])
    }

    @Test func `and goes on there: numbers, counts and the order of rooms`() async throws {
        let folder = try TemporaryFolder()
        let file = MovableFile(path: folder.file("snug.db"))
        let place = try place()
        let database = try MovableDatabase(place)
        var store: any Store = try SQLiteStore.open(path: folder.file("snug.db"), for: .serving, events: NoEvents())
        let (ada, attic) = try await store.write { store in
            let ada = try Self.user("Ada", in: store)
            let (attic, lobby) = (
                try Self.room("Attic", of: ada, in: store), try Self.room("Lobby", of: ada, in: store)
            )
            for room in [attic, lobby] { _ = try Self.say("Hello", in: room, by: ada, in: store) }
            // Its number is given, though nothing has it any more.
            try store.deleteRoom(try Self.room("Cellar", of: ada, in: store))
            return (ada, attic)
        }
        try (store as? SQLiteStore)?.close()
        for turn in 1...2 {
            if turn == 1 {
                _ = try file.move(to: database, as: .move)
                store = try PostgresStore(place, events: NoEvents())
            } else {
                (store as? PostgresStore)?.close()
                let back = folder.file("back.db")
                _ = try database.move(to: MovableFile(path: back), as: .move)
                store = try SQLiteStore.open(path: back, for: .serving, events: NoEvents())
            }
            let number = Int64(turn)
            try await store.write { store in
                let ben = try Self.user("Ben\(number)", in: store)
                #expect(ben.rawValue == 1 + number)
                #expect(try Self.room("Shed", of: ada, in: store).rawValue == 3 + number)
                #expect(try Self.say("There", in: attic, by: ada, in: store)?.seq == 1 + number)
                try store.addMember(ben, to: attic, role: .member, readSeq: 0, at: Self.time)
                #expect(try store.room(attic)?.memberCount == 1 + number)
                #expect(try store.summaries(for: ada).first?.room.id == attic)
            }
        }
    }

    /// Makes a file with a person in a room, where something was said.
    private func filled(_ path: String) async throws -> MovableFile {
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        try await store.write { store in
            let ada = try Self.user("Ada", in: store)
            _ = try Self.say("Hello", in: try Self.room("Lobby", of: ada, in: store), by: ada, in: store)
        }
        try store.close()
        return MovableFile(path: path)
    }

    private static func user(_ name: String, in store: any StoreWriter) throws -> User.ID {
        let email = EmailAddress(stored: "\(name.lowercased())@example.org")
        return try store.addUser(name: name, email: email, passwordHash: "x", role: .owner, at: time).id
    }

    private static func room(_ name: String, of user: User.ID, in store: any StoreWriter) throws -> Room.ID {
        let room = try store.addRoom(name: name, kind: .group, createdBy: user, at: time)
        try store.addMember(user, to: room, role: .owner, readSeq: 0, at: time)
        return room
    }

    private static func say(
        _ words: String, in room: Room.ID, by user: User.ID, in store: any StoreWriter
    ) throws -> Message? {
        try store.postMessage(Posting(Draft(roomID: room, content: words), by: user, at: time))
    }

    @Test func `into an empty place alone`() async throws {
        let folder = try TemporaryFolder()
        let (file, there) = (try await filled(folder.file("one.db")), MovableFile(path: folder.file("other.db")))
        let database = try MovableDatabase(place())
        _ = try file.move(to: database, as: .move)
        let before = try database.contents
        let fault = #expect(throws: PostgresFault.self) { try file.move(to: database, as: .move) }
        #expect(fault?.reason == .notEmpty(table: "users"))
        #expect(try database.contents == before)
        _ = try database.move(to: there, as: .move)
        let refusal = #expect(throws: DatabaseFault.self) { try database.move(to: there, as: .move) }
        #expect(refusal?.reason == .notEmpty)
        #expect(try there.contents == before)
    }

    @Test func `where a server was started, and nobody has come yet`() async throws {
        let folder = try TemporaryFolder()
        let (file, place) = (try await filled(folder.file("snug.db")), try place())
        let database = try MovableDatabase(place)
        let server = try PostgresStore(place, events: NoEvents())
        _ = try await server.installationEpoch(random: CountingRandomness())
        _ = try await server.installationSecrets(random: CountingRandomness())
        server.close()
        let db = try PostgresConnection(to: ConnectionString(place))
        try db.control(
            """
            ALTER TABLE users DISABLE TRIGGER users_renamed; ALTER TABLE room_members ENABLE ALWAYS TRIGGER room_members_in
            """)
        _ = try file.move(to: database, as: .move)
        #expect(try database.contents == file.contents.withoutIndex)
        let modes = try db.all(
            """
            SELECT tgname || ' ' || tgenabled::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
            WHERE NOT tgisinternal AND relname IN ('users', 'room_members') AND pg_table_is_visible(c.oid) ORDER BY 1
            """
        ) { try $0[0] as String }
        #expect(modes == ["room_members_in A", "room_members_out O", "users_renamed D"])
    }

    @Test func `under the same name of the log, and without what is noted of the index of words`() async throws {
        let folder = try TemporaryFolder()
        let file = try await filled(folder.file("snug.db"))
        let store = try SQLiteStore.open(path: folder.file("snug.db"), for: .serving, events: NoEvents())
        let epoch = try await store.installationEpoch(random: CountingRandomness())
        try await store.write { store in
            try store.setSetting(SettingName.lastIndexed, to: "1 1")
            try store.setSetting(SettingName.indexRemoval, to: "waiting")
        }
        try store.close()
        for purpose in [MovePurpose.move, .backup, .restore(epoch: "second", endingSessionsAt: nil)] {
            let database = try MovableDatabase(place())
            _ = try file.move(to: database, as: purpose)
            let contents = try database.contents
            #expect(contents == contents.withoutIndex)
            let named = contents.setting(LogEpoch.settingName)
            switch purpose {
            case .move: #expect(named == .text(epoch))
            case .backup: #expect(named == nil)
            case .restore: #expect(named == .text("second"))
            }
        }
    }

    @Test func `with numbers that follow the highest one, where the note of it lags behind`() async throws {
        let folder = try TemporaryFolder()
        let (file, place) = (try await filled(folder.file("snug.db")), try place())
        let queue = try DatabaseQueue(path: folder.file("snug.db"))
        try await queue.write { try $0.execute(sql: "DELETE FROM sqlite_sequence WHERE name = 'messages'") }
        try queue.close()
        let database = try MovableDatabase(place)
        _ = try file.move(to: database, as: .move)
        #expect(try database.contents.numbers["messages"] == 1)
        let db = try PostgresConnection(to: ConnectionString(place))
        try db.control("SELECT setval(pg_get_serial_sequence('users', 'id'), 1, false)")
        let back = MovableFile(path: folder.file("back.db"))
        _ = try database.move(to: back, as: .move)
        #expect(try back.contents.numbers["users"] == 1)
    }

    @Test(arguments: ["x'6162ff63'", "x'610062'"])
    func `and no text comes out as another`(_ bytes: String) async throws {
        let folder = try TemporaryFolder()
        let file = try await filled(folder.file("snug.db"))
        let queue = try DatabaseQueue(path: folder.file("snug.db"))
        try await queue.write { try $0.execute(sql: "UPDATE messages SET content = cast(\(bytes) AS text)") }
        try queue.close()
        let database = try MovableDatabase(place())
        let fault = #expect(throws: StoreFault.self) { try file.move(to: database, as: .move) }
        #expect(fault?.kind == .damaged)
        #expect(fault?.detail.contains("in messages id 1, the content") == true)
    }

    @Test func `from a database of which this program knows everything`() async throws {
        let place = try place()
        try PostgresStore(place, events: NoEvents()).close()
        let db = try PostgresConnection(to: ConnectionString(place))
        try db.control("UPDATE snug_schema SET version = version + 1")
        let database = try MovableDatabase(place)
        let known = try #require(try db.one("SELECT version FROM snug_schema") { try $0[0] as Int }) - 1
        let newer = PostgresFault(.newer(schema: known + 1, known: known))
        for use in [
            { _ = try database.contents }, { try database.lendBesideServers { _ = try $0.bytes() } },
            { try database.fill { _ = try $0.bytes() } },
        ] {
            #expect(throws: newer, performing: use)
        }
    }

    /// Waits until some session sleeps for some seconds.
    private static func untilOneSleeps(for time: Duration, by db: PostgresConnection) async throws {
        let seconds = Double(time.microseconds) / 1_000_000
        let asks = """
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(\(seconds))' AND state = 'active')
            """
        while try db.one(asks, read: { try $0[0] as Bool }) != true { await Task.yield() }
    }

    @Test func `while nobody who was cut off knocks`() async throws {
        let place = try place()
        try PostgresStore(place, events: NoEvents()).close()
        let database = try MovableDatabase(place)
        let db = try Cluster.shared.get().connection()
        let cutOff = Task.detached {
            try await Self.untilOneSleeps(for: Limits.knockWithin, by: db)
            try PostgresStore(place, as: "chat-1", events: NoEvents()).close()
        }
        let fault = #expect(throws: PostgresFault.self) { try database.lend { try $0.bytes() } }
        #expect(fault?.reason == .inUse(by: ["chat-1"]))
        await #expect(throws: PostgresFault(.beingMoved)) { try await cutOff.value }
    }

    @Test func `once the database has let go of a session that ended`() async throws {
        let place = try place()
        try PostgresStore(place, events: NoEvents()).close()
        let database = try MovableDatabase(place)
        let ended = try PostgresConnection(to: ConnectionString(place))
        #expect(try UseLock.share(by: ended))
        let db = try Cluster.shared.get().connection()
        let ending = Task.detached {
            try await Self.untilOneSleeps(for: Limits.useLockTryEvery, by: db)
            ended.close()
        }
        _ = try database.lend(waiting: .zero) { try $0.bytes() }
        try await ending.value
    }

    @Test func `whatever schema is looked at first from then on`() async throws {
        let place = try place()
        let server = try PostgresStore(place, events: NoEvents())
        let first = try PostgresConnection(to: ConnectionString(place))
        let own = try #require(try first.one("SELECT current_schema()::text") { try $0[0] as String })
        try first.control("CREATE SCHEMA before_\(own)")
        let later = try Cluster.shared.get().string("options='-c search_path=before_\(own),\(own)'")
        let fault = #expect(throws: PostgresFault.self) { try MovableDatabase(later).contents }
        #expect(fault?.reason == .inUse(by: ["the database's own machine"]))
        server.close()
        #expect(try MovableDatabase(later).contents.isEmpty)
    }

    @Test func `while nobody serves either`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        let (file, place) = (MovableFile(path: path), try place())
        let database = try MovableDatabase(place)
        let served = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let refusal = #expect(throws: DatabaseFault.self) { try file.move(to: database, as: .backup) }
        #expect(refusal?.reason == .inUse)
        try served.close()

        let server = try PostgresStore(place, events: NoEvents())
        for move in [
            { _ = try file.move(to: database, as: .backup) },
            { _ = try database.move(to: MovableFile(path: folder.file("other.db")), as: .backup) },
        ] {
            let fault = #expect(throws: PostgresFault.self, performing: move)
            #expect(fault?.reason == .inUse(by: ["the database's own machine"]))
        }
        server.close()
        try database.lend(waiting: .zero) { _ in
            let fault = #expect(throws: PostgresFault.self) { try PostgresStore(place, events: NoEvents()) }
            #expect(fault?.reason == .beingMoved)
        }
        try PostgresStore(place, events: NoEvents()).close()
    }

    @Test func `or not at all`() async throws {
        let folder = try TemporaryFolder()
        let source = try await filled(folder.file("snug.db"))
        let (database, there) = (try MovableDatabase(place()), MovableFile(path: folder.file("there.db")))
        let monitor = ProgressMonitor()
        try source.lend { rows in
            let broken = BrokenSource(rows, brokenAt: "secrets")
            #expect(throws: BrokenSource.Broken.self) {
                try database.fill { try Move.carryOut(from: broken, to: $0, as: .backup) }
            }
            #expect(throws: BrokenSource.Broken.self) { try there.fill(from: broken, as: .backup) }
            monitor.interrupt()
            #expect(throws: CancellationError.self) {
                try database.fill { try Move.carryOut(from: rows, to: $0, as: .backup, monitor: monitor) }
            }
            #expect(throws: CancellationError.self) { try there.fill(from: rows, as: .backup, monitor: monitor) }
        }
        // No table either.
        #expect(throws: PostgresFault(.empty)) { try database.contents }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("there") } == [])
    }

    @Test func `and a row that came out different is found`() async throws {
        let folder = try TemporaryFolder()
        let source = try await filled(folder.file("snug.db"))
        let database = try MovableDatabase(place())
        let fault = #expect(throws: StoreFault.self) {
            try source.lend { rows in
                try database.fill { try Move.carryOut(from: rows, to: ForgetfulTarget($0), as: .backup) }
            }
        }
        #expect(fault?.kind == .damaged)
        #expect(fault?.detail.contains("users") == true)
        #expect(throws: PostgresFault(.empty)) { try database.contents }
    }
}

/// A source that breaks where the rows of a table are asked for.
private struct BrokenSource: MoveSource {
    struct Broken: Error {}

    private let source: any MoveSource
    private let table: String

    init(_ source: any MoveSource, brokenAt table: String) { (self.source, self.table) = (source, table) }

    func bytes() throws -> Int { try source.bytes() }
    func count(of table: MovedTable) throws -> Int { try source.count(of: table) }
    func numbers() throws -> [String: Int64] { try source.numbers() }
    func brokenFile() throws -> Int64? { try source.brokenFile() }

    func rows(of table: MovedTable, _ take: ([MovedRow]) throws -> Void) throws {
        if table.name == self.table { throw Broken() }
        try source.rows(of: table, take)
    }
}

/// A target that writes another name than it is given.
private struct ForgetfulTarget: MoveTarget {
    private let target: any MoveTarget

    init(_ target: any MoveTarget) { self.target = target }

    func bytes() throws -> Int { try target.bytes() }
    func count(of table: MovedTable) throws -> Int { try target.count(of: table) }
    func numbers() throws -> [String: Int64] { try target.numbers() }
    func brokenFile() throws -> Int64? { try target.brokenFile() }
    func setNumbers(_ numbers: [String: Int64]) throws { try target.setNumbers(numbers) }
    func rows(of table: MovedTable, _ take: ([MovedRow]) throws -> Void) throws { try target.rows(of: table, take) }

    func add(_ rows: [MovedRow], to table: MovedTable) throws {
        let other = rows.map { row in
            guard table.name == "users" else { return row }
            var row = row
            row[1] = .text("Somebody")
            return row
        }
        try target.add(other, to: table)
    }
}
