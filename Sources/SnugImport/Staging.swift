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
    /// - Parameters:
    ///   - paths: one plain SQL dump, or CSV files named after their tables, or a folder of those.
    ///   - choice: the source to read where there are several.
    /// - Throws: ``ImportFault``
    init(
        _ paths: [String], from choice: ImportChoice, noting report: inout ImportReport, _ monitor: ProgressMonitor
    ) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE")
        }
        do {
            rows = try DatabaseQueue(path: "", configuration: configuration)
            report = try rows.writeWithoutTransaction { db in
                var filler = Filler(db: db, choice: choice, monitor: monitor)
                try db.inTransaction {
                    for path in try Self.files(paths) { try filler.read(path) }
                    try filler.keepChosen(of: paths.joined(separator: ", "))
                    return .commit
                }
                return filler.report
            }
        } catch let error as DatabaseError {
            // The message alone: a statement's arguments are what people wrote.
            throw ImportFault.noScratch(reason: error.message ?? "SQLite \(error.resultCode.rawValue)")
        }
    }

    private static func files(_ paths: [String]) throws -> [String] {
        guard paths.count == 1, let path = paths.first,
            let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType,
            kind == .typeDirectory
        else { return paths }
        guard !FileManager.default.fileExists(atPath: "\(path)/toc.dat") else {
            throw ImportFault.otherFormat(
                path: path, what: "in pg_dump's own format",
                instead: "Make plain SQL of it first: pg_restore --file original.sql \(path)")
        }
        return LegacyTable.allCases.map { "\(path)/\($0.rawValue).csv" }
            .filter { FileManager.default.fileExists(atPath: $0) }
    }
}

/// A writer of files' rows into the scratch file: each source has tables of its own until one is chosen.
private struct Filler {
    let db: Database
    let monitor: ProgressMonitor
    /// The remarks of the chosen source.
    private(set) var report = ImportReport()
    private var catalog: SourceCatalog
    private var targets: [Int: Target] = [:]

    /// The tables of a source in the scratch file, with the remarks about its rows.
    private struct Target {
        var report = ImportReport()
        let inserts: [LegacyTable: String]

        init(_ source: Int) {
            inserts = Dictionary(
                uniqueKeysWithValues: LegacyTable.allCases.map { table in
                    let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
                    let columns = table.columns.joined(separator: ", ")
                    return (
                        table, "INSERT OR IGNORE INTO \(table.rawValue)_\(source) (\(columns)) VALUES (\(marks))"
                    )
                })
        }
    }

    init(db: Database, choice: ImportChoice, monitor: ProgressMonitor) {
        self.db = db
        self.monitor = monitor
        catalog = SourceCatalog(choice)
    }

    /// Makes the tables of a source.
    private func makeTables(of source: Int) throws {
        try db.execute(
            sql: """
                CREATE TABLE users_\(source) (id INTEGER PRIMARY KEY, email TEXT, name TEXT, password TEXT, role TEXT,
                    last_seen TEXT, kept TEXT);
                CREATE TABLE rooms_\(source) (id INTEGER PRIMARY KEY, name TEXT, created_by INTEGER, created_at TEXT,
                    is_private TEXT);
                CREATE TABLE room_members_\(source) (room_id INTEGER NOT NULL, user_id INTEGER NOT NULL, joined_at TEXT,
                    PRIMARY KEY (room_id, user_id)) WITHOUT ROWID;
                CREATE TABLE messages_\(source) (id INTEGER PRIMARY KEY, room_id INTEGER NOT NULL, user_id INTEGER,
                    content TEXT, timestamp TEXT);
                CREATE INDEX messages_by_room_\(source) ON messages_\(source) (room_id, id);
                """)
    }

    /// Chooses the one source, and gives its tables the names of the original's.
    /// - Parameter path: the files, for the fault.
    mutating func keepChosen(of path: String) throws {
        let chosen = try catalog.chosen(of: path)
        for table in LegacyTable.allCases {
            for source in targets.keys where source != chosen {
                try db.execute(sql: "DROP TABLE \(table.rawValue)_\(source)")
            }
            try db.execute(sql: "ALTER TABLE \(table.rawValue)_\(chosen) RENAME TO \(table.rawValue)")
        }
        report = targets[chosen]?.report ?? report
        report.leftAside = catalog.leftAside(besides: chosen)
    }

    mutating func read(_ path: String) throws {
        var bytes = try ByteReader(path: path, monitor)
        // The first bytes of gzip's format and of pg_dump's others (custom, tar).
        if try bytes.peek() == 0x1F {
            throw ImportFault.otherFormat(path: path, what: "compressed", instead: "Unpack it first: gunzip \(path)")
        }
        if try bytes.starts(with: "PGDMP") || bytes.starts(with: "toc.dat\0") {
            throw ImportFault.otherFormat(
                path: path, what: "in pg_dump's own format",
                instead: "Make plain SQL of it first: pg_restore --file original.sql \(path)")
        }
        // The byte order marks of UTF-16.
        if try [0xFF, 0xFE].contains(bytes.peek()) {
            throw ImportFault.otherFormat(
                path: path, what: "in UTF-16",
                instead:
                    "Write it in UTF-8: iconv -f UTF-16 -t UTF-8 \(path) > utf8-\(URL(fileURLWithPath: path).lastPathComponent)"
            )
        }
        if try bytes.starts(with: "SQLite format 3\0") {
            throw ImportFault.otherFormat(
                path: path, what: "an SQLite database",
                instead: "The original product kept PostgreSQL's; give what pg_dump writes of it.")
        }
        if path.hasSuffix(".csv") { try readCSV(bytes, path: path) } else { try readDump(bytes) }
    }

    private mutating func readDump(_ bytes: consuming ByteReader) throws {
        catalog.startPart()
        var reader = DumpReader(bytes, catalog)
        while let row = try reader.next() { try add(row) }
        catalog = reader.catalog
    }

    private mutating func readCSV(_ bytes: consuming ByteReader, path: String) throws {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        guard let table = LegacyTable(rawValue: name) else {
            throw ImportFault.otherFormat(
                path: path, what: "named after no table",
                instead: "Its name tells what is in it: users.csv, rooms.csv, room_members.csv or messages.csv.")
        }
        var reader = CSVReader(bytes)
        guard let header = try reader.next()?.map({ $0 ?? "" }) else { return }
        if header.count == 1, let separator = header[0].first(where: { ";\t|".contains($0) }) {
            throw ImportFault.otherFormat(
                path: path, what: separator == "\t" ? "separated by tabs" : "separated by \(separator)",
                instead: "Write it with commas between the columns.")
        }
        // A file beside others, of whatever schema is meant.
        catalog.startPart()
        let source = ImportSource(database: catalog.choice.database, schema: catalog.choice.schema ?? "public")
        guard let plan = try catalog.fill(table, of: source, columns: header) else { return }
        while let values = try reader.next() {
            catalog.countRow(of: plan)
            try add(plan.row(values).ofCSV)
        }
    }

    private mutating func add(_ row: LegacyRow) throws {
        if targets[row.source] == nil {
            try makeTables(of: row.source)
            targets[row.source] = Target(row.source)
        }
        let values = row.values
        func number(_ place: Int) -> Int64? { values[place].flatMap { Int64($0.trimmed) } }
        let isBroken = values.contains { $0?.unicodeScalars.contains { $0 == "\0" || $0 == "\u{FFFD}" } ?? false }
        if isBroken { targets[row.source]?.report.note(.brokenText, number(0)) }
        // A NUL would end a text in SQLite, and PostgreSQL holds none.
        func text(_ place: Int) -> String? { isBroken ? values[place]?.replacing("\0", with: "") : values[place] }
        let arguments: StatementArguments?
        switch row.table {
        case .users:
            arguments = number(0).map { [$0, text(1), text(2), text(3), text(4), text(5)] }
        case .rooms:
            arguments = number(0).map { [$0, text(1), number(2), text(3), text(4)] }
        case .members:
            arguments = number(0).flatMap { room in number(1).map { [room, $0, text(2)] } }
        case .messages:
            arguments = number(0).flatMap { id in number(1).map { [id, $0, number(2), text(3), text(4)] } }
        }
        guard let arguments else {
            targets[row.source]?.report.note(.unreadableRow, nil)
            return
        }
        try db.cachedStatement(sql: targets[row.source]?.inserts[row.table] ?? "").execute(arguments: arguments)
        if db.changesCount == 0 { targets[row.source]?.report.note(.doubledRow, number(0)) }
    }
}
