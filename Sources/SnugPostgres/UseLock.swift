import SnugChat

/// The lock that everyone who works on a database shares, and that a move has for itself.
///
/// It belongs to the session, so that it is gone when the connection is, however that ends. Its number is that of the
/// schema in which the tables are.
enum UseLock {
    private static let number = "hashtextextended('snug in use ' || coalesce(\(Schema.place), ''), 0)"

    /// Takes a share; false while somebody moves the database.
    static func share(by db: PostgresConnection) throws -> Bool {
        try db.one("SELECT pg_try_advisory_lock_shared(\(number))") { try $0[0] } ?? false
    }

    /// Takes it for a connection, so that nobody else works on the database.
    ///
    /// A session that has just ended is waited for (``Limits/useLockTries``), as the database lets go of what that held
    /// in its own time.
    /// - Throws: ``PostgresFault/Reason/inUse(by:)``
    static func take(for db: PostgresConnection) throws {
        for attempt in 0...Limits.useLockTries {
            if attempt > 0 { try db.control("SELECT pg_sleep(\(seconds(Limits.useLockTryEvery)))") }
            if try db.one("SELECT pg_try_advisory_lock(\(number))", read: { try $0[0] }) ?? false { return }
        }
        throw PostgresFault(.inUse(by: try machines(besides: db)))
    }

    private static func seconds(_ time: Duration) -> Double { Double(time.microseconds) / 1_000_000 }

    /// The channel on which a node says that it is there, and finds the database being moved.
    private static let channel = "snug_knocks"

    /// Says that a node wants to come in.
    static func knock(as node: String, by db: PostgresConnection) throws {
        try db.run("SELECT pg_notify('\(channel)', \(Schema.place) || ' ' || $1)::text", node)
    }

    /// Makes sure that no node was only cut off when the lock was taken: one that is at work comes back by itself.
    /// - Throws: ``PostgresFault/Reason/inUse(by:)``
    static func checkNobodyKnocks(on db: PostgresConnection, within time: Duration) throws {
        guard time > .zero else { return }
        try db.control("SET statement_timeout = 0; LISTEN \(channel)")
        // What is heard meanwhile comes with the answer.
        try db.control("SELECT pg_sleep(\(seconds(time)))")
        let own = try db.one("SELECT \(Schema.place) || ' '") { try $0[0] as String } ?? ""
        let nodes = try db.notifications(on: channel).filter { $0.hasPrefix(own) }.map {
            String($0.dropFirst(own.count))
        }
        guard nodes.isEmpty else { throw PostgresFault(.inUse(by: Set(nodes).sorted())) }
        try db.control("UNLISTEN \(channel)")
    }

    /// Makes sure that nobody else works on the database in this moment.
    ///
    /// Whoever begins later shares it again.
    /// - Throws: ``PostgresFault/Reason/inUse(by:)``
    static func checkAlone(_ db: PostgresConnection) throws {
        try take(for: db)
        try db.run("SELECT pg_advisory_unlock(\(number))")
    }

    /// Returns the nodes and machines from which others work on the database.
    private static func machines(besides db: PostgresConnection) throws -> [String] {
        let found = try db.all(
            """
            SELECT DISTINCT coalesce(
                substring(application_name FROM '^snug (.+)'), host(client_addr), 'the database''s own machine')
            FROM pg_locks
            JOIN pg_stat_activity USING (pid), CAST(\(number) AS bigint) AS number
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND classid::bigint = number >> 32 & 4294967295 AND objid::bigint = number & 4294967295
                AND objsubid = 1 AND pid <> pg_backend_pid()
            ORDER BY 1
            """
        ) { try $0[0] as String }
        return found.isEmpty ? ["another machine"] : found
    }
}
