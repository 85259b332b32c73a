import SnugChat

/// A connection to the server, whose statements are prepared once each and whose values go in binary both ways.
///
/// It blocks: its thread is the writer's or a reader's own.
// Used by one thread at a time: the queue that owns it hands it on with its work.
@safe final class PostgresConnection: @unchecked Sendable {
    private let library: LibPQ
    private let notices: NoticeRecorder
    /// The connection; nil once it is closed.
    private var handle: LibPQ.Handle?
    /// The names of the statements that were prepared, by their text.
    private var prepared: [String: String] = [:]

    /// Opens a connection to a server that takes writes.
    /// - Throws: ``PostgresFault``
    init(to string: ConnectionString) throws(PostgresFault) {
        library = try LibPQ.loaded()
        notices = NoticeRecorder(library: library)
        let library = library
        let handle = unsafe string.withParameters { names, values in unsafe library.connect(names, values, 1) }
        guard let handle = unsafe handle else { throw PostgresFault(.noConnection("there is no memory left")) }
        guard unsafe library.status(handle) == LibPQ.connectionIsGood else {
            let words = unsafe library.errorMessage(handle).map { unsafe String(cString: $0) } ?? ""
            unsafe library.finish(handle)
            throw PostgresFault(.noConnection(string.withoutSecrets(words)))
        }
        unsafe self.handle = unsafe handle
        unsafe notices.listen(to: handle)
    }

    deinit { close() }

    /// Ends the connection, and what it had not committed.
    func close() {
        unsafe library.finish(handle)
        unsafe handle = nil
    }

    /// True once nothing can be asked any more.
    var isLost: Bool {
        guard let handle = unsafe handle else { return true }
        return unsafe library.status(handle) != LibPQ.connectionIsGood
    }

    /// True once a statement of the transaction has failed.
    var hasFailed: Bool { unsafe library.transactionStatus(handle) == LibPQ.transactionFailed }

    /// The server's version in libpq's spelling, as 150018 for 15.18.
    var serverVersion: Int { Int(unsafe library.serverVersion(handle)) }

    /// Carries out statements without values, whose answers are not read.
    func control(_ sql: String) throws { _ = unsafe try answer(library.execute(handle, sql)) }

    /// Commits the transaction.
    /// - Throws: ``PostgresError``; ``PostgresError/Condition/unknownOutcome`` where no answer came, or one with a
    ///   warning: it is that of a wait for a standby which somebody ended (01000). The connection is closed then.
    func commit() throws {
        notices.forget()
        // A session that was over before it was asked has committed nothing.
        _ = try isBusy
        if notices.tellOfTheEnd {
            close()
            throw PostgresError.connectionLost
        }
        let answer: QueryResult
        do {
            answer = unsafe try self.answer(library.execute(handle, "COMMIT"))
        } catch let error as PostgresError where error.condition == .connectionLost {
            close()
            throw PostgresError(.unknownOutcome, sqlState: error.sqlState, "the connection was lost during COMMIT")
        }
        if let warning = notices.warnings.first {
            close()
            throw PostgresError(
                .unknownOutcome, sqlState: warning.sqlState,
                "PostgreSQL \(warning.sqlState), COMMIT came with a warning: it may be on one machine only")
        }
        guard answer.commandTag == "COMMIT" else {
            throw PostgresError(.other, "the transaction had failed, and was rolled back")
        }
    }

    /// Carries out a statement.
    /// - Returns: the number of rows changed.
    @discardableResult
    func run(_ sql: String, _ values: any ParameterValue...) throws -> Int {
        try ask(sql, values.map(\.parameter)).rowsChanged
    }

    /// Adds a row by a statement that returns its number.
    func add<Noun>(_ sql: String, _ values: any ParameterValue...) throws -> Identifier<Noun> {
        let answer = try ask(sql, values.map(\.parameter))
        guard answer.count == 1 else { throw PostgresError(.other, "a row was not added") }
        return try answer.row(0)[0]
    }

    /// Reads the first row that a statement returns; nil where it returns none.
    func one<Found>(
        _ sql: String, _ values: any ParameterValue..., read: (Row) throws -> Found
    ) throws -> Found? {
        let answer = try ask(sql, values.map(\.parameter))
        return answer.count == 0 ? nil : try read(answer.row(0))
    }

    /// Reads all rows that a statement returns.
    func all<Found>(
        _ sql: String, _ values: any ParameterValue..., read: (Row) throws -> Found
    ) throws -> [Found] {
        let answer = try ask(sql, values.map(\.parameter))
        return try (0..<answer.count).map { try read(answer.row($0)) }
    }

    private func ask(_ sql: String, _ values: [Parameter]) throws -> QueryResult {
        let name = try prepare(sql, values)
        var bytes: [UInt8] = []
        let places = values.map { value in
            let start = bytes.count
            return (start: start, count: value.append(to: &bytes))
        }
        // Even an empty value lies somewhere: nil would be none.
        bytes.append(0)
        let answer = unsafe bytes.withUnsafeBytes { buffer in
            let base = unsafe buffer.bindMemory(to: CChar.self).baseAddress
            let pointers = unsafe places.map { place in
                unsafe place.count == nil ? nil : base.map { unsafe $0 + place.start }
            }
            return unsafe library.executePrepared(
                handle, name, CInt(values.count), pointers, places.map { CInt($0.count ?? 0) },
                Array(repeating: 1, count: values.count), 1)
        }
        return unsafe try self.answer(answer)
    }

    /// Returns the name of a statement, which is prepared where it was not yet.
    ///
    /// There are as many as the tables' files have: none is made of what people write.
    private func prepare(_ sql: String, _ values: [Parameter]) throws -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        _ = unsafe try answer(library.prepare(handle, name, sql, CInt(values.count), values.map(\.type)))
        prepared[sql] = name
        return name
    }

    /// Adds rows by a `COPY … FROM STDIN` in the binary form.
    /// - Returns: the number of rows added.
    func copy(_ sql: String, _ rows: BinaryRows) throws -> Int {
        try control(sql)
        let isSent = unsafe rows.ended.withUnsafeBytes { buffer in
            let bytes = unsafe buffer.bindMemory(to: CChar.self).baseAddress
            return unsafe library.sendRows(handle, bytes, CInt(buffer.count)) == 1 && library.endRows(handle, nil) == 1
        }
        guard isSent else { throw PostgresError.connectionLost }
        var added = 0
        while let answer = try nextAnswer() { added += answer.rowsChanged }
        return added
    }

    // Without waiting

    /// The descriptor of its socket; nil once it is closed.
    var socket: CInt? {
        let socket = unsafe library.socket(handle)
        return socket < 0 ? nil : socket
    }

    /// Sends statements without values, whose answers are taken by ``nextAnswer()``.
    func send(_ sql: String) throws {
        guard unsafe library.send(handle, sql) == 1 else { throw PostgresError.connectionLost }
    }

    /// Takes in what has come.
    func takeIn() throws {
        guard unsafe library.takeIn(handle) == 1 else { throw PostgresError.connectionLost }
    }

    /// True while ``nextAnswer()`` would wait.
    var isBusy: Bool {
        get throws {
            try takeIn()
            return unsafe library.isBusy(handle) != 0
        }
    }

    /// Takes the next answer to what was sent; nil behind the last.
    func nextAnswer() throws -> QueryResult? {
        guard let answer = unsafe library.nextAnswer(handle) else { return nil }
        return unsafe try self.answer(answer)
    }

    /// Takes the next notification that was taken in; nil behind the last.
    func nextNotification() -> (channel: String, payload: String)? {
        guard let notification = unsafe library.nextNotification(handle) else { return nil }
        defer { unsafe library.freeMemory(notification) }
        func text(at offset: Int) -> String {
            (unsafe notification.load(fromByteOffset: offset, as: LibPQ.Text?.self).map { unsafe String(cString: $0) })
                ?? ""
        }
        return (text(at: LibPQ.Notification.channel), text(at: LibPQ.Notification.payload))
    }

    /// Takes an answer, or the error that it is.
    private func answer(_ answer: LibPQ.Handle?) throws -> QueryResult {
        guard let answer = unsafe answer else { throw PostgresError.connectionLost }
        let result = unsafe QueryResult(answer, of: library)
        if result.isDone { return result }
        let error = result.error
        // What the server says has a code; libpq's own words have none, and its connection is of no use any more.
        if error.sqlState.isEmpty { close() }
        throw isLost && error.condition != .connectionLost ? PostgresError.connectionLost : error
    }
}
