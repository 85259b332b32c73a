import Foundation
public import GRDB
public import SnugChat

extension Identifier: DatabaseValueConvertible, StatementColumnConvertible {}
extension Timestamp: DatabaseValueConvertible, StatementColumnConvertible {}
extension Role: DatabaseValueConvertible {}
extension AuditEntry.Act: DatabaseValueConvertible {}
extension Room.Kind: DatabaseValueConvertible {}
extension Member.Role: DatabaseValueConvertible {}
extension Member.Notify: DatabaseValueConvertible {}
extension Company: DatabaseValueConvertible {}
extension Picture.MediaType: DatabaseValueConvertible {}
extension OneTimeCode.Purpose: DatabaseValueConvertible {}
extension CodeMail: DatabaseValueConvertible {}

/// A value that can be bound to a statement.
typealias Value = (any DatabaseValueConvertible)?

/// Statements cached by their text, prepared once a connection, with rows read by position.
extension Database {
    func run(_ sql: String, _ values: Value...) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
    }

    func one<Found>(_ sql: String, _ values: Value..., read: (Row) throws -> Found) throws -> Found? {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
        return try rows.next().map(read)
    }

    func rows(_ sql: String, _ values: Value...) throws -> RowCursor {
        try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
    }

    func all<Found>(_ sql: String, named values: [String: Value], read: (Row) throws -> Found) throws -> [Found] {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
        var found: [Found] = []
        while let row = try rows.next() { found.append(try read(row)) }
        return found
    }

    func all<Found>(_ sql: String, _ values: Value..., read: (Row) throws -> Found) throws -> [Found] {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
        var found: [Found] = []
        while let row = try rows.next() { found.append(try read(row)) }
        return found
    }
}

extension [UInt8] {
    /// Creates the bytes of a blob; none where the value is of another kind.
    init(_ data: DatabaseValue) {
        switch data.storage {
        case .blob(let data): self = Array(data)
        default: self = []
        }
    }
}

/// Returns bytes as the value of a blob column.
func Blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
