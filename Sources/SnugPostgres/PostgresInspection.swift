public import SnugChat

/// The state of a PostgreSQL database as an inspection finds it.
public struct PostgresInspection: Sendable, Hashable {
    /// The server's version, as `15.18`.
    public var version: String
    /// The address of the machine that answered; nil for this one, by its socket.
    public var machine: String?
    /// The role that Snug has there.
    public var role: String
    /// The bytes that the database takes, its indexes among them.
    public var bytes: Int64
    public var schema: Int
    /// The oldest schema whose programs can work on the database.
    public var oldestBinary: Int
    /// The server's settings without which a power cut costs what was acknowledged, and that are off.
    public var switchedOff: [String]
    /// What a commit waits for, as the setting `synchronous_commit` has it for Snug.
    public var synchronousCommit: String
    /// The standbys that commits are to wait for, as the setting `synchronous_standby_names` has them; empty for none.
    public var awaited: String
    public var standbys: [Standby]
    /// The time by which the server's clock is ahead of this machine's; negative where it is behind.
    public var clockAhead: Duration
    /// A file that has not as many bytes as it says; nil where none was found.
    public var brokenFile: Int64?

    /// A standby that is connected.
    public struct Standby: Sendable, Hashable {
        public var name: String
        /// True for one that commits wait for, alone or among others; nil where the server does not say.
        public var isAwaited: Bool?
        /// The bytes of the log that it has not replayed yet; nil where the server does not say.
        public var bytesBehind: Int64?

        public init(name: String, isAwaited: Bool?, bytesBehind: Int64?) {
            self.name = name
            self.isAwaited = isAwaited
            self.bytesBehind = bytesBehind
        }
    }

    public init(
        version: String, machine: String? = nil, role: String, bytes: Int64, schema: Int, oldestBinary: Int,
        switchedOff: [String], synchronousCommit: String, awaited: String, standbys: [Standby], clockAhead: Duration,
        brokenFile: Int64? = nil
    ) {
        self.version = version
        self.machine = machine
        self.role = role
        self.bytes = bytes
        self.schema = schema
        self.oldestBinary = oldestBinary
        self.switchedOff = switchedOff
        self.synchronousCommit = synchronousCommit
        self.awaited = awaited
        self.standbys = standbys
        self.clockAhead = clockAhead
        self.brokenFile = brokenFile
    }
}

extension PostgresStore {
    /// Inspects the database and its server.
    /// - Parameter isDeep: true to look at the lengths of all pieces of files.
    /// - Throws: ``StoreFault``
    public func inspect(isDeep: Bool, by clock: any WallClock) async throws -> PostgresInspection {
        do {
            return try await readers.read { try PostgresInspection(on: $0.db, isDeep: isDeep, by: clock) }
        } catch {
            throw StoreFault.wrapping(error, doing: "inspecting")
        }
    }
}

extension PostgresStore {
    /// Returns the folder of the server's data where that is on this machine; nil where it is not, or the role may not know.
    /// - Throws: ``StoreFault``
    public func folderHere() async throws -> String? {
        do {
            return try await readers.read { snapshot in
                try snapshot.db.one(
                    """
                    SELECT CASE WHEN coalesce(inet_server_addr() = inet_client_addr(), true)
                        AND pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')
                        THEN current_setting('data_directory') END
                    """
                ) { try $0[0] as String? } ?? nil
            }
        } catch {
            throw StoreFault.wrapping(error, doing: "inspecting")
        }
    }
}

extension PostgresInspection {
    fileprivate init(on db: PostgresConnection, isDeep: Bool, by clock: any WallClock) throws {
        func setting(_ name: String) throws -> String {
            try db.one("SELECT current_setting($1)", name) { try $0[0] } ?? ""
        }
        version = try setting("server_version")
        (machine, role) =
            try db.one("SELECT host(inet_server_addr()), current_user::text") { (try $0[0], try $0[1]) } ?? (
                nil, "snug"
            )
        bytes = try db.one("SELECT pg_database_size(current_database())") { try $0[0] } ?? 0
        (schema, oldestBinary) =
            try db.one("SELECT version, oldest_binary FROM snug_schema") { (try $0[0], try $0[1]) } ?? (0, 0)
        switchedOff = try ["fsync", "full_page_writes"].filter { try setting($0) == "off" }
        synchronousCommit = try setting("synchronous_commit")
        awaited = try setting("synchronous_standby_names")
        standbys = try db.all(
            """
            SELECT application_name, sync_state IN ('sync', 'quorum'),
                pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint
            FROM pg_stat_replication
            -- A copy that is being made is none yet; without rights of its own, the role is told no states.
            WHERE state IS DISTINCT FROM 'backup' ORDER BY application_name
            """
        ) { Standby(name: try $0[0], isAwaited: try $0[1], bytesBehind: try $0[2]) }
        brokenFile = isDeep ? try db.brokenFile() : nil
        let before = clock.now
        let there = try db.one("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint") {
            try $0[0] as Timestamp
        }
        let after = clock.now
        // The answer is of a moment in between: what is outside of both is a difference.
        clockAhead =
            there.map { there in there > after ? there - after : there < before ? there - before : .zero } ?? .zero
    }
}
