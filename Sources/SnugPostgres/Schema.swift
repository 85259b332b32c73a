import SnugChat

/// The schema as the steps that led to it, and the way that a database is brought up to date.
///
/// `data/schema-postgresql.sql` shows the sum. A step never changes once it has been released; a new one is added at
/// the end. It expands what is there, so that older nodes work on beside it during an upgrade of many; what they need
/// goes a release later, in a step that says so.
enum Schema {
    /// A step, and the oldest schema whose programs can work on beside it.
    struct Step {
        var sql: String
        var oldestBinary: Int
    }

    static let steps = [Step(sql: first + search, oldestBinary: 1), Step(sql: push, oldestBinary: 1)]

    /// The number of steps, kept in the table `snug_schema`.
    static var version: Int { steps.count }

    /// The number of the lock under which nodes bring a schema up to date one after another: "SNUG" in ASCII.
    static let lock: Int64 = 0x534E_5547

    /// An expression for the name of the database's schema in which the tables are, or will be.
    ///
    /// One that is looked at before it may come at any time, as that of the role's own name, and moves nothing.
    static let place = """
        coalesce((SELECT nspname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE relname = 'snug_schema' AND pg_table_is_visible(c.oid)), current_schema()::text)
        """

    /// Brings a database up to date, all or nothing; a schema that this program knows or may work beside stays as it
    /// is.
    /// - Parameter purpose: only a server, or whoever fills one, begins a database; whoever looks into one leaves it as
    ///   it is.
    /// - Throws: ``PostgresFault``
    static func bringUpToDate(
        on db: PostgresConnection, for purpose: PostgresStore.Purpose = .serving
    ) throws(PostgresFault) {
        do {
            if try found(on: db) != nil { return }
            if ![.serving, .filling].contains(purpose) { try checkIsBegun(db, for: purpose) }
            // A step takes as long as there are rows.
            let patience = db.patience
            db.patience = nil
            defer { db.patience = patience }
            try db.control("BEGIN")
            try db.run("SELECT set_config('lock_timeout', '\(Limits.lockWait.components.seconds)s', true)")
            try db.run("SELECT pg_advisory_xact_lock($1)::text", lock)
            // Another node may have done it while this one waited.
            try bringUpToDate(aloneOn: db)
            try db.commit()
        } catch {
            db.close()
            throw PostgresFault(opening: error)
        }
    }

    /// Brings a database up to date inside the transaction of whoever keeps all others from it.
    static func bringUpToDate(aloneOn db: PostgresConnection) throws {
        if try found(on: db) == nil { try upgrade(db) }
    }

    /// Makes sure that the schema has nothing that this program does not know of, and would leave out.
    /// - Throws: ``PostgresFault/Reason/newer(schema:known:)``
    static func checkIsKnown(on db: PostgresConnection) throws {
        guard let (schema, _) = try numbers(on: db), schema > version else { return }
        throw PostgresFault(.newer(schema: schema, known: version))
    }

    private static func checkIsBegun(_ db: PostgresConnection, for purpose: PostgresStore.Purpose) throws {
        guard let (schema, _) = try numbers(on: db) else {
            if try isOfAnother(db) { throw PostgresFault(.notSnug) }
            let mayBegin = try db.one("SELECT has_schema_privilege(current_schema(), 'CREATE')") { try $0[0] as Bool? }
            throw PostgresFault(mayBegin == true ? .empty : .notAllowed("permission denied for its schema"))
        }
        if purpose == .looking { throw PostgresFault(.notUpgraded(schema: schema, known: version)) }
    }

    /// Returns the schema's number where it can be worked with; nil where it is to be brought up to date.
    private static func found(on db: PostgresConnection) throws -> Int? {
        guard let (schema, oldestBinary) = try numbers(on: db) else { return nil }
        if schema > version, oldestBinary > version { throw PostgresFault(.newer(schema: schema, known: version)) }
        return schema >= version ? schema : nil
    }

    /// Returns the schema's number, and the oldest that its programs may know; nil where there is none.
    private static func numbers(on db: PostgresConnection) throws -> (schema: Int, oldestBinary: Int)? {
        // `to_regclass` may remember within a transaction that there was none.
        let isThere = "SELECT true FROM pg_class WHERE relname = 'snug_schema' AND pg_table_is_visible(oid)"
        guard try db.one(isThere, read: { try $0[0] }) ?? false else { return nil }
        return try db.one("SELECT version, oldest_binary FROM snug_schema") { (try $0[0], try $0[1]) }
    }

    /// Returns true where another program has what has the name of a table of Snug's.
    private static func isOfAnother(_ db: PostgresConnection) throws -> Bool {
        let names = MovedTable.all.map(\.name).joined(separator: " ")
        return try db.one(
            """
            SELECT EXISTS (SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                WHERE nspname = current_schema() AND relname = ANY(string_to_array($1, ' ')))
            """, names
        ) { try $0[0] } ?? false
    }

    private static func upgrade(_ db: PostgresConnection) throws {
        let known = try numbers(on: db)
        if known == nil, try isOfAnother(db) { throw PostgresFault(.notSnug) }
        let missing = steps[(known?.schema ?? 0)...]
        for step in missing { try db.control(step.sql) }
        let oldest = missing.map(\.oldestBinary).max() ?? version
        try db.run(
            """
            INSERT INTO snug_schema (version, oldest_binary) VALUES ($1, $2)
            ON CONFLICT (is_only) DO UPDATE SET version = $1, oldest_binary = greatest(snug_schema.oldest_binary, $2)
            """,
            version, oldest)
    }
}
