import Foundation
import GRDB
import SnugChat

/// The rows of a database file, inside a transaction that its caller has begun.
struct SQLiteRows: MoveTarget {
    let db: Database

    func bytes() throws -> Int { try reporting("measuring") { try PartialCopy.bytes(of: db) } }

    func count(of table: MovedTable) throws -> Int {
        try reporting("counting \(table.name)") { try db.one("SELECT count(*) FROM \(table.name)") { $0[0] } ?? 0 }
    }

    func rows(of table: MovedTable, _ take: ([MovedRow]) throws -> Void) throws {
        try reporting("reading \(table.name)") {
            let cursor = try Row.fetchCursor(db, sql: MovedSQL.select(table))
            var rows: [MovedRow] = []
            while let row = try cursor.next() {
                rows.append(try row.databaseValues.map { try MovedValue($0) })
                guard rows.count == table.rowsAtOnce else { continue }
                try take(rows)
                rows.removeAll(keepingCapacity: true)
            }
            if !rows.isEmpty { try take(rows) }
        }
    }

    func add(_ rows: [MovedRow], to table: MovedTable) throws {
        try reporting("writing \(table.name)") {
            let statement = try db.cachedStatement(sql: MovedSQL.insert(table))
            for row in rows { try statement.execute(arguments: StatementArguments(row.map(\.databaseValue))) }
        }
    }

    func numbers() throws -> [String: Int64] {
        try reporting("reading the last numbers") {
            var numbers: [String: Int64] = [:]
            for table in MovedTable.all where table.isNumbered {
                numbers[table.name] =
                    try db.one("SELECT seq FROM sqlite_sequence WHERE name = ?", table.name) { $0[0] } ?? 0
            }
            return numbers
        }
    }

    func setNumbers(_ numbers: [String: Int64]) throws {
        try reporting("writing the last numbers") {
            for (table, number) in numbers {
                try db.run("DELETE FROM sqlite_sequence WHERE name = ?", table)
                try db.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, number)
            }
        }
    }

    /// Carries out work, during which a change of one table has no consequences in others.
    func withoutTriggers<Value>(_ work: () throws -> Value) throws -> Value {
        let triggers = try db.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid") {
            (name: $0[0] as String, sql: $0[1] as String)
        }
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger.name)") }
        let value = try work()
        for trigger in triggers { try db.execute(sql: trigger.sql) }
        return value
    }

    private func reporting<Value>(_ what: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw StoreFault(error, doing: what)
        }
    }
}

/// The statements by which rows are read and written as they are.
///
/// The pieces of files alone are stored in another form than they are moved: with their file's number and their own in
/// one.
enum MovedSQL {
    private static let pieces = "attachment_chunks"

    static func select(_ table: MovedTable) -> String {
        guard table.name != pieces else {
            return "SELECT id >> 16, id & 65535, bytes FROM attachment_chunks ORDER BY id"
        }
        let first = table.rootsFirst.map { ["\($0) IS NOT NULL"] } ?? []
        return "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) "
            + "ORDER BY \((first + table.order).joined(separator: ", "))"
    }

    static func insert(_ table: MovedTable) -> String {
        guard table.name != pieces else {
            return "INSERT INTO attachment_chunks (id, bytes) VALUES (?1 << 16 | ?2, ?3)"
        }
        return "INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) "
            + "VALUES (\(table.columns.map { _ in "?" }.joined(separator: ", ")))"
    }
}

extension MovedValue {
    fileprivate init(_ value: DatabaseValue) throws {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .string(let text): self = .text(text)
        case .blob(let bytes): self = .bytes(Array(bytes))
        case .double: throw StoreFault(.damaged, "a column holds a value of another kind")
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Blob(bytes).databaseValue
        }
    }
}
