/// All rows of a database, as they were at one moment.
///
/// It is used by one thread, for as long as the function lasts that is given it.
public protocol MoveSource {
    /// The bytes that the database takes, about.
    func bytes() throws -> Int
    /// Returns the number of a table's rows.
    func count(of table: MovedTable) throws -> Int
    /// Reads the rows of a table, no more than ``MovedTable/rowsAtOnce`` at once.
    func rows(of table: MovedTable, _ take: ([MovedRow]) throws -> Void) throws
    /// Returns the number of a file that has not as many bytes as it says; nil where there is none.
    func brokenFile() throws -> Int64?
    /// Returns the highest number that was given in each table whose numbers are given once; 0 for none.
    func numbers() throws -> [String: Int64]
}

/// A database without a row, which takes those of another: all or none of them are in it in the end.
public protocol MoveTarget: MoveSource {
    /// Adds rows as they are: nothing is counted, noted or removed in other tables for them.
    func add(_ rows: [MovedRow], to table: MovedTable) throws
    /// Has the next numbers follow these.
    func setNumbers(_ numbers: [String: Int64]) throws
}

/// A store that lends all that it holds.
public protocol MovableStore: Store {
    /// Calls a function with the rows of one moment, on a thread of its own; writers are not held up.
    /// - Throws: what the function throws; the store's own fault.
    func lend<Value: Sendable>(_ work: @escaping @Sendable (any MoveSource) throws -> Value) async throws -> Value
}
