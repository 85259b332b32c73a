import Foundation
import GRDB
import SnugChat

/// The original's rows in a scratch file, where they can be asked for in any order.
///
/// A dump has messages before their authors, and may be larger than memory. The file has no name (SQLite's “temporary
/// databases”): however the process ends, nothing of it stays.
final class Staging: Sendable {
    let rows: DatabaseQueue

    /// Creates the scratch file and reads the files into it.
    /// - Parameter paths: one plain SQL dump, or CSV files named after their tables, or a folder of those.
    /// - Throws: ``ImportFault``
    init(_ paths: [String], noting report: inout ImportReport) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE")
        }
        do {
            rows = try DatabaseQueue(path: "", configuration: configuration)
            report = try rows.writeWithoutTransaction { [report] db in
                var report = report
                try db.inTransaction {
                    try db.execute(sql: Self.schema)
                    var filler = Filler(db: db, report: report)
                    for path in try Self.files(paths) { try filler.read(path) }
                    guard filler.count > 0 else { throw ImportFault.nothing(path: paths.joined(separator: ", ")) }
                    report = filler.report
                    return .commit
                }
                return report
            }
        } catch let error as DatabaseError {
            // The message alone: a statement's arguments are what people wrote.
            throw ImportFault.noScratch(reason: error.message ?? "SQLite \(error.resultCode.rawValue)")
        }
    }

    private static let schema = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT, password TEXT, role TEXT, last_seen TEXT,
            kept TEXT);
        CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT, created_by INTEGER, created_at TEXT, is_private TEXT);
        CREATE TABLE room_members (room_id INTEGER NOT NULL, user_id INTEGER NOT NULL, joined_at TEXT,
            PRIMARY KEY (room_id, user_id)) WITHOUT ROWID;
        CREATE TABLE messages (id INTEGER PRIMARY KEY, room_id INTEGER NOT NULL, user_id INTEGER, content TEXT,
            timestamp TEXT);
        CREATE INDEX messages_by_room ON messages (room_id, id);
        """

    private static func files(_ paths: [String]) throws -> [String] {
        guard paths.count == 1, let path = paths.first,
            let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType,
            kind == .typeDirectory
        else { return paths }
        return LegacyTable.allCases.map { "\(path)/\($0.rawValue).csv" }
            .filter { FileManager.default.fileExists(atPath: $0) }
    }
}

/// A writer of files' rows into the scratch file.
private struct Filler {
    let db: Database
    var report: ImportReport
    var count = 0

    init(db: Database, report: ImportReport) {
        self.db = db
        self.report = report
    }

    mutating func read(_ path: String) throws {
        var bytes = try ByteReader(path: path)
        // The first bytes of gzip's format and of pg_dump's others (custom, tar).
        if try bytes.peek() == 0x1F {
            throw ImportFault.otherFormat(path: path, what: "compressed", instead: "Unpack it first: gunzip \(path)")
        }
        if try bytes.starts(with: "PGDMP") || bytes.starts(with: "toc.dat\0") {
            throw ImportFault.otherFormat(
                path: path, what: "in pg_dump's own format",
                instead: "Make plain SQL of it first: pg_restore --file original.sql \(path)")
        }
        if path.hasSuffix(".csv") { try readCSV(bytes, path: path) } else { try readDump(bytes) }
    }

    private mutating func readDump(_ bytes: consuming ByteReader) throws {
        var reader = DumpReader(bytes)
        while let row = try reader.next() { try add(row) }
    }

    private mutating func readCSV(_ bytes: consuming ByteReader, path: String) throws {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        guard let table = LegacyTable(rawValue: name) else {
            throw ImportFault.otherFormat(
                path: path, what: "named after no table",
                instead: "Its name tells what is in it: users.csv, rooms.csv, room_members.csv or messages.csv.")
        }
        var reader = CSVReader(bytes)
        guard let header = try reader.next() else { return }
        let plan = try ColumnPlan(table, names: header.map { $0 ?? "" })
        while let values = try reader.next() { try add(plan.row(values)) }
    }

    private mutating func add(_ row: LegacyRow) throws {
        count += 1
        let values = row.values
        func number(_ place: Int) -> Int64? { values[place].flatMap { Int64($0.trimmed) } }
        let isBroken = values.contains { $0?.unicodeScalars.contains { $0 == "\0" || $0 == "\u{FFFD}" } ?? false }
        if isBroken { report.note(.brokenText, number(0)) }
        // A NUL would end a text in SQLite, and PostgreSQL holds none.
        func text(_ place: Int) -> String? { isBroken ? values[place]?.replacing("\0", with: "") : values[place] }
        let arguments: StatementArguments
        switch row.table {
        case .users:
            guard let id = number(0) else { return report.note(.unreadableRow, nil) }
            arguments = [id, text(1), text(2), text(3), text(4), text(5)]
        case .rooms:
            guard let id = number(0) else { return report.note(.unreadableRow, nil) }
            arguments = [id, text(1), number(2), text(3), text(4)]
        case .members:
            guard let room = number(0), let user = number(1) else { return report.note(.unreadableRow, nil) }
            arguments = [room, user, text(2)]
        case .messages:
            guard let id = number(0), let room = number(1) else { return report.note(.unreadableRow, nil) }
            arguments = [id, room, number(2), text(3), text(4)]
        }
        try db.cachedStatement(sql: Self.inserts[row.table] ?? "").execute(arguments: arguments)
        if db.changesCount == 0 { report.note(.doubledRow, number(0)) }
    }

    private static let inserts: [LegacyTable: String] = Dictionary(
        uniqueKeysWithValues: LegacyTable.allCases.map { table in
            let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
            return (
                table,
                "INSERT OR IGNORE INTO \(table.rawValue) (\(table.columns.joined(separator: ", "))) VALUES (\(marks))"
            )
        })
}
