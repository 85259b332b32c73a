import Foundation
import GRDB
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugStore

@Suite struct `The backups that go` {
    /// Noon of 2026-11-26.
    let now = Timestamp(seconds: 1_795_694_400)

    /// A backup from some days, and hours of them, ago.
    func entry(
        days: Int, hours: Int = 0, isOnDemand: Bool = false, isProven: Bool = true, bytes: Int = 100,
        of installation: String? = nil
    ) -> BackupFolder.Entry {
        let time = now - .seconds(days * 86_400 + hours * 3_600)
        var receipt: BackupReceipt?
        if isProven {
            receipt = BackupReceipt(
                time: time.text, bytes: bytes, sha256: "", schema: 1, users: 0, rooms: 0, messages: 0,
                isOnDemand: isOnDemand ? true : nil)
        }
        return BackupFolder.Entry(
            path: "/backups/snug-\(time.fileName).db", bytes: bytes, receipt: receipt, installation: installation)
    }

    func surplus(_ entries: [BackupFolder.Entry], keeping days: Int) -> Set<BackupFolder.Entry> {
        Set(BackupFolder.surplus(of: entries, keeping: days, at: now))
    }

    @Test func `are those beyond the newest of each of so many days`() {
        let (morning, noon) = (entry(days: 1, hours: 6), entry(days: 1))
        let (older, oldest) = (entry(days: 2), entry(days: 9))
        #expect(surplus([noon, morning, older, oldest], keeping: 2) == [morning, oldest])
        #expect(surplus([noon, morning, older, oldest], keeping: 3) == [morning])
    }

    @Test func `are none of the nights' for any number that is asked for`() {
        let nights = (0..<14).map { entry(days: $0, hours: 9) }
        let asked = (0..<10).map { entry(days: 0, hours: $0, isOnDemand: true) }
        let gone = surplus(nights + asked, keeping: 14)
        #expect(gone.allSatisfy { $0.isOnDemand })
        #expect(Set(asked).subtracting(gone).map(\.name) == [asked[0].name], "one of those of a day stays")
    }

    @Test func `are none of the proven ones while others are not proven`() {
        let unproven = (1...20).map { entry(days: $0, isProven: false) }
        let proven = [entry(days: 30), entry(days: 31)]
        #expect(surplus(unproven + proven, keeping: 2).isEmpty)
        #expect(surplus(unproven + proven + [entry(days: 40, isProven: false)], keeping: 2).count == 1)
        #expect(surplus(unproven + proven, keeping: 1) == [proven[1]])
    }

    @Test func `are none of another installation, however many there are of this one`() {
        let lost = (0..<3).map { entry(days: $0, hours: 9, of: "lost") }
        let new = (0..<20).map { entry(days: $0, of: "new") }
        #expect(surplus(lost + new, keeping: 14) == Set(new.suffix(6)))
        // What cannot be read is counted with the newest.
        let (broken, older) = (entry(days: 0, hours: 3, isProven: false), entry(days: 15))
        #expect(surplus(lost + new.prefix(1) + [broken], keeping: 14) == [broken])
        #expect(surplus(lost + new.prefix(14) + [older], keeping: 14) == [older])
    }

    @Test func `are of one day the unproven ones`() {
        let (proven, broken) = (entry(days: 1, hours: 6), entry(days: 1, isProven: false))
        #expect(surplus([broken, proven], keeping: 14) == [broken])
    }

    @Test func `are those dated in the future before today's`() {
        let (future, today, yesterday) = (entry(days: -4_000), entry(days: 0), entry(days: 1))
        #expect(surplus([future, today, yesterday], keeping: 1) == [future, yesterday])
        #expect(surplus([future, today, yesterday], keeping: 2) == [future])
        #expect(surplus([future, today, yesterday], keeping: 3).isEmpty)
    }

    @Test func `to make room are the oldest and as few as suffice, those asked for first`() {
        let nights = (0..<3).map { entry(days: $0) }
        let asked = entry(days: 1, isOnDemand: true)
        func sacrifice(_ bytes: Int) -> [BackupFolder.Entry] {
            BackupFolder.sacrifice(of: nights + [asked], for: bytes, at: now)
        }
        #expect(sacrifice(0) == [])
        #expect(sacrifice(100) == [asked])
        #expect(sacrifice(101) == [asked, nights[2]])
        #expect(sacrifice(300) == [asked, nights[2], nights[1]])
        #expect(sacrifice(301) == [], "nothing goes where it does not help; the newest proven one stays")
    }

    @Test func `to make room are unproven ones before any that is proven`() {
        let broken = [entry(days: 5, isProven: false), entry(days: 4, isProven: false)]
        let entries = [entry(days: 0), entry(days: 9, isOnDemand: true), entry(days: 20)] + broken
        #expect(BackupFolder.sacrifice(of: entries, for: 150, at: now) == broken)
        #expect(BackupFolder.sacrifice(of: entries, for: 250, at: now) == broken + [entries[1]])
    }

    @Test func `spare the one just made, and leave what others call theirs`() throws {
        let folder = try TemporaryFolder()
        let backups = BackupFolder(path: folder.path)
        for name in ["snug-2037-01-01T000000Z.db", "snug-2026-11-26T110000Z.db", "notes.db"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file(name)))
            try BackupReceipt(time: nil, bytes: 1, sha256: "", schema: 1, users: 0, rooms: 0, messages: 0)
                .write(beside: folder.file(name))
        }
        let made = folder.file("snug-2026-11-26T110000Z.db")
        #expect(try backups.prune(keeping: 1, at: now, sparing: made) == [folder.file("snug-2037-01-01T000000Z.db")])
        #expect(try backups.prune(keeping: 1, at: Timestamp(seconds: 0), sparing: made) == [])
        #expect(FileManager.default.fileExists(atPath: folder.file("notes.db")))
    }

    @Test func `are told by the installation's secret, which a restore carries on`() async throws {
        let folder = try TemporaryFolder()
        let backups = BackupFolder(path: folder.file("backups"))
        let random = CountingRandomness()
        func serve(_ database: String) async throws -> String? {
            let store = try SQLiteStore.open(
                path: database, for: .serving, events: NoEvents(), beginsAnew: true)
            defer { try? store.close() }
            _ = try await store.installationSecrets(random: random)
            return try await store.installationName()
        }
        let (database, other) = (folder.file("snug.db"), folder.file("other.db"))
        let (name, otherName) = (try await serve(database), try await serve(other))
        #expect(name != nil && name != otherName)
        let copy = try backups.take(of: .file(database), at: now)
        _ = try backups.take(of: .file(other), at: now)
        #expect(try backups.entries(withInstallations: true).map(\.installation) == [otherName, name])
        _ = try Restore.put(Restore.Source(opening: copy.path), inPlaceOf: database, random: random, at: now)
        #expect(try await serve(database) == name)
        // One byte too few: the older copy would do, and is another's.
        let free = try #require(DiskSpace(at: folder.path)?.freeBytes)
        #expect(try backups.makeRoom(for: free - Limits.backupReserveBytes + 1, of: name, at: now) == [])
    }

    @Test func `have names in the order in which they were made, though it was in one second`() throws {
        let folder = try TemporaryFolder()
        let database = folder.file("snug.db")
        try SQLiteStore.open(path: database, for: .serving, events: NoEvents()).close()
        let backups = BackupFolder(path: folder.file("backups"))
        let names = try (0..<2).map { _ in try backups.take(of: .file(database), at: now).name }
        #expect(names == ["snug-2026-11-26T120000Z.db", "snug-2026-11-26T120001Z.db"])
        #expect(try backups.prune(keeping: 1, at: now).map { $0.suffix(names[0].count) } == [names[0][...]])
        #expect(try backups.take(of: .file(database), at: now).name == "snug-2026-11-26T120002Z.db")
    }
}

@Suite struct `An unfinished copy` {
    let folder: TemporaryFolder
    let database: String

    init() throws {
        folder = try TemporaryFolder()
        database = folder.file("snug.db")
        try SQLiteStore.open(path: database, for: .serving, events: NoEvents()).close()
    }

    func write(_ names: String...) throws {
        try FileManager.default.createDirectory(atPath: folder.file("backups"), withIntermediateDirectories: true)
        for name in names { try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file(name))) }
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.file("backups")).sorted() }
    }

    @Test func `of a process that was killed is removed by the next backup`() throws {
        let old = "backups/snug-2026-11-20T020000Z.db"
        try write("\(old).partial", "\(old).partial-journal", "\(old).json.partial", "backups/my.partial")
        try write("backups/snug-2026-11-21T020000Z.db.partial-journal")
        _ = try BackupFolder(path: folder.file("backups")).take(
            of: .file(database), at: Timestamp(seconds: 1_795_694_400))
        #expect(try names == ["my.partial", "snug-2026-11-26T120000Z.db", "snug-2026-11-26T120000Z.db.json"])
    }

    @Test func `that somebody is at work on stays`() throws {
        try write()
        let copy = try PartialCopy(of: folder.file("backups/snug-2026-11-20T020000Z.db"))
        BackupFolder(path: folder.file("backups")).removeLeftovers()
        #expect(try names == ["snug-2026-11-20T020000Z.db.partial"])
        #expect(throws: DatabaseFault.self) { try PartialCopy(of: folder.file("backups/snug-2026-11-20T020000Z.db")) }
        copy.end()
        #expect(try names == [])
    }

    @Test func `stays while others begin to look for what was left`() throws {
        let copy = folder.file("copy.db")
        let lost = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<500 {
                guard let mine = try? PartialCopy(of: copy) else { continue }
                let isThere = (0..<10).allSatisfy { _ in FileManager.default.fileExists(atPath: "\(copy).partial") }
                if !isThere { lost.withLock { $0 += 1 } }
                mine.end()
            }
        }
        #expect(lost.withLock { $0 } == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["snug.db"])
    }

    @Test func `is not begun where it would leave too little room`() throws {
        let store = try SQLiteStore.open(path: database, for: .reading, events: NoEvents())
        let copy = try PartialCopy(of: folder.file("copy.db"))
        var needed: Int?
        do {
            _ = try store.database.read { try copy.fill(from: $0, leaving: .max / 2, ProgressMonitor()) }
        } catch let fault as DatabaseFault {
            guard case .noRoom(let bytes, .max / 2, _) = fault.reason else { throw fault }
            needed = bytes
            #expect(fault.description.contains(folder.file("copy.db")))
        }
        copy.end()
        try store.close()
        let size = try Files.bytes(of: database)
        #expect(needed == size, "the log's pages count")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasPrefix("copy") })
    }

    @Test func `of a restore or an upgrade that was killed is removed by the next server`() throws {
        try write("snug.db.restoring", "snug.db.restoring-journal", "snug.db.before-schema-2.partial")
        try write("snug.db.before-schema-2.partial-journal")
        try SQLiteStore.open(path: database, for: .serving, events: NoEvents()).close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["backups", "snug.db"])
    }

    @Test func `is not proven any further once its task is cancelled`() async throws {
        let copy = folder.file("copy.db")
        _ = try Backup.take(of: .file(database), to: copy, at: Timestamp(seconds: 0))
        // Cancelled before it begins, so that nothing depends on which of the two is faster.
        let proving = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await BackupProof.made(of: copy)
        }
        proving.cancel()
        await #expect(throws: CancellationError.self) { try await proving.value }
    }

    @Test func `for a pipe lies in a folder that goes with its process or with the next`() throws {
        let dead = folder.file("snug-backup-dead")
        try FileManager.default.createDirectory(
            atPath: dead, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(dead)/snug.db.partial"))
        let first = try PrivateFolder(in: folder.path)
        let second = try PrivateFolder(in: folder.path)
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: first.path), "its process lives")
        first.remove()
        second.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["snug.db"])
    }

    @Test func `takes the place of no device`() throws {
        for path in ["/dev/null", folder.path] {
            do {
                _ = try Backup.take(of: .file(database), to: path, at: Timestamp(seconds: 0))
                Issue.record("it was written")
            } catch let fault as DatabaseFault {
                #expect(fault.reason == .notAFile)
            }
        }
        #expect(Files.isNoFile("/dev/null"))
    }
}
