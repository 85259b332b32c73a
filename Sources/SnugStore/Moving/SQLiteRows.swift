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
                rows.append(try Self.values(of: row, in: table))
                guard rows.count == table.rowsAtOnce else { continue }
                try take(rows)
                rows.removeAll(keepingCapacity: true)
            }
            if !rows.isEmpty { try take(rows) }
        }
    }

    /// Reads the values as they are kept: text that is no UTF-8, or has a NUL in it, would come out as another.
    private static func values(of row: Row, in table: MovedTable) throws -> MovedRow {
        try row.databaseValues.enumerated().map { index, value in
            switch value.storage {
            case .null: return .null
            case .int64(let number): return .integer(number)
            case .blob(let bytes): return .bytes(Array(bytes))
            case .string:
                let text = try row.withUnsafeData(atIndex: index) { bytes in
                    bytes.flatMap { $0.contains(0) ? nil : String(validating: $0, as: UTF8.self) }
                }
                if let text { return .text(text) }
            case .double: break
            }
            // The numbers by which the row can be found.
            let key = zip(table.columns, row.databaseValues).compactMap { name, value in
                table.order.contains(name) ? Int64.fromDatabaseValue(value).map { " \(name) \($0)" } : nil
            }
            throw StoreFault(
                .damaged, "in \(table.name)\(key.joined()), the \(table.columns[index]) is no text that can be kept")
        }
    }

    func add(_ rows: [MovedRow], to table: MovedTable) throws {
        try reporting("writing \(table.name)") {
            let statement = try db.cachedStatement(sql: MovedSQL.insert(table))
            for row in rows { try statement.execute(arguments: StatementArguments(row.map(\.databaseValue))) }
        }
    }

    func brokenFile() throws -> Int64? { try reporting("measuring files") { try db.brokenFile() } }

    func numbers() throws -> [String: Int64] {
        try reporting("reading the last numbers") {
            var numbers: [String: Int64] = [:]
            for table in MovedTable.all where table.isNumbered {
                // The note of the last one may lag behind the rows.
                let last = "(SELECT seq FROM sqlite_sequence WHERE name = ?)"
                numbers[table.name] =
                    try db.one(
                        "SELECT max(coalesce(\(last), 0), coalesce(max(id), 0)) FROM \(table.name)", table.name
                    ) { $0[0] } ?? 0
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
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Blob(bytes).databaseValue
        }
    }
}
