import Dispatch
import Glibc
import SnugChat
import Synchronization

/// The one connection of a node that hears of other nodes' commits, on a thread of its own.
///
/// Notifications are hints, and not kept for whoever is away: after each connection and at each heartbeat the log's end
/// is looked at. A connection that is dead without a word, as one is to a machine without power, is found by the
/// heartbeat.
final class CommitListener: Sendable {
    private let string: ConnectionString
    /// Told the number of a commit, and if it is the last that there is.
    private let heard: @Sendable (_ number: Int64, _ isEnd: Bool) -> Void
    private let queue = DispatchQueue(label: "snug.postgres.listen", qos: .userInitiated)
    private let isOver = Atomic<Bool>(false)
    private let bell: WakeBell

    /// - Throws: ``PostgresFault/Reason/noConnection(_:)`` where there is no file descriptor left.
    init(
        to string: ConnectionString, heard: @escaping @Sendable (_ number: Int64, _ isEnd: Bool) -> Void
    ) throws(PostgresFault) {
        self.string = string
        self.heard = heard
        bell = try WakeBell()
    }

    /// Connects, and listens from then on until ``stop()``.
    /// - Throws: ``PostgresFault``; ``PostgresFault/Reason/nameTaken(_:)`` where another node has this one's name;
    ///   ``PostgresFault/Reason/deaf`` where what is notified does not come.
    func start() throws(PostgresFault) {
        let db = try listening()
        do {
            if let node = string.node, try !Self.takeName(node, by: db) { throw PostgresFault(.nameTaken(node)) }
            try db.control("SELECT pg_notify('\(CommitLog.channel)', '0')")
            let end = ContinuousClock.now + Limits.notificationWithin
            while try db.notifications(on: CommitLog.channel).isEmpty {
                guard ContinuousClock.now < end else { throw PostgresFault(.deaf) }
                bell.wait(for: db, until: end)
            }
        } catch {
            throw PostgresFault(opening: error)
        }
        queue.async { self.run(db) }
    }

    /// Ends the thread and its connection.
    func stop() {
        isOver.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Takes a node's name for as long as a session lasts.
    /// - Returns: false where another session has it.
    private static func takeName(_ node: String, by db: PostgresConnection) throws -> Bool {
        let sql = "SELECT pg_try_advisory_lock($1::int, hashtext(current_schema() || ' ' || $2))"
        return try db.one(sql, Schema.lock, node) { try $0[0] } ?? false
    }

    private func listening() throws(PostgresFault) -> PostgresConnection {
        let db = try PostgresConnection(checking: string)
        do {
            try db.control("LISTEN \(CommitLog.channel)")
        } catch {
            throw PostgresFault(opening: error)
        }
        return db
    }

    private func run(_ first: PostgresConnection) {
        var known: PostgresConnection? = first
        var reconnection = Reconnection()
        while !isOver.load(ordering: .acquiring) {
            do {
                let db = try known ?? listening()
                // Its former session may have the name still.
                if known == nil, let node = string.node { _ = try Self.takeName(node, by: db) }
                known = db
                reconnection.succeeded()
                try listen(on: db)
            } catch {
                known = nil
                let now = ContinuousClock.now
                reconnection.failed(at: now)
                bell.wait(for: nil, until: now + reconnection.wait(at: now))
            }
        }
    }

    /// Passes on what is heard, until the end or the connection's.
    private func listen(on db: PostgresConnection) throws {
        // What came before the connection could be heard.
        var beat = ContinuousClock.now
        while !isOver.load(ordering: .acquiring) {
            if ContinuousClock.now >= beat {
                heard(try lastCommit(by: db), true)
                beat = ContinuousClock.now + Limits.listenerBeatEvery
            }
            for payload in try db.notifications(on: CommitLog.channel) {
                if let number = Int64(payload) { heard(number, false) }
            }
            bell.wait(for: db, until: beat)
        }
    }

    /// Asks for the last commit, with no more patience than a heartbeat has.
    private func lastCommit(by db: PostgresConnection) throws -> Int64 {
        let end = ContinuousClock.now + Limits.listenerBeatWithin
        try db.send(CommitLog.lastAsText)
        while try db.isBusy {
            guard ContinuousClock.now < end, !isOver.load(ordering: .acquiring) else {
                throw PostgresError.connectionLost
            }
            bell.wait(for: db, until: end)
        }
        return Int64(try db.sentAnswer { try $0[0] as String } ?? "") ?? 0
    }
}

/// A way to end a wait for a connection from another thread.
private final class WakeBell: Sendable {
    private let ends: (reading: CInt, writing: CInt)

    init() throws(PostgresFault) {
        var ends: [CInt] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw PostgresFault(.noConnection("there is no file descriptor left")) }
        self.ends = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(ends.reading)
        close(ends.writing)
    }

    /// Ends all waits, also those to come.
    func ring() {
        var byte: UInt8 = 0
        _ = unsafe write(ends.writing, &byte, 1)
    }

    /// Waits until a connection has something to say, the bell rings or a moment has come.
    func wait(for db: PostgresConnection?, until end: ContinuousClock.Instant) {
        var waits = [pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)]
        if let socket = db?.socket { waits.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        let left = max(.zero, end - .now)
        // Rounded up: what is left of a millisecond would be waited for without a rest.
        _ = unsafe poll(&waits, nfds_t(waits.count), Int32(clamping: left.microseconds / 1_000 + 1))
    }
}
