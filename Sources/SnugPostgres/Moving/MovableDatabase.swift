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
    /// - Throws: what the function throws; ``PostgresFault``, `.inUse` while one does.
    public func lend<Value>(_ work: (any MoveSource) throws -> Value) throws -> Value {
        let db = try openAlone(for: .command)
        defer { db.close() }
        return try PostgresRows.lending(db, work)
    }

    /// Calls a function with all rows of one moment, beside the servers that work on the database.
    /// - Throws: what the function throws; ``PostgresFault``
    public func lendBesideServers<Value>(_ work: (any MoveSource) throws -> Value) throws -> Value {
        let db = try PostgresConnection(checking: string)
        defer { db.close() }
        try Schema.bringUpToDate(on: db, for: .command)
        return try PostgresRows.lending(db, work)
    }

    /// Fills the database, which has no row yet, in one transaction: nothing of it is there before all is.
    /// - Parameter work: a function that puts the rows in.
    /// - Throws: what the function throws; ``PostgresFault``, `.notEmpty` where there are rows already, `.inUse` while a
    ///   server or a command works on the database.
    public func fill<Value>(_ work: (any MoveTarget) throws -> Value) throws -> Value {
        let db = try openAlone(for: .serving)
        defer { db.close() }
        do {
            try db.control("BEGIN")
            try PostgresRows.beWithoutTimeouts(db)
            let rows = try PostgresRows(db: db)
            try rows.checkEmpty()
            let value = try rows.withoutTriggers { try work(rows) }
            // A server that begins at once asks as fast as one that has had the tables for long.
            try db.control("ANALYZE \(MovedTable.all.map(\.name).joined(separator: ", "))")
            try db.commit()
            return value
        } catch let error as PostgresError {
            throw PostgresFault(opening: error)
        }
    }

    private func openAlone(for purpose: PostgresStore.Purpose) throws -> PostgresConnection {
        let db = try PostgresConnection(checking: string)
        try Schema.bringUpToDate(on: db, for: purpose)
        do {
            try UseLock.take(for: db)
        } catch {
            throw PostgresFault(opening: error)
        }
        return db
    }
}

extension PostgresRows {
    /// Calls a function with the rows of one snapshot.
    fileprivate static func lending<Value>(
        _ db: PostgresConnection, _ work: (any MoveSource) throws -> Value
    ) throws -> Value {
        try Snapshot.asking(db) { snapshot in
            try beWithoutTimeouts(snapshot.db)
            return try work(PostgresRows(db: snapshot.db))
        }
    }

    /// Has the transaction last for as long as there are rows, whatever the database says of others.
    fileprivate static func beWithoutTimeouts(_ db: PostgresConnection) throws {
        try db.control("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
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
            let db = try PostgresConnection(checking: string)
            defer { db.close() }
            return try PostgresRows.lending(db, work)
        } catch {
            throw StoreFault.wrapping(error, doing: "lending")
        }
    }
}
