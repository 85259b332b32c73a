/// A table that every store has, in the form that all have in common: what goes along when a database is moved.
public struct MovedTable: Sendable, Hashable {
    public var name: String
    /// The columns by their names, which every store gives them.
    public var columns: [String]
    /// The columns by whose values the rows come: so they lie beside one another at their destination too.
    public var order: [String]
    /// The column whose rows without a value come first, since the others refer to them; nil for a table whose rows do
    /// not refer to one another.
    public var rootsFirst: String?
    /// True for a table whose numbers are given once, in the column `id`, also those of rows that are gone.
    public var isNumbered: Bool
    /// The rows that are read at once: few of those that are large.
    public var rowsAtOnce: Int

    /// - Parameters:
    ///   - columns: the names with a space between two.
    ///   - order: as `columns`; nil for the first column.
    init(
        _ name: String, isNumbered: Bool = false, _ columns: String, order: String? = nil, rootsFirst: String? = nil,
        rowsAtOnce: Int = Limits.movedRowsAtOnce
    ) {
        self.name = name
        self.columns = columns.split(separator: " ").map(String.init)
        self.order = order.map { $0.split(separator: " ").map(String.init) } ?? Array(self.columns.prefix(1))
        self.rootsFirst = rootsFirst
        self.isNumbered = isNumbered
        self.rowsAtOnce = rowsAtOnce
    }

    /// Returns the place of a column in each row.
    func place(of column: String) -> Int {
        guard let place = columns.firstIndex(of: column) else {
            preconditionFailure("\(name) has no column \(column)")
        }
        return place
    }
}

/// A value of a row, as SQLite has it: what is true is the number 1.
public enum MovedValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// The values of a row, in the order of its table's columns.
public typealias MovedRow = [MovedValue]
