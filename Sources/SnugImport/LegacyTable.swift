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
}

/// A row as its file has it: a text for each column, or nothing.
struct LegacyRow {
    var table: LegacyTable
    /// The values in the order of ``LegacyTable/columns``.
    var values: [String?]
}

/// The places of the columns that are read among those that a file has.
struct ColumnPlan {
    let table: LegacyTable
    private let places: [Int?]

    /// - Parameter names: the file's columns, in its order.
    /// - Throws: ``ImportFault/missing(column:table:)``
    init(_ table: LegacyTable, names: [String]) throws(ImportFault) {
        self.table = table
        let names = names.map { $0.lowercased() }
        for needed in table.neededColumns where !names.contains(needed) {
            throw .missing(column: needed, table: table.rawValue)
        }
        places = table.columns.map { names.firstIndex(of: $0) }
    }

    func row(_ values: [String?]) -> LegacyRow {
        LegacyRow(
            table: table, values: places.map { place in place.flatMap { $0 < values.count ? values[$0] : nil } })
    }
}
