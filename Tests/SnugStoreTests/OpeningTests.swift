import Foundation
import GRDB
import Glibc
import SnugChat
import SnugTesting
import Testing

@testable import SnugStore

@Suite struct `A database that was lost` {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents()).close()
    }

    func fault(_ purpose: SQLiteStore.Purpose, _ backups: BackupFolder? = nil) -> DatabaseFault.Reason? {
        do {
            try SQLiteStore.open(path: path, for: purpose, events: NoEvents(), backups: backups).close()
            return nil
        } catch {
            return (error as? DatabaseFault)?.reason
        }
    }

    @Test(arguments: ["backups", "elsewhere"])
    func `is no new one while there is a copy of it`(place: String) throws {
        let backups = BackupFolder(path: folder.file(place))
        let copy = try backups.take(of: .file(path), at: Timestamp(seconds: 1_795_694_400)).path
        Files.removeDatabase(path)
        for purpose in [SQLiteStore.Purpose.serving, .command, .reading] {
            #expect(fault(purpose, backups) == .lost(copy: copy))
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(fault(.serving, backups) == .emptied(copy: copy))
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents(), backups: backups, beginsAnew: true).close()
        #expect(fault(.serving, backups) == nil)
    }

    @Test func `comes back by no copy of the future while there is another`() throws {
        let backups = BackupFolder(path: folder.file("backups"))
        let copy = try backups.take(of: .file(path), at: Timestamp(seconds: 1_795_694_400)).path
        let ahead = try backups.take(of: .file(path), at: Timestamp(seconds: 4_070_908_800)).path
        Files.removeDatabase(path)
        #expect(fault(.serving) == .lost(copy: copy))
        try FileManager.default.removeItem(atPath: copy)
        #expect(fault(.serving) == .lost(copy: ahead))
    }

    @Test func `is no new one while a purge has kept it`() throws {
        try FileManager.default.createDirectory(atPath: folder.file("backups"), withIntermediateDirectories: false)
        let kept = folder.file("backups/purged-snug.db")
        try FileManager.default.moveItem(atPath: path, toPath: kept)
        #expect(fault(.serving) == .lost(copy: kept))
    }
}

@Suite struct `A database at the end of a symbolic link` {
    let folder: TemporaryFolder
    let link: String
    let file: String

    init() throws {
        folder = try TemporaryFolder()
        link = folder.file("snug.db")
        file = folder.file("disk/snug.db")
        try FileManager.default.createDirectory(atPath: folder.file("disk"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "disk/snug.db")
    }

    func open(_ purpose: SQLiteStore.Purpose = .serving) throws -> SQLiteStore {
        try SQLiteStore.open(path: link, for: purpose, events: NoEvents())
    }

    @Test(arguments: [false, true])
    func `has the mark, and is opened again`(isThere: Bool) throws {
        if isThere { try Data().write(to: URL(fileURLWithPath: file)) }
        try open().close()
        try open().close()
        let header = try #require(FileManager.default.contents(atPath: file)).prefix(100)
        #expect(header[68..<72].elementsEqual(Array("SNUG".utf8)))
    }

    @Test func `is locked whichever name is used, and has its log beside it`() throws {
        let store = try open()
        #expect(throws: DatabaseFault(path: file, reason: .inUse)) {
            try SQLiteStore.open(path: file, for: .serving, events: NoEvents())
        }
        #expect(FileManager.default.fileExists(atPath: "\(file)-wal"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["disk", "snug.db"])
        try store.close()
    }

    @Test func `is what a restore replaces and a backup is written to: the link stays`() async throws {
        let store = try open()
        try await store.write { try $0.setSetting("said", to: "before") }
        let copy = folder.file("copy.db")
        try FileManager.default.createSymbolicLink(atPath: copy, withDestinationPath: "disk/copy.db")
        _ = try Backup.take(of: .file(link), to: copy, at: Timestamp(seconds: 0))
        try await store.write { try $0.setSetting("said", to: "after") }
        try store.close()
        let outcome = try Restore.put(
            Restore.Source(opening: copy), inPlaceOf: link, random: CountingRandomness(), at: Timestamp(seconds: 0))
        #expect(outcome.kept == "\(file).before-restore-1970-01-01T000000Z")
        for path in [link, copy] { _ = try FileManager.default.destinationOfSymbolicLink(atPath: path) }
        let restored = try open()
        #expect(try await restored.settings()["said"] == "before")
        try restored.close()
    }

    @Test func `that leads in a circle is refused with a sentence`() throws {
        let circle = folder.file("circle.db")
        try FileManager.default.createSymbolicLink(atPath: circle, withDestinationPath: circle)
        #expect(throws: DatabaseFault.self) {
            try SQLiteStore.open(path: circle, for: .serving, events: NoEvents())
        }
    }
}

@Suite struct `An older schema` {
    let folder: TemporaryFolder
    let path: String

    /// A file with Snug's mark and none of its tables.
    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 0")
        }
        try queue.close()
    }

    var version: Int {
        get throws {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? -1 }
        }
    }

    @Test func `is left alone by a command while another Snug is at work on the file`() throws {
        let server = try FileLock(path: path)
        #expect(throws: DatabaseFault(path: path, reason: .older(schema: 0, known: Schema.version))) {
            try SQLiteStore.upgradeUnlessServed(path, patience: .zero)
        }
        #expect(throws: DatabaseFault(path: path, reason: .older(schema: 0, known: Schema.version))) {
            try SQLiteStore.open(path: path, for: .command, events: NoEvents())
        }
        server.release()
        #expect(try version == 0)
    }

    @Test func `is left alone by whoever only reads`() throws {
        try SQLiteStore.open(path: path, for: .reading, events: NoEvents()).close()
        #expect(try version == 0)
    }

    @Test func `is refused whoever looks into it, and stays as it is`() throws {
        #expect(throws: DatabaseFault(path: path, reason: .notUpgraded(schema: 0, known: Schema.version))) {
            try SQLiteStore.open(path: path, for: .looking, events: NoEvents())
        }
        #expect(try version == 0)
    }

    @Test func `is brought up to date by a command where nobody serves it, which lets a server in afterwards`() throws {
        let command = try SQLiteStore.open(path: path, for: .command, events: NoEvents())
        #expect(try version == Schema.version)
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents()).close()
        try command.close()
    }

    @Test func `is brought up to date once by many commands at once`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try SQLiteStore.open(path: path, for: .command, events: NoEvents()).close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try version == Schema.version)
    }

    @Test func `has each step carried out once, though several connections begin at once`() async throws {
        let steps = ["CREATE TABLE steps (number INTEGER)", "INSERT INTO steps VALUES (2)"]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var configuration = Configuration()
                    configuration.busyMode = .timeout(10)
                    let queue = try DatabaseQueue(path: path, configuration: configuration)
                    defer { try? queue.close() }
                    try await queue.writeWithoutTransaction { try SQLiteStore.migrate($0, by: steps) }
                }
            }
            try await group.waitForAll()
        }
        let queue = try DatabaseQueue(path: path)
        #expect(try await queue.read { try Int.fetchAll($0, sql: "SELECT number FROM steps") } == [2])
        try queue.close()
    }

    @Test func `whose second step fails is as it was before the first`() throws {
        let queue = try DatabaseQueue(path: path)
        #expect(throws: DatabaseError.self) {
            try queue.writeWithoutTransaction { try SQLiteStore.migrate($0, by: ["CREATE TABLE a (b)", "no SQL"]) }
        }
        try queue.close()
        #expect(try version == 0)
    }
}

@Suite struct `The write-ahead log` {
    @Test func `is folded at as many pages as the guide to Litestream says`() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("snug.db"), for: .serving, events: NoEvents())
        let pages = try store.database.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint")
        }
        #expect(pages == Limits.logPagesFoldedAt)
        let guide = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("systemd/litestream.md")
        let thousands = Limits.logPagesFoldedAt / 1_000
        #expect(try String(contentsOf: guide, encoding: .utf8).contains("\(thousands),000 pages ("))
        try store.close()
    }

    @Test func `shrinks again after it was large for once`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        // A reader keeps a checkpoint from beginning the log anew, as a backup does.
        try store.database.read { _ in
            while try Files.bytes(of: "\(path)-wal") <= Limits.logBytesKept {
                try store.database.writeWithoutTransaction {
                    try $0.execute(
                        sql: "INSERT OR REPLACE INTO settings VALUES ('big', hex(zeroblob(2 << 20)))")
                }
            }
        }
        for _ in 0..<2 {
            try store.database.writeWithoutTransaction {
                _ = try $0.checkpoint(.restart)
                try $0.execute(sql: "INSERT OR REPLACE INTO settings VALUES ('small', '1')")
            }
        }
        #expect(try Files.bytes(of: "\(path)-wal") <= Limits.logBytesKept)
        try store.close()
    }

    @Test func `and the file keep nothing of a message that was deleted`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let world = try await World(store: { _ in store })
        let words = "the treasure lies under the third oak"
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: words), by: world.ada)
        let now = world.clock.now
        _ = try await store.write { try $0.deleteMessage(1, in: world.lobby, at: now) }
        let mode = try await store.database.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA secure_delete")
        }
        #expect(mode == 1)
        try store.close()
        let file = try #require(FileManager.default.contents(atPath: path))
        #expect(file.range(of: Data(words.utf8)) == nil)
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A pipe or a folder in the place of a file` {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
    }

    /// A pipe that nobody writes to is waited for by whoever opens it to read.
    private func expectRefusal(_ reason: DatabaseFault.Reason) {
        let fault = DatabaseFault(path: path, reason: reason)
        for purpose in [SQLiteStore.Purpose.serving, .command, .reading] {
            #expect(throws: fault) { try SQLiteStore.open(path: path, for: purpose, events: NoEvents()) }
        }
        #expect(throws: fault) { try Restore.Source(opening: path) }
        #expect(throws: fault) { try Backup.verify(path) }
        #expect(throws: fault) {
            try Backup.take(of: .file(path), to: folder.file("copy.db"), at: Timestamp(seconds: 0))
        }
    }

    @Test func `is refused at once`() throws {
        #expect(unsafe mkfifo(path, 0o600) == 0)
        expectRefusal(.notRegular)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        expectRefusal(.folder)
    }

    @Test func `holds no copy up, in the place of its parts or of its receipt`() throws {
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents()).close()
        let copy = folder.file("copy.db")
        for name in ["\(copy).partial", "\(copy).json"] {
            #expect(unsafe mkfifo(name, 0o600) == 0)
            #expect(throws: DatabaseFault.self) {
                try Backup.take(of: .file(path), to: copy, at: Timestamp(seconds: 0))
            }
            try FileManager.default.removeItem(atPath: name)
        }
    }
}
