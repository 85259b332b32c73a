import SnugChat

/// A connection to the server, whose statements are prepared once each and whose values go in binary both ways.
///
/// Its thread, the writer's or a reader's own, waits for each answer, but no longer than there is patience: a server that
/// stands still would otherwise be waited for until it is killed.
// Used by one thread at a time: the queue that owns it hands it on with its work.
@safe final class PostgresConnection: @unchecked Sendable {
    let library: LibPQ
    let notices: NoticeRecorder
    /// The connection; nil once it is closed.
    private(set) var handle: LibPQ.Handle?
    /// The names of the statements that were prepared, by their text.
    private var prepared: [String: String] = [:]
    /// The time within which an answer comes, or the connection is lost; nil for any.
    var patience: Duration? = Limits.postgresAnswerWithin
    /// A function that tells whether the connection is to a server that is no longer the one to ask.
    var isOutdated: @Sendable () -> Bool = { false }
    /// A function that tells whether commits wait for a standby that does not answer.
    var commitsHang: @Sendable () -> Bool = { false }
    /// True if commits wait for a standby by the server's settings.
    var awaitsStandby = false
    /// The number of statements that may have changed something.
    private(set) var changes = 0
    /// True while an answer to COMMIT is waited for.
    var isCommitting = false
    /// True while the end of another node's commit is waited for.
    var isTakingTurn = false
    /// The server that it is to, for the log: a host or the folder of a socket, with a port.
    let place: String
    /// The moment at which it was open.
    let openedAt: ContinuousClock.Instant

    /// Opens a connection to a server.
    /// - Parameter place: the one of the string's hosts that it is to; nil for the first that takes it.
    /// - Throws: ``PostgresFault``
    init(to string: ConnectionString, at place: ConnectionString.Place? = nil) throws(PostgresFault) {
        library = try LibPQ.loaded()
        notices = NoticeRecorder(library: library)
        let library = library
        let handle = unsafe string.withParameters(at: place) { names, values in
            unsafe library.connect(names, values, 1)
        }
        guard let handle = unsafe handle else { throw PostgresFault(.noConnection("there is no memory left")) }
        guard unsafe library.status(handle) == LibPQ.connectionIsGood, unsafe library.beNonblocking(handle, 1) == 0
        else {
            let words = unsafe library.errorMessage(handle).map { unsafe String(cString: $0) } ?? ""
            unsafe library.finish(handle)
            throw PostgresFault(.noConnection(string.withoutSecrets(words)))
        }
        let words = unsafe [library.host(handle), library.port(handle)].map { word in
            unsafe word.map { unsafe String(cString: $0) } ?? ""
        }
        self.place = words.filter { !$0.isEmpty }.joined(separator: ":")
        openedAt = .now
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
        guard let handle = unsafe handle, !isOutdated() else { return true }
        return unsafe library.status(handle) != LibPQ.connectionIsGood
    }

    /// True once a statement of the transaction has failed.
    var hasFailed: Bool { unsafe library.transactionStatus(handle) == LibPQ.transactionFailed }

    /// The server's version in libpq's spelling, as 150018 for 15.18.
    var serverVersion: Int { Int(unsafe library.serverVersion(handle)) }

    /// Carries out statements without values, whose answers are not read.
    func control(_ sql: String) throws {
        changes += 1
        _ = try exchange { unsafe library.send(handle, sql) }
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

    /// Takes back that statements since a number of ``changes`` may have changed something.
    func hasChangedNothing(since number: Int) { changes = number }

    private func ask(_ sql: String, _ values: [Parameter]) throws -> QueryResult {
        if !sql.hasPrefix("SELECT") { changes += 1 }
        let name = try prepare(sql, values)
        var bytes: [UInt8] = []
        let places = values.map { value in
            let start = bytes.count
            return (start: start, count: value.append(to: &bytes))
        }
        // Even an empty value lies somewhere: nil would be none.
        bytes.append(0)
        return try exchange {
            unsafe bytes.withUnsafeBytes { buffer in
                let base = unsafe buffer.bindMemory(to: CChar.self).baseAddress
                let pointers = unsafe places.map { place in
                    unsafe place.count == nil ? nil : base.map { unsafe $0 + place.start }
                }
                return unsafe library.sendPrepared(
                    handle, name, CInt(values.count), pointers, places.map { CInt($0.count ?? 0) },
                    Array(repeating: 1, count: values.count), 1)
            }
        }
    }

    /// Returns the name of a statement, which is prepared where it was not yet.
    ///
    /// There are as many as the tables' files have: none is made of what people write.
    private func prepare(_ sql: String, _ values: [Parameter]) throws -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        _ = try exchange { unsafe library.prepare(handle, name, sql, CInt(values.count), values.map(\.type)) }
        prepared[sql] = name
        return name
    }

    /// Adds rows by a `COPY … FROM STDIN` in the binary form.
    /// - Returns: the number of rows added.
    func copy(_ sql: String, _ rows: BinaryRows) throws -> Int {
        try control(sql)
        return try exchange {
            unsafe rows.ended.withUnsafeBytes { buffer in
                let bytes = unsafe buffer.bindMemory(to: CChar.self).baseAddress
                let isTaken = unsafe library.sendRows(handle, bytes, CInt(buffer.count)) == 1
                return isTaken ? unsafe library.endRows(handle, nil) : 0
            }
        }.rowsChanged
    }
}
