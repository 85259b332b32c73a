import Foundation
import SnugChat
import Synchronization
import Testing

@testable import SnugPostgres

@Suite struct `The schema of PostgreSQL` {
    private func connection(_ place: String) throws -> PostgresConnection {
        try PostgresConnection(to: ConnectionString(place))
    }

    private func open(_ place: String) throws {
        try Schema.bringUpToDate(on: Primary(at: ConnectionString(place)).connect())
    }

    /// Returns all that a schema holds, in words that do not name it.
    private func catalog(of place: String) throws -> [String] {
        let db = try connection(place)
        let schema = try #require(try db.one("SELECT current_schema()::text") { try $0[0] as String })
        let parts = [
            """
            SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, collation_name)
            FROM information_schema.columns WHERE table_schema = $1
            """,
            """
            SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE connamespace = $1::regnamespace
            """,
            "SELECT indexdef FROM pg_indexes WHERE schemaname = $1",
            """
            SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT tgisinternal AND relnamespace = $1::regnamespace
            """,
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = $1::regnamespace",
            """
            SELECT concat_ws(' ', relname, attname, attstorage, array_to_string(reloptions, ','))
            FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
            WHERE relkind = 'r' AND attnum > 0 AND relnamespace = $1::regnamespace
            """,
        ]
        return try parts.flatMap { try db.all($0, schema) { try $0[0] as String } }
            .map { $0.replacing("\(schema).", with: "") }.sorted()
    }

    @Test func `is shown as it is by data/schema-postgresql.sql`() throws {
        let cluster = try Cluster.shared.get()
        let (made, shown) = (try cluster.place(), try cluster.place())
        try open(made)
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("data/schema-postgresql.sql")
        try connection(shown).control(String(contentsOf: file, encoding: .utf8))
        #expect(try catalog(of: made) == catalog(of: shown))
    }

    @Test func `has no index in the order of a language, which an upgrade of the system may change`() throws {
        let place = try Cluster.shared.get().place()
        try open(place)
        let others = try connection(place).all(
            """
            SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indexrelid, unnest(indcollation) AS kind
            WHERE relnamespace = current_schema()::regnamespace AND kind NOT IN (0, 'pg_catalog."C"'::regcollation)
            """
        ) { try $0[0] as String }
        #expect(others == [])
    }

    @Test func `is made once by nodes that start together`() async throws {
        let place = try Cluster.shared.get().place()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try open(place) } }
            try await group.waitForAll()
        }
        let versions = try connection(place).all("SELECT version FROM snug_schema") { try $0[0] as Int }
        #expect(versions == [Schema.version])
    }

    @Test func `is found by a node that waited while another made it`() throws {
        let place = try Cluster.shared.get().place()
        let (maker, observer) = (try connection(place), try connection(place))
        try maker.control("BEGIN")
        try maker.run("SELECT pg_advisory_xact_lock($1)::text", Schema.lock)
        // Of many tables the server would remind everyone.
        try maker.control(
            """
            CREATE TABLE users (id bigint); CREATE TABLE snug_schema (version bigint, oldest_binary bigint);
            INSERT INTO snug_schema VALUES (\(Schema.version), 1)
            """)
        // On a thread of its own: others wait for the lock too, on those that tasks share.
        let end = DispatchSemaphore(value: 0)
        let opened = Mutex<Result<Void, any Error>?>(nil)
        Thread.detachNewThread {
            let result = Result { try open("\(place) application_name=late") }
            opened.withLock { $0 = result }
            end.signal()
        }
        let isWaiting = "SELECT true FROM pg_stat_activity WHERE application_name = 'late' AND wait_event = 'advisory'"
        while try observer.one(isWaiting, read: { try $0[0] as Bool }) == nil {}
        try maker.control("COMMIT")
        end.wait()
        try opened.withLock { try #require($0).get() }
    }

    @Test func `stays as it is where it is newer, and is refused where this program is too old for it`() throws {
        let place = try Cluster.shared.get().place()
        try open(place)
        let db = try connection(place)
        try db.run("UPDATE snug_schema SET version = $1, oldest_binary = $2", Schema.version + 2, Schema.version)
        try open(place)
        #expect(try db.one("SELECT version FROM snug_schema") { try $0[0] as Int } == Schema.version + 2)
        try db.run("UPDATE snug_schema SET oldest_binary = $1", Schema.version + 1)
        let fault = #expect(throws: PostgresFault.self) { try open(place) }
        #expect(fault?.reason == .newer(schema: Schema.version + 2, known: Schema.version))
    }

    @Test func `is begun by a server alone, and brought up to date by nobody who only looks`() throws {
        let place = try Cluster.shared.get().place()
        func open(for purpose: PostgresStore.Purpose) -> PostgresFault.Reason? {
            let opening = Result { () throws(PostgresFault) in
                try PostgresStore(place, for: purpose, events: NoEvents()).close()
            }
            if case .failure(let fault) = opening { return fault.reason }
            return nil
        }
        #expect(open(for: .looking) == .empty)
        #expect(open(for: .command) == .empty)
        #expect(try connection(place).one("SELECT to_regclass('snug_schema') IS NULL") { try $0[0] as Bool } == true)
        #expect(open(for: .serving) == nil)
        #expect(open(for: .looking) == nil)
        #expect(open(for: .command) == nil)
        try connection(place).run("UPDATE snug_schema SET version = $1", Schema.version - 1)
        #expect(open(for: .looking) == .notUpgraded(schema: Schema.version - 1, known: Schema.version))
    }

    @Test func `has nobody told of what was said before it knew pushes`() throws {
        let db = try connection(try Cluster.shared.get().place())
        try db.control(Schema.steps[0].sql)
        try db.control(
            """
            INSERT INTO users (id, name, name_folded, email, password, role, created_at)
            VALUES (1, 'Ada', 'ada', 'ada@example.org', 'a', 'owner', 1);
            INSERT INTO rooms (id, name, kind, created_by, created_at, last_seq, last_rev, last_activity_at)
            VALUES (1, 'Lobby', 'group', 1, 1, 7, 0, 9)
            """)
        try db.control(Schema.steps[1].sql)
        #expect(try db.all("SELECT seq FROM push_positions WHERE room_id = 1") { try $0[0] as Int } == [7])
    }

    @Test func `is not made beside another program's tables`() throws {
        let place = try Cluster.shared.get().place()
        let db = try connection(place)
        try db.control("CREATE TABLE users (id bigint)")
        let fault = #expect(throws: PostgresFault.self) { try open(place) }
        #expect(fault?.reason == .notSnug)
        #expect(try db.one("SELECT to_regclass('snug_schema') IS NULL") { try $0[0] as Bool } == true)
    }
}
