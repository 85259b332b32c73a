/// A schema of a database, as a place that may hold the original's tables.
public struct ImportSource: Sendable, Hashable, CustomStringConvertible {
    /// The database's name; nil where the dump is of one database and does not name it.
    public var database: String?
    public var schema: String

    public init(database: String? = nil, schema: String) {
        self.database = database
        self.schema = schema
    }

    public var description: String {
        // Names come from the file: none may move the terminal's cursor.
        let words = (database.map { "database \($0), " } ?? "") + "schema \(schema)"
        return String(
            String.UnicodeScalarView(words.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }
}

/// The choice among the sources of one dump; what is nil stays open.
public struct ImportChoice: Sendable, Hashable {
    public var database: String?
    public var schema: String?

    public init(database: String? = nil, schema: String? = nil) {
        self.database = database
        self.schema = schema
    }

    func admits(_ source: ImportSource) -> Bool {
        (database == nil || database == source.database) && (schema == nil || schema == source.schema)
    }
}
