import Foundation
import SnugChat
import SnugStore
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite(.serialized) struct `A backup of a database in PostgreSQL` {
    private static let time = Timestamp(seconds: 1_795_363_200)

    /// A store with a person, who has a session, a code, and a message in a room.
    private static func store(at place: String) async throws -> PostgresStore {
        let store = try PostgresStore(place, events: NoEvents())
        try await store.write { store in
            let email = EmailAddress(stored: "ada@example.org")
            let ada = try store.addUser(name: "Ada", email: email, passwordHash: "x", role: .owner, at: time).id
            let device = Device(name: "test", address: "127.0.0.1")
            for _ in 0..<2 {
                _ = try store.addSession(of: ada, device: device, at: time, expiresAt: time + .seconds(3_600))
            }
            let room = try store.addRoom(name: "Lobby", kind: .group, createdBy: ada, at: time)
            try store.addMember(ada, to: room, role: .owner, readSeq: 0, at: time)
            _ = try store.postMessage(Posting(Draft(roomID: room, content: "Hello"), by: ada, at: time))
            try store.setSetting(LogEpoch.settingName, to: "first")
            try store.setSecret(.installation, to: Array(repeating: 7, count: 32))
        }
        return store
    }

    @Test func `is one file, made beside the server, from which either kind of database is restored`() async throws {
        let folder = try TemporaryFolder()
        let cluster = try Cluster.shared.get()
        let place = try cluster.place()
        let store = try await Self.store(at: place)
        let backups = BackupFolder(path: folder.file("backups"))
        let nightly = try await backups.take(of: store, at: Self.time)
        let database = try MovableDatabase(place)
        let byCommand = try backups.take(of: .rows { try database.lendBesideServers($0) }, at: Self.time)
        #expect(nightly.receipt?.messages == 1 && byCommand.receipt?.users == 1)
        #expect(try Backup.verify(nightly.path) == nightly.receipt)
        let names = try backups.entries(withInstallations: true).map(\.installation)
        #expect(names.count == 2 && names[0] == names[1] && names[0] != nil)

        // Into a file, as of any backup.
        let file = folder.file("snug.db")
        _ = try Restore.put(
            Restore.Source(opening: nightly.path), inPlaceOf: file, random: CountingRandomness(), at: Self.time)
        // Into another database.
        let restored = try MovableDatabase(cluster.place())
        try MovableFile(path: byCommand.path).lendBackup { source, receipt in
            #expect(receipt == byCommand.receipt)
            let purpose = MovePurpose.restore(epoch: "second", endingSessionsAt: Self.time)
            let outcome = try restored.fill { try Move.carryOut(from: source, to: $0, as: purpose) }
            #expect(outcome.sessionsEnded == 2)
        }
        let (there, here) = (try restored.contents, try MovableFile(path: file).contents)
        #expect(there.rows["messages"] == here.rows["messages"] && there.rows["secrets"] == here.rows["secrets"])
        #expect(there.setting(LogEpoch.settingName) == .text("second"))
        #expect(there.numbers["messages"] == 1 + Limits.restoreIDsSkipped)
        #expect(here.numbers["messages"] == there.numbers["messages"])
        store.close()
    }

    @Test func `is of one moment, though messages come meanwhile`() async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(at: try Cluster.shared.get().place())
        let writing = Task {
            var count = 0
            while !Task.isCancelled {
                let client = "m\(count)"
                _ = try await store.write { store in
                    let draft = Draft(roomID: Room.ID(1), content: "More", clientID: client)
                    return try store.postMessage(Posting(draft, by: User.ID(1), at: Self.time))
                }
                count += 1
            }
            return count
        }
        while try await store.read({ try $0.room(Room.ID(1))?.lastSeq ?? 0 }) < 10 { await Task.yield() }
        let backups = BackupFolder(path: folder.file("backups"))
        let entry = try await backups.take(of: store, at: Self.time)
        writing.cancel()
        #expect(try await writing.value >= 9)
        let file = folder.file("snug.db")
        _ = try Restore.put(
            Restore.Source(opening: entry.path), inPlaceOf: file, random: CountingRandomness(), at: Self.time)
        let contents = try MovableFile(path: file).contents
        let room = try #require(contents.rows["rooms"]?.first)
        #expect(room[5] == .integer(Int64(contents.rows["messages"]?.count ?? 0)))
        store.close()
    }

    @Test func `restored has its codes void, and the mails that they were in`() async throws {
        let folder = try TemporaryFolder()
        let cluster = try Cluster.shared.get()
        let place = try cluster.place()
        let store = try await Self.store(at: place)
        try await store.write { store in
            _ = try store.addMail([1], at: Self.time, expiresAt: Self.time + .seconds(60))
            _ = try store.addMail([2], at: Self.time, expiresAt: Self.time + .seconds(60))
            try store.setMissedMail(.waiting(until: Self.time), of: User.ID(1))
        }
        store.close()
        try Primary(at: ConnectionString(place)).connect().control(
            """
            INSERT INTO one_time_codes (email, purpose, network, proof, created_at, expires_at, mail, mail_id)
            VALUES ('ada@example.org', 'login', '', decode(repeat('00', 32), 'hex'), 1, 2, 'waiting', 1)
            """)
        let copy = try BackupFolder(path: folder.file("backups")).take(
            of: .rows { try MovableDatabase(place).lendBesideServers($0) }, at: Self.time)
        let restored = try MovableDatabase(cluster.place())
        try MovableFile(path: copy.path).lendBackup { source, _ in
            let purpose = MovePurpose.restore(epoch: "second", endingSessionsAt: nil)
            _ = try restored.fill { try Move.carryOut(from: source, to: $0, as: purpose) }
        }
        let contents = try restored.contents
        #expect(contents.rows["one_time_codes"] == [] && contents.rows["missed_mails"] == [])
        #expect(contents.rows["mail_queue"]?.map { $0[1] } == [.bytes([2])])
        #expect(contents.rows["sessions"]?.map { $0[5] } == [.null, .null])
    }
}
