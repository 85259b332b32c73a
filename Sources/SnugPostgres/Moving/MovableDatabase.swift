import Dispatch
public import SnugChat

/// A PostgreSQL database as the beginning or the end of a move.
public struct MovableDatabase: Sendable {
    private let string: ConnectionString

    /// - Throws: ``PostgresFault``
    public init(_ address: PostgresAddress) throws(PostgresFault) {
        string = try ConnectionString(address.text, passwordFile: address.passwordFile)
    }

    /// - Parameter string: a connection string, as ``PostgresStore`` takes it.
    init(_ string: String) throws(PostgresFault) { self.string = try ConnectionString(string) }

    /// Calls a function with all rows, as long as which no server and no command works on the database.
    /// - Parameter time: the time for which servers that were cut off are waited for: to come back is their right.
    /// - Throws: what the function throws; ``PostgresFault``, `.inUse` while one does.
    public func lend<Value>(
        waiting time: Duration = Limits.knockWithin, _ work: (any MoveSource) throws -> Value
    ) throws -> Value {
        let db = try openAlone()
        defer { leave(db) }
        try Schema.bringUpToDate(on: db, for: .command)
        do {
            try UseLock.checkNobodyKnocks(on: db, within: time)
        } catch {
            throw PostgresFault(opening: error)
        }
        return try PostgresRows.lending(db, work)
    }

    /// Calls a function with all rows of one moment, beside the servers that work on the database.
    /// - Throws: what the function throws; ``PostgresFault``
    public func lendBesideServers<Value>(_ work: (any MoveSource) throws -> Value) throws -> Value {
        let db = try Primary(at: string).open()
        defer { db.close() }
        try Schema.bringUpToDate(on: db, for: .command)
        return try PostgresRows.lending(db, work)
    }

    /// Fills the database, in which nobody is yet, in one transaction: nothing of it is there before all is, no table
    /// either.
    ///
    /// What a server has noted there of itself, should one have been started, gives way.
    /// - Parameter work: a function that puts the rows in.
    /// - Throws: what the function throws; ``PostgresFault``, `.notEmpty` where somebody is or was, `.inUse` while a
    ///   server or a command works on the database, `.unknownMove` where the end of the transaction is not known.
    public func fill<Value>(_ work: (any MoveTarget) throws -> Value) throws -> Value {
        let db = try openAlone()
        defer { leave(db) }
        do {
            try db.control("BEGIN")
            try Schema.bringUpToDate(aloneOn: db)
            try Schema.checkIsKnown(on: db)
            try PostgresRows.beUnhindered(db)
            let rows = try PostgresRows(db: db)
            let value = try rows.withoutTriggers {
                try rows.makeEmpty()
                return try work(rows)
            }
            // A server that begins at once asks as fast as one that has had the tables for long.
            try db.control("ANALYZE \(MovedTable.all.map(\.name).joined(separator: ", "))")
            db.patience = Limits.postgresAnswerWithin
            try db.commit()
            return value
        } catch let error as PostgresError {
            guard ![.unknownOutcome, .unconfirmed].contains(error.condition) else { throw PostgresFault(.unknownMove) }
            throw PostgresFault(opening: error, doing: "filling")
        }
    }

    private func openAlone() throws -> PostgresConnection {
        let db = try Primary(at: string).open()
        do {
            try UseLock.take(for: db)
        } catch {
            throw PostgresFault(opening: error)
        }
        return db
    }

    /// Closes a connection that had the database for itself, whatever it was about.
    private func leave(_ db: PostgresConnection) {
        // The server ends a session in its own time: whoever comes next finds the database free.
        try? db.control("ROLLBACK; SELECT pg_advisory_unlock_all()")
        db.close()
    }
}

extension PostgresRows {
    /// Calls a function with the rows of one snapshot.
    fileprivate static func lending<Value>(
        _ db: PostgresConnection, _ work: (any MoveSource) throws -> Value
    ) throws -> Value {
        try Schema.checkIsKnown(on: db)
        return try Snapshot.asking(db) { snapshot in
            try beUnhindered(snapshot.db)
            return try work(PostgresRows(db: snapshot.db))
        }
    }

    /// Has the transaction last for as long as there are rows, whatever the database says of others, and fail where a
    /// policy would keep rows from this role.
    fileprivate static func beUnhindered(_ db: PostgresConnection) throws {
        db.patience = nil
        try db.control(
            """
            SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
            SET LOCAL row_security = off
            """)
    }
}

extension PostgresStore: MovableStore {
    public func lend<Value: Sendable>(
        _ work: @escaping @Sendable (any MoveSource) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "snug.postgres.lend", qos: .utility).async {
                continuation.resume(with: Result { try self.lendNow(work) })
            }
        }
    }

    private func lendNow<Value>(_ work: (any MoveSource) throws -> Value) throws -> Value {
        do {
            let db = try primary.connect()
            defer { db.close() }
            return try PostgresRows.lending(db, work)
        } catch {
            throw StoreFault.wrapping(error, doing: "lending")
        }
    }
}
