import Foundation
import GRDB
import SnugChat
import SnugTesting
import Testing

@testable import SnugStore

/// The write-ahead log as its VFS writes it: in pieces, each of them there before anybody may look for it.
@Suite struct `The log of a database` {
    /// The rows of the test's table: a number, and what its bytes are made of.
    private typealias Rows = [Int: Int]

    private enum Synchronous: Int, CaseIterable { case off, normal, full }

    init() throws {
        // Whoever opens a store first has SQLite write its log in pieces.
        _ = try SQLiteStore.inMemory(events: NoEvents())
    }

    private static func connect(
        _ path: String, _ synchronous: Synchronous, foldedAt pages: Int, spills: Bool = false
    ) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = \(synchronous.rawValue); PRAGMA cache_size = 6;
                    PRAGMA cache_spill = \(spills ? "ON" : "OFF"); PRAGMA wal_autocheckpoint = \(pages);
                    PRAGMA secure_delete = ON
                    """)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, made INTEGER, bytes BLOB)")
        }
        return queue
    }

    private static func bytes(_ made: Int) -> Data { Data(repeating: UInt8(made % 251), count: 300 + made % 2_000) }

    private static func rows(_ db: Database) throws -> Rows {
        var rows: Rows = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, made, bytes FROM rows") {
            let made: Int = row["made"]
            #expect(row["bytes"] == bytes(made))
            rows[row["id"]] = made
        }
        return rows
    }

    /// Writes at random, in savepoints of which some are undone.
    private static func write(
        _ db: Database, _ rows: inout Rows, inSavepoints: Bool, _ random: inout SeededRandom
    ) throws {
        var savepoints: [Rows] = []
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            switch Int.random(in: 0..<12, using: &random) {
            case 0 where inSavepoints:
                try db.execute(sql: "SAVEPOINT step")
                savepoints.append(rows)
            case 1 where !savepoints.isEmpty:
                if Bool.random(using: &random) {
                    rows = savepoints[savepoints.count - 1]
                    try db.execute(sql: "ROLLBACK TO step")
                }
                try db.execute(sql: "RELEASE step")
                savepoints.removeLast()
            case 2: #expect(try Self.rows(db) == rows)
            case 3...4:
                let id = Int.random(in: 0..<200, using: &random)
                try db.execute(sql: "DELETE FROM rows WHERE id = ?", arguments: [id])
                rows[id] = nil
            default:
                let (id, made) = (Int.random(in: 0..<200, using: &random), Int.random(in: 0..<9_999, using: &random))
                try db.execute(
                    sql: "INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", arguments: [id, made, bytes(made)])
                rows[id] = made
            }
        }
    }

    /// Reads what the files on the disk hold, as they would be found after this process was killed.
    private static func afterCrash<Value>(
        _ path: String, in folder: TemporaryFolder, _ read: (Database) throws -> Value
    ) throws -> Value {
        let copy = folder.file("found.db")
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix) }
        let queue = try DatabaseQueue(path: copy)
        defer { try? queue.close() }
        return try queue.read { db in
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
            return try read(db)
        }
    }

    @Test(arguments: 0..<24 as Range<UInt64>)
    func `holds what was committed, and nothing else, for all who look`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        let path = folder.file("log.db")
        let synchronous = try #require(Synchronous.allCases.randomElement(using: &random))
        let foldedAt = try #require([0, 20, 1_000].randomElement(using: &random))
        // A cache that spills is written out during the transaction; not together with savepoints, for that is what
        // SQLite before 3.50.2 does not do right (see below).
        let spills = Bool.random(using: &random)
        let writers = try (0..<2).map { _ in
            try Self.connect(path, synchronous, foldedAt: foldedAt, spills: spills)
        }
        let reader = try Self.connect(path, synchronous, foldedAt: foldedAt)
        var committed: Rows = [:]
        for _ in 0..<40 {
            let writer = writers[Int.random(in: 0..<writers.count, using: &random)]
            try writer.writeWithoutTransaction { db in
                if Int.random(in: 0..<10, using: &random) == 0 {
                    let mode = Bool.random(using: &random) ? "PASSIVE" : "TRUNCATE"
                    try db.execute(sql: "PRAGMA wal_checkpoint(\(mode))")
                }
                var rows = committed
                try db.execute(sql: "BEGIN IMMEDIATE")
                try Self.write(db, &rows, inSavepoints: !spills, &random)
                #expect(try reader.read(Self.rows) == committed)
                if Int.random(in: 0..<3, using: &random) == 0 {
                    try db.execute(sql: "ROLLBACK")
                } else {
                    try db.execute(sql: "COMMIT")
                    committed = rows
                }
                #expect(try Self.rows(db) == committed)
            }
            #expect(try reader.read(Self.rows) == committed)
            #expect(try Self.afterCrash(path, in: folder, Self.rows) == committed)
        }
        for queue in writers + [reader] { try queue.close() }
    }

    @Test func `is written in few pieces`() throws {
        /// The calls of write(2) of this thread so far.
        func writes() throws -> Int {
            let figures = try String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
            let line = try #require(figures.split(separator: "\n").first { $0.hasPrefix("syscw: ") })
            return try #require(Int(line.dropFirst("syscw: ".count)))
        }
        let folder = try TemporaryFolder()
        let queue = try Self.connect(folder.file("log.db"), .full, foldedAt: 0)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = 2000")
            for round in 0..<2 {
                try db.execute(sql: "BEGIN IMMEDIATE")
                for id in 0..<100 {
                    try db.execute(
                        sql: "INSERT INTO rows VALUES (?, 1, ?)", arguments: [round * 100 + id, Data(count: 3_000)])
                }
                let before = try writes()
                try db.execute(sql: "COMMIT")
                // A hundred pages and more, 31 in each piece.
                #expect(try writes() - before <= 8)
            }
        }
        try queue.close()
    }

    /// A savepoint is undone in which more was written than the cache holds, some of it twice.
    ///
    /// SQLite before 3.50.2 then commits frames without checksums, which are lost with the process. The cache of a store
    /// does not spill with any.
    @Test func `keeps what is committed behind what was undone, however much that was`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let long = String(repeating: " ", count: 3_000)
        for round in 0..<4 {
            let gate = await store.hold()
            store.submit({ try $0.setSetting("before", to: "\(round)" + long) }, then: { _ in })
            store.submit(
                { store -> Void in
                    for number in 0..<1_600 {
                        let value = String(repeating: "\(number) ", count: 1_000)
                        try store.setSetting("undone \(number % 800)", to: value)
                    }
                    throw Refusal.busy
                }, then: { _ in })
            gate.signal()
            for name in ["behind", "after"] { try await store.write { try $0.setSetting(name, to: "\(round)") } }
            let found = try Self.afterCrash(path, in: folder) { db in
                try String.fetchAll(
                    db, sql: "SELECT name || ' ' || trim(value) FROM settings WHERE name IN ('before', 'after')")
            }
            #expect(found == ["after \(round)", "before \(round)"])
        }
        let spills = try await store.database.writeWithoutTransaction { db in
            try Int.fetchOne(db, sql: "PRAGMA cache_spill")
        }
        #expect(spills == 0)
        try store.close()
    }
}
