import GRDB
import GRDBSQLite

/// The statements that each message takes, bound and stepped without GRDB's arrays of arguments and its cursors.
///
/// Those and a savepoint for each message were a sixth of the time in which 64 people's are posted.
enum HotStatement: Int, CaseIterable {
    case begin, undo, end
    case placeOfPost, placeOfAnswer, placeOfAny, add
    case noteSeq, noteSeqOfLast, noteOwnWord
    case index

    fileprivate var sql: String {
        switch self {
        case .begin: "SAVEPOINT intention"
        case .undo: "ROLLBACK TO intention"
        case .end: "RELEASE intention"
        case .placeOfPost: MessageSQL.placeOfPost
        case .placeOfAnswer: MessageSQL.placeOfAnswer
        case .placeOfAny: MessageSQL.placeOfAny
        case .add: MessageSQL.add
        case .noteSeq: MessageSQL.noteSeq
        case .noteSeqOfLast: MessageSQL.noteSeqOfLast
        case .noteOwnWord: MemberSQL.noteOwnWord
        case .index: SearchSQL.add
        }
    }
}

/// The hot statements of a connection, each looked up once: a transaction keeps them for what it carries out.
struct HotStatements {
    private let db: Database
    private var known: [Statement?] = Array(repeating: nil, count: HotStatement.allCases.count)

    init(_ db: Database) { self.db = db }

    /// Carries a statement out to its end.
    /// - Parameter read: a function that is given the first row, if there is one.
    /// - Throws: `DatabaseError`
    mutating func run<each Value: StatementBinding, Found>(
        _ name: HotStatement, _ values: repeat each Value, read: (borrowing Columns) -> Found
    ) throws -> Found? {
        // The handle is the statement's, which is kept beyond this call, and is touched on its connection's thread alone.
        let statement = try statement(name)
        let handle = unsafe statement.sqliteStatement
        // The values stay bound until the next ones are.
        defer { unsafe sqlite3_reset(handle) }
        var index: CInt = 0
        for value in repeat each values {
            index += 1
            guard unsafe value.bind(to: handle, at: index) == SQLITE_OK else { throw error(of: statement) }
        }
        var found: Found?
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: if found == nil { found = unsafe read(Columns(handle: handle)) }
            // What other tables refuse is said at the end, behind the rows (SQLite, lang_returning §2).
            case SQLITE_DONE: return found
            default: throw error(of: statement)
            }
        }
    }

    mutating func run<each Value: StatementBinding>(_ name: HotStatement, _ values: repeat each Value) throws {
        _ = try run(name, repeat each values) { _ in }
    }

    private mutating func statement(_ name: HotStatement) throws -> Statement {
        if let known = known[name.rawValue] { return known }
        let statement = try db.cachedStatement(sql: name.sql)
        known[name.rawValue] = statement
        return statement
    }

    private func error(of statement: Statement) -> DatabaseError {
        let code = unsafe sqlite3_extended_errcode(db.sqliteConnection)
        let message = unsafe String(cString: sqlite3_errmsg(db.sqliteConnection))
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }

    /// A row that is being read, with the numbers in its columns.
    @safe struct Columns: ~Copyable {
        fileprivate let handle: OpaquePointer

        subscript(index: CInt) -> Int64 { unsafe sqlite3_column_int64(handle, index) }
    }
}
