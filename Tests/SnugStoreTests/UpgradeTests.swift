import Foundation
import GRDB
import SnugChat
import SnugTesting
import Testing

@testable import SnugStore

@Suite struct `A database of the first schema` {
    let folder: TemporaryFolder
    let path: String

    /// Two people who talked in a group, a registration on its way, and a row in each table that step two makes anew.
    private static let rows = """
        INSERT INTO users (name, name_folded, email, password, role, created_at) VALUES
            ('Ada', 'ada', 'ada@example.org', 'a', 'owner', 1), ('Ben', 'ben', 'ben@example.org', 'b', 'member', 2);
        INSERT INTO sessions (user_id, created_at, last_seen, expires_at, device, address)
            VALUES (2, 1, 2, 3, 'Firefox', '192.0.2.1');
        INSERT INTO rooms (name, kind, created_by, created_at, last_seq, last_rev, last_activity_at) VALUES
            ('Lobby', 'group', 1, 1, 2, 1, 9), ('Garden', 'open', 1, 1, 0, 0, 5);
        INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq) VALUES
            (1, 1, 'owner', 1, 2), (1, 2, 'member', 1, 1), (2, 1, 'owner', 1, 0);
        INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id, rev) VALUES
            (1, 1, 1, 'hi', 1, 'c1', 1), (1, 2, 1, '@Ben', 2, NULL, 0);
        INSERT INTO reactions VALUES
            (1, 1, '👍', 2, 3), (1, 1, char(10084, 65039), 2, 4), (1, 1, char(10084), 2, 5), (1, 1, char(10084), 1, 6);
        INSERT INTO mentions (user_id, room_id, seq) VALUES (2, 1, 2);
        INSERT INTO registrations VALUES ('cleo@example.org', 'Cleo', 'c', 4, NULL);
        INSERT INTO one_time_codes (email, purpose, proof, created_at, expires_at) VALUES
            ('cleo@example.org', 'registration', zeroblob(32), 4, 600000004),
            ('ben@example.org', 'login', zeroblob(32), 4, 600000004);
        """

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
        try make(rows: Self.rows)
    }

    private func make(rows: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try SQLiteStore.migrate(db, by: [Schema.steps[0]])
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.execute(sql: rows)
        }
        try queue.close()
    }

    @Test func `says from where to where it is brought, and where the copy from before is`() throws {
        var told: [UpgradeProgress] = []
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents()) { told.append($0) }.close()
        guard case .begins(1, Schema.version) = told.first, case .copied(let copy, _) = told.dropFirst().first,
            case .ended(1, Schema.version, _) = told.last
        else {
            Issue.record("\(told)")
            return
        }
        #expect(told.count == 3)
        #expect(copy == "\(path).before-schema-\(Schema.version)" && FileManager.default.fileExists(atPath: copy))
        var again: [UpgradeProgress] = []
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents()) { again.append($0) }.close()
        #expect(again == [])
    }

    @Test func `is brought up to date with all that is in it`() async throws {
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let (ada, ben) = (User.ID(1), User.ID(2))
        let lobby = Room.ID(1)
        try await store.read { store in
            #expect(try store.accounts(after: nil, limit: 9).map(\.name) == ["Ada", "Ben"])
            let rooms = try store.summaries(for: ada)
            #expect(rooms.map(\.room.name) == ["Lobby", "Garden"])
            #expect(try store.summaries(for: ben).map(\.mentions) == [1])
            #expect(try store.messages(1...2, in: lobby).map(\.content) == ["hi", "@Ben"])
            let reactions = [Reaction(emoji: "👍", users: [ben]), Reaction(emoji: "❤️", users: [ben, ada])]
            #expect(try store.message(1, in: lobby)?.reactions == reactions)
            #expect(try store.message(sender: ada, clientID: "c1")?.seq == 1)
            #expect(try store.hasSession(of: ben, fromNetwork: "192.0.2.1"))
            #expect(try store.roomsToPush(since: Timestamp(rawValue: 0)) == [:], "nobody is told of what is old")
            let cleo = try #require(EmailAddress("cleo@example.org"))
            let waiting = try store.registrations(email: cleo)
            #expect(waiting.map(\.name) == ["Cleo"])
            #expect(try store.codes(for: cleo, purposes: [.registration]).map(\.registrationID) == waiting.map(\.id))
        }
        let next = try await store.write {
            try $0.addMessage(Draft(roomID: lobby, content: "x"), by: ben, at: .init(seconds: 9))
        }
        #expect((next.id, next.seq) == (Message.ID(3), 3))
        // Both spellings of one person go at once.
        let changed = try await store.write {
            try $0.setReaction("❤", isWanted: false, by: ben, to: 1, in: lobby, at: .init(seconds: 10))
        }
        #expect(changed.reactions.map(\.users) == [[ben], [ada]])
        let (pages, waiting) = try await store.database.writeWithoutTransaction { db in
            (try Int.fetchOne(db, sql: "PRAGMA auto_vacuum"), try Int.fetchOne(db, sql: "PRAGMA temp_store"))
        }
        #expect(pages == 2 && waiting == 2)
        try store.close()
        let contents = try Backup.verify(path)
        #expect((contents.schema, contents.users, contents.rooms, contents.messages) == (Schema.version, 2, 2, 3))
    }

    @Test func `finds whoever is at a domain in other letters by every spelling of it`() async throws {
        try FileManager.default.removeItem(atPath: path)
        try make(
            rows: Self.rows + """
                UPDATE users SET email = 'ada@müller.example' WHERE id = 1;
                UPDATE users SET email = 'ben@bücher.example' WHERE id = 2;
                INSERT INTO users (name, name_folded, email, password, role, created_at)
                    VALUES ('Ben', 'ben', 'ben@xn--bcher-kva.example', 'c', 'member', 3);
                UPDATE registrations SET email = 'cleo@müller.example';
                UPDATE one_time_codes SET email = 'cleo@müller.example' WHERE purpose = 'registration';
                """)
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let typed = try #require(EmailAddress("ada@Müller.example"))
        let cleo = try #require(EmailAddress("cleo@müller.example"))
        let twin = try #require(EmailAddress("ben@bücher.example"))
        try await store.read { store in
            let other = EmailAddress(stored: "ben@bücher.example")
            let ids = try [typed, twin, other].map { try store.user(email: $0)?.id }
            // Of two accounts of one mailbox none is lost; the one that can be asked for is the one in ASCII.
            #expect(ids == [User.ID(1), User.ID(3), User.ID(2)])
            #expect(try store.registrations(email: cleo).map(\.name) == ["Cleo"])
            #expect(try store.codes(for: cleo, purposes: [.registration]).isEmpty)
        }
    }

    @Test func `has no room any more that belongs to somebody out of use, and none of two that belongs to one`()
        async throws
    {
        try FileManager.default.removeItem(atPath: path)
        try make(
            rows: Self.rows + """
                UPDATE users SET deactivated_at = 5 WHERE id = 1;
                INSERT INTO rooms (name, kind, created_by, created_at, last_seq, last_rev, last_activity_at, direct_low, direct_high)
                    VALUES ('', 'direct', 2, 1, 0, 0, 5, 1, 2);
                INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq)
                    VALUES (3, 1, 'member', 1, 0), (3, 2, 'owner', 1, 0);
                """)
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        try await store.read { store in
            let roles = try (1...3).map { try store.members(of: Room.ID($0)).map(\.member.role) }
            #expect(roles == [[.member, .owner], [.member], [.member, .member]])
        }
        try store.close()
    }

    @Test func `is copied before, and put back by a rollback`() throws {
        try SQLiteStore.open(path: path, for: .serving, events: NoEvents()).close()
        let rollback = try Rollback(of: path)
        #expect(rollback.schema == 1)
        let none = AccountChanges(closed: 0, readdressed: 0)
        #expect(rollback.lost == Rollback.Loss(users: 0, rooms: 0, messages: 0, undone: none))
    }

    @Test func `with a row that has lost its parent stays as it is`() throws {
        try FileManager.default.removeItem(atPath: path)
        try make(rows: Self.rows + "DELETE FROM users WHERE id = 2;")
        #expect(throws: DatabaseFault.self) {
            try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        }
        let queue = try DatabaseQueue(path: path)
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(version == 1)
    }
}
