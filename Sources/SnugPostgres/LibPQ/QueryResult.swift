import SnugChat

/// An answer of the server, which holds all its rows.
@safe final class QueryResult {
    private let library: LibPQ
    private let handle: LibPQ.Handle

    /// The number of its rows.
    let count: Int

    /// - Parameter handle: the answer, which is freed with this.
    init(_ handle: LibPQ.Handle, of library: LibPQ) {
        unsafe self.handle = unsafe handle
        self.library = library
        count = Int(unsafe library.rowCount(handle))
    }

    deinit { unsafe library.clear(handle) }

    /// True for a statement that was carried out, with rows or without, or that waits for rows.
    var isDone: Bool {
        [LibPQ.commandDone, LibPQ.rowsCame, LibPQ.rowsAreAwaited].contains(unsafe library.resultStatus(handle))
    }

    /// True for a `COPY … FROM STDIN` that waits for its rows.
    var awaitsRows: Bool { (unsafe library.resultStatus(handle)) == LibPQ.rowsAreAwaited }

    /// The first word of the command that was carried out, as COMMIT or ROLLBACK.
    var commandTag: String { (unsafe library.commandTag(handle).map { unsafe String(cString: $0) }) ?? "" }

    /// The number of rows that were changed or returned.
    var rowsChanged: Int {
        (unsafe library.rowsChanged(handle).flatMap { unsafe Int(String(cString: $0)) }) ?? 0
    }

    /// The error that it is, with what the server says of it.
    var error: PostgresError {
        PostgresError(
            sqlState: field("C") ?? "", message: field("M") ?? "no reason given", constraint: field("n"))
    }

    /// Returns a field of an error, by its letter in the protocol (§55.8).
    private func field(_ letter: Unicode.Scalar) -> String? {
        unsafe library.resultErrorField(handle, CInt(letter.value)).map { unsafe String(cString: $0) }
    }

    func row(_ index: Int) -> Row { Row(result: self, index: index) }

    fileprivate func column(_ index: Int, row: Int) throws(PostgresError) -> Column {
        let (row, index) = (CInt(row), CInt(index))
        guard index < (unsafe library.columnCount(handle)) else { throw Column.unreadable }
        if unsafe library.isNull(handle, row, index) != 0 { return .null }
        let bytes = unsafe UnsafeRawBufferPointer(
            start: library.value(handle, row, index), count: Int(library.valueLength(handle, row, index)))
        return unsafe try Column(bytes, type: library.columnType(handle, index))
    }
}

/// A row of an answer, whose columns are read by position.
struct Row {
    fileprivate let result: QueryResult
    fileprivate let index: Int

    /// A column's value; an optional type stands for one that may be null.
    subscript<Value: ColumnValue>(_ column: Int) -> Value {
        get throws { try Value(result.column(column, row: index)) }
    }
}

/// A remark of the server beside an answer.
struct Notice: Hashable {
    /// WARNING, NOTICE and so on, in no language but English.
    var severity: String
    var sqlState: String
}
