import SnugChat

/// A table's name with its schema.
struct TableName: Hashable {
    var schema: String
    var table: String
}

/// The tables that a dump has declared so far in one database: their columns, and whose rows they hold.
///
/// A partition, or a table that inherits, holds rows of another table.
struct DeclaredTables {
    private var columns: [TableName: [String]] = [:]
    private var parents: [TableName: TableName] = [:]

    /// Keeps a table's columns, unless too many tables have been declared.
    mutating func declare(_ table: TableName, columns names: [String]) {
        if columns.count < Limits.importTablesMax { columns[table] = names }
    }

    /// Returns the columns of a table in their order, or nil where they are not known.
    func columns(of table: TableName) -> [String]? { columns[table] }

    /// Keeps that a table holds rows of another one.
    /// - Returns: false where too many do.
    mutating func attach(_ child: TableName, to parent: TableName) -> Bool {
        // None holds its own rows: the way to the root has an end.
        guard root(of: parent) != child else { return true }
        guard parents.count < Limits.importTablesMax else { return false }
        parents[child] = parent
        return true
    }

    /// Returns the table whose rows a table holds; mostly itself.
    func root(of table: TableName) -> TableName {
        var root = table
        while let parent = parents[root] { root = parent }
        return root
    }
}
