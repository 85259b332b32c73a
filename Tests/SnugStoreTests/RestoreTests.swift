import Foundation
import GRDB
import SnugChat
import SnugTesting
import Testing

@testable import SnugStore

@Suite struct `A restored copy` {
    let folder: TemporaryFolder
    let path: String
    let copy: String
    let random = CountingRandomness()
    let later = Timestamp(seconds: 1_795_694_400)

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
        copy = folder.file("copy.db")
    }

    func open() throws -> SQLiteStore { try SQLiteStore.open(path: path, for: .serving, events: NoEvents()) }

    /// Makes a server, a copy of it, and then one more session and room.
    /// - Returns: the number of the session that only the lost log has.
    func makeAndLose() async throws -> Int64 {
        let store = try open()
        let world = try await World(store: { _ in store })
        _ = try await store.installationEpoch(random: random)
        _ = try Backup.take(of: .file(path), to: copy, at: later)
        let dora = try await World.settle("Dora", as: .member, world.chat, store, world.clock)
        _ = try await world.chat.makeRoom(.group, name: "Cellar", with: [], by: dora)
        try store.close()
        return dora.sessionID.rawValue
    }

    /// The number that the next session gets.
    func nextSession() async throws -> Int64 {
        let store = try open()
        defer { try? store.close() }
        let now = later
        return try await store.write { store in
            try store.addSession(
                of: User.ID(1), device: World.device, at: now, expiresAt: now + .seconds(60)
            ).id.rawValue
        }
    }

    @Test func `is another log: its name is a new one each time`() async throws {
        _ = try await makeAndLose()
        var epochs: Set<String> = []
        for second in 0..<3 {
            let store = try open()
            epochs.insert(try await store.installationEpoch(random: random))
            try store.close()
            _ = try Restore.put(
                Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later + .seconds(second))
        }
        #expect(epochs.count == 3)
        for epoch in epochs.subtracting([World.epoch]) { #expect([UInt8](base64URL: epoch)?.count == 16) }
    }

    @Test func `is another log too where it was put in place by hand`() async throws {
        let lost = try await makeAndLose()
        let store = try open()
        let epoch = try await store.installationEpoch(random: random)
        try store.close()
        for _ in 0..<2 {
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: copy, toPath: path)
            for _ in 0..<2 {
                let store = try open()
                #expect(try await store.installationEpoch(random: random) != epoch)
                try store.close()
            }
            #expect(try await nextSession() == lost + Limits.restoreIDsSkipped)
        }
    }

    @Test func `is the same file after commands that would write to it: they are refused`() async throws {
        _ = try await makeAndLose()
        for purpose in [SQLiteStore.Purpose.command, .reading] {
            #expect(throws: DatabaseFault(path: copy, reason: .unservedCopy)) {
                try SQLiteStore.open(path: copy, for: purpose, events: NoEvents())
            }
        }
        _ = try Backup.verify(copy)
        _ = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later)
        // Once it is restored, commands may come before the server.
        try SQLiteStore.open(path: path, for: .command, events: NoEvents()).close()
    }

    @Test func `is not served beside the log that another database left`() async throws {
        _ = try await makeAndLose()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: copy, toPath: path)
        try Data("a log".utf8).write(to: URL(fileURLWithPath: "\(path)-wal"))
        #expect(throws: DatabaseFault(path: path, reason: .foreignLog)) { try open() }
        try FileManager.default.removeItem(atPath: "\(path)-wal")
        try open().close()
    }

    @Test func `is served whatever numbers it claims to have given`() async throws {
        _ = try await makeAndLose()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: copy, toPath: path)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            try db.execute(sql: "UPDATE sqlite_sequence SET seq = 9223372036854775000 WHERE name = 'audit'")
            try db.execute(sql: "UPDATE sqlite_sequence SET seq = 'many' WHERE name = 'rooms'")
        }
        try queue.close()
        let store = try open()
        #expect(try await store.installationEpoch(random: random).count == 22)
        try store.close()
    }

    @Test func `skips more numbers than can have been given since, whatever it replaces`() async throws {
        let lost = try await makeAndLose()
        var next = lost + Limits.restoreIDsSkipped
        try FileManager.default.removeItem(atPath: path)
        _ = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later)
        #expect(try await nextSession() == next)
        // Its own log may have been moved, and have gone on elsewhere.
        _ = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later + .seconds(1))
        next += 1
        #expect(try await nextSession() == next, "what the log before gave is known")
        let queue = try DatabaseQueue(path: path)
        let skipped = try await queue.read { db in
            try Row.fetchAll(db, sql: "SELECT name, seq FROM sqlite_sequence").map {
                ($0["name"] as String, $0["seq"] as Int64)
            }
        }
        #expect(skipped.allSatisfy { $0.1 >= Limits.restoreIDsSkipped })
        for table in ["users", "sessions", "rooms", "invites", "passkeys", "audit", "mail_queue", "one_time_codes"] {
            #expect(skipped.contains { $0.0 == table }, "\(table)")
        }
        try queue.close()
    }

    @Test func `has no open session left where that is asked for`() async throws {
        _ = try await makeAndLose()
        let outcome = try Restore.put(
            Restore.Source(opening: copy), inPlaceOf: path, endsSessions: true, random: random, at: later)
        #expect(outcome.sessionsEnded == 3)
        let store = try open()
        for user in 1...3 {
            #expect(try await store.read { try $0.sessions(of: User.ID(Int64(user))) } == [])
        }
        try store.close()
    }

    @Test func `has no code or link left that may have been used since, nor its mail`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        _ = try await world.chat.makeLoginLink(for: world.cleo.userID, by: world.ada, from: World.device)
        _ = try Backup.take(of: .file(path), to: copy, at: later)
        try store.close()
        for codes in [2, 0] {
            let queue = try DatabaseQueue(path: path)
            let counts = try await queue.read { db in
                try ["one_time_codes", "mail_queue"].map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") }
            }
            try queue.close()
            #expect(counts == [codes, codes / 2])
            _ = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later)
        }
    }

    @Test func `has nobody left who waits to be told, or is to be told by a mail in its queue`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let (ben, cleo, time) = (world.ben.userID, world.cleo.userID, later)
        try await store.write { store in
            try store.setMissedMail(.waiting(until: time), of: ben)
            try store.setMissedMail(.sent(about: 1, in: world.lobby, at: world.clock.now), of: cleo)
        }
        _ = try Backup.take(of: .file(path), to: copy, at: later)
        try store.close()
        _ = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later)
        let restored = try open()
        for user in [ben, cleo] { #expect(try await restored.read { try $0.missedMail(of: user) } == nil) }
        try restored.close()
    }

    @Test func `tells of the accounts that it opens again and of the addresses that it puts back`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        _ = try await world.services.console.setEmail(
            EmailAddress(stored: "cleo@example.org"), to: EmailAddress(stored: "first@example.org"))
        _ = try Backup.take(of: .file(path), to: copy, at: later)
        try await world.chat.closeAccount(password: World.password, of: world.ben, from: World.device)
        _ = try await world.services.console.setEmail(
            EmailAddress(stored: "first@example.org"), to: EmailAddress(stored: "second@example.org"))
        _ = try await World.settle("Dora", as: .member, world.chat, world.store, world.clock)
        try store.close()
        let first = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later)
        #expect(first.undone == AccountChanges(closed: 1, readdressed: 1))
        let again = try Restore.put(
            Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later + .seconds(1))
        #expect(again.undone == AccountChanges(closed: 0, readdressed: 0))
        try FileManager.default.removeItem(atPath: path)
        let none = try Restore.put(
            Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later + .seconds(2))
        #expect(none.undone == nil)
    }

    @Test func `is one file, whatever the copy's journal was`() async throws {
        _ = try await makeAndLose()
        let queue = try DatabaseQueue(path: copy)
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        try FileManager.default.removeItem(atPath: BackupReceipt.path(of: copy))
        _ = try Restore.put(Restore.Source(opening: copy), inPlaceOf: path, random: random, at: later)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("snug.db") }
        #expect(names.sorted() == ["snug.db", "snug.db.before-restore-2026-11-26T120000Z"])
    }
}
