/// The tables of the original product, and the columns that are read of each.
enum LegacyTable: String, CaseIterable {
    case users
    case rooms
    case members = "room_members"
    case messages

    /// The columns without which a row means nothing.
    var neededColumns: [String] {
        switch self {
        case .users: ["id", "email"]
        case .rooms: ["id"]
        case .members: ["room_id", "user_id"]
        case .messages: ["id", "room_id", "user_id", "content"]
        }
    }

    var otherColumns: [String] {
        switch self {
        case .users: ["name", "password", "role", "last_seen"]
        case .rooms: ["name", "created_by", "created_at", "is_private"]
        case .members: ["joined_at"]
        case .messages: ["timestamp"]
        }
    }

    var columns: [String] { neededColumns + otherColumns }

    /// The column that holds what people wrote, and which the original never leaves empty.
    var writtenColumn: String? {
        switch self {
        case .users, .rooms: "name"
        case .members: nil
        case .messages: "content"
        }
    }
}

/// A row as its file has it: a text for each column, or nothing.
struct LegacyRow {
    var table: LegacyTable
    /// The place of its source in the ``SourceCatalog``.
    var source: Int
    /// The values in the order of ``LegacyTable/columns``.
    var values: [String?]

    /// The row as a CSV file means it: `\N` is no value, as some programs write it, but a word that somebody wrote.
    var ofCSV: LegacyRow {
        var row = self
        for (place, column) in table.columns.enumerated() where column != table.writtenColumn {
            if row.values[place] == "\\N" { row.values[place] = nil }
        }
        return row
    }
}

/// The places of the columns that are read among those that a file has.
struct ColumnPlan {
    let table: LegacyTable
    let source: Int
    private let places: [Int?]

    /// - Parameter names: the file's columns, in its order; one in other letters counts where none is spelt right.
    /// - Throws: ``ImportFault/missing(column:table:)``
    init(_ table: LegacyTable, of source: Int, names: [String]) throws(ImportFault) {
        self.table = table
        self.source = source
        let lowercase = names.map { $0.lowercased() }
        places = table.columns.map { names.firstIndex(of: $0) ?? lowercase.firstIndex(of: $0) }
        for (column, place) in zip(table.neededColumns, places) where place == nil {
            throw .missing(column: column, table: table.rawValue)
        }
    }

    func row(_ values: [String?]) -> LegacyRow {
        LegacyRow(
            table: table, source: source,
            values: places.map { place in place.flatMap { $0 < values.count ? values[$0] : nil } })
    }
}
