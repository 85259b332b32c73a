public import SnugChat
import Synchronization

/// The store in a PostgreSQL database.
public final class PostgresStore: Store {
    let primary: Primary
    private let commits: CommitQueue
    let readers: ReaderPool
    private let listener: CommitListener
    /// The faults that intentions and questions meet, for the log.
    public let faults: ReportRelay<StoreFault>

    /// The use that a database is opened for.
    public enum Purpose: Sendable {
        /// Serving it, beside others that do; an empty database becomes one of Snug's.
        case serving
        /// The same for one command that fills a database as a whole, which nobody else works on just now.
        case filling
        /// Running one command, which brings an older schema up to date; the database is not empty.
        case command
        /// Looking into it: the schema stays as it is, and an older one is refused.
        case looking
    }

    /// Opens a database, and brings its schema up to date where the purpose allows it.
    /// - Parameters:
    ///   - address: what it does not say comes from the environment and the files that libpq looks at.
    ///   - node: the name of this node among those that serve the database; nil for a command.
    ///   - tell: a function that is told what becomes of the way to the primary, on whichever thread sees it.
    /// - Throws: ``PostgresFault``; nothing was changed in a database that is not Snug's.
    public convenience init(
        _ address: PostgresAddress, for purpose: Purpose, as node: String? = nil, events: any EventBus,
        tell: @escaping @Sendable (PrimaryNews) -> Void
    ) throws(PostgresFault) {
        try self.init(
            Primary(at: try ConnectionString(address.text, passwordFile: address.passwordFile, node: node), tell: tell),
            for: purpose, events: events)
    }

    /// Opens the database of a connection string as libpq reads it (PostgreSQL §34.1.1).
    convenience init(
        _ string: String, for purpose: Purpose = .serving, as node: String? = nil, events: any EventBus,
        tell: @escaping @Sendable (PrimaryNews) -> Void = { _ in }
    ) throws(PostgresFault) {
        try self.init(
            Primary(at: try ConnectionString(string, node: node), tell: tell), for: purpose, events: events)
    }

    private convenience init(
        _ primary: Primary, for purpose: Purpose, events: any EventBus
    ) throws(PostgresFault) {
        let connection = try primary.open()
        try Schema.bringUpToDate(on: connection, for: purpose)
        let end: CommitLog.News
        do {
            if purpose == .filling { try UseLock.checkAlone(connection) }
            end = try Snapshot(db: connection).commits(after: .max)
        } catch {
            throw PostgresFault(opening: error)
        }
        let writer = PostgresWriter(to: primary, connection: connection)
        let feed = CommitFeed(events: events, after: end.last, of: end.epoch)
        try self.init(to: primary, writer: writer, feed: feed, events: events)
    }

    private init(
        to primary: Primary, writer: PostgresWriter, feed: CommitFeed, events: any EventBus
    ) throws(PostgresFault) {
        self.primary = primary
        faults = ReportRelay()
        readers = ReaderPool(to: primary)
        let commits = CommitQueue(primary: primary, writer: writer, feed: feed, faults: faults)
        self.commits = commits
        listener = try CommitListener(
            to: primary, heard: { [weak commits] in commits?.hear($0) },
            beaten: { [weak commits] in commits?.hear(end: $0, commitsHang: $1) },
            noteHeard: { events.publish([.peer($0)]) })
    }

    deinit { listener.stop() }

    /// Hears of other nodes' commits and people from now on, within moments: their events go to the bus as this node's own
    /// do, in the order of commits.
    ///
    /// Without it they go there when this node next commits or observes, which is enough for a command.
    /// - Throws: ``PostgresFault``
    public func hearOfOthers() throws(PostgresFault) { try listener.start() }

    /// The number of writes and questions that wait for the next transaction.
    public var writesWaiting: Int { commits.waiting }

    /// The numbers of transactions and intentions since the start: their difference is what group commit saved.
    public var commitCounts: (transactions: Int, intentions: Int) {
        (commits.commits.load(ordering: .relaxed), commits.intentions.load(ordering: .relaxed))
    }

    public func read<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        try await asking { try question($0) }
    }

    public var isShared: Bool { true }

    public func submit<Value: Sendable>(
        writing bytes: Int,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        commits.add(WriterJob(.write, writing: bytes, intention, then: then))
    }

    public func submit<Value: Sendable>(
        posting: Posting,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        commits.add(WriterJob(.write, posting: posting, intention, then: then))
    }

    public func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        commits.add(WriterJob(.observe, question, then: then))
    }

    public func outsideChanges() async throws -> Int64 {
        // It changes with what this process commits too: nothing tells the two apart but a look.
        try await readers.read { snapshot in
            try snapshot.db.one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint") { try $0[0] } ?? 0
        }
    }

    /// Returns the bytes that the database takes, its indexes among them.
    /// - Throws: ``StoreFault``
    public func bytes() async throws -> Int64 {
        try await asking { snapshot in
            try snapshot.db.one("SELECT pg_database_size(current_database())") { try $0[0] } ?? 0
        }
    }

    /// Returns the names of the nodes that are connected to the database, in their order.
    /// - Throws: ``StoreFault``
    public func nodes() async throws -> [String] {
        try await asking { snapshot in
            try snapshot.db.all(
                """
                SELECT DISTINCT substr(application_name, 6) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'snug %' ORDER BY 1
                """
            ) { try $0[0] }
        }
    }

    private func asking<Value: Sendable>(
        _ question: @escaping @Sendable (Snapshot) throws -> Value
    ) async throws -> Value {
        do {
            return try await readers.read(question)
        } catch {
            throw faults.reporting(StoreFault.wrapping(error, doing: "reading"))
        }
    }

    public func foldLog() async throws {
        // The server's log is the server's own, and folded at its checkpoints.
    }

    /// Commits what waits, and closes the connections.
    ///
    /// Nothing can be asked afterwards.
    public func close() {
        listener.stop()
        commits.close()
        readers.close()
    }
}

extension PostgresStore: PeerChannel {
    /// Tells the other nodes, once this one hears of them (``hearOfOthers()``).
    public func tell(_ notes: [PeerNote]) { listener.tell(notes) }
}
