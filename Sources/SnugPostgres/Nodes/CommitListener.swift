import Dispatch
import Glibc
import SnugChat
import Synchronization

/// The one connection of a node on which it hears of other nodes' commits and of their people, and tells of its own, on a
/// thread of its own.
///
/// Of commits, notifications are hints, and not kept for whoever is away: after each connection and at each heartbeat the log's end
/// is looked at. A connection that is dead without a word, as one is to a machine without power, is found by the
/// heartbeat.
final class CommitListener: Sendable {
    private let string: ConnectionString
    /// Told the number of a commit, and if it is the last that there is.
    private let heard: @Sendable (_ number: Int64, _ isEnd: Bool) -> Void
    private let noteHeard: @Sendable (PeerNote) -> Void
    /// The notes for other nodes that wait.
    private let notes = Mutex<[PeerNote]>([])
    private let queue = DispatchQueue(label: "snug.postgres.listen", qos: .userInitiated)
    private let isOver = Atomic<Bool>(false)
    private let bell: WakeBell

    /// - Throws: ``PostgresFault/Reason/noConnection(_:)`` where there is no file descriptor left.
    init(
        to string: ConnectionString, heard: @escaping @Sendable (_ number: Int64, _ isEnd: Bool) -> Void,
        noteHeard: @escaping @Sendable (PeerNote) -> Void
    ) throws(PostgresFault) {
        self.string = string
        self.heard = heard
        self.noteHeard = noteHeard
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

    /// Tells other nodes, as soon as the connection is free; what is too much is left out.
    func tell(_ more: [PeerNote]) {
        notes.withLock { notes in
            for note in more {
                let isTyping = if case .typing = note.content { true } else { false }
                let most = isTyping ? Limits.peerTypingWaitingMax : Limits.peerNotesWaitingMax
                if notes.count < most { notes.append(note) }
            }
        }
        bell.ring()
    }

    /// Ends the thread and its connection.
    func stop() {
        isOver.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Takes a node's name for as long as a session lasts.
    /// - Returns: false where another session has it.
    private static func takeName(_ node: String, by db: PostgresConnection) throws -> Bool {
        let sql = "SELECT pg_try_advisory_lock($1::int, hashtext(\(Schema.place) || ' ' || $2))"
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
                let end = now + reconnection.wait(at: now)
                while ContinuousClock.now < end, !isOver.load(ordering: .acquiring) { bell.wait(for: nil, until: end) }
                // Whoever hears of it later would take it for news.
                notes.withLock { $0 = [] }
            }
        }
        // The last words of a node that stops, where they can be said.
        if let known, !known.isLost { try? tellNotes(by: known) }
    }

    /// Passes on what is heard, until the end or the connection's.
    private func listen(on db: PostgresConnection) throws {
        // The channel is the database's, in which there may be several of Snug's schemas.
        let schema = try ask("SELECT \(Schema.place)", by: db) ?? ""
        // What came before the connection could be heard.
        var beat = ContinuousClock.now
        while !isOver.load(ordering: .acquiring) {
            if ContinuousClock.now >= beat {
                heard(try lastCommit(by: db), true)
                beat = ContinuousClock.now + Limits.listenerBeatEvery
            }
            try tellNotes(by: db)
            for payload in try db.notifications(on: CommitLog.channel) {
                if let number = Int64(payload) {
                    heard(number, false)
                } else if payload.hasPrefix(schema), let note = PeerNoteText.note(of: payload.dropFirst(schema.count)) {
                    noteHeard(note)
                }
            }
            bell.wait(for: db, until: beat)
        }
    }

    /// Tells all that waits, as many at once as may be: in one transaction they are heard one after the other.
    private func tellNotes(by db: PostgresConnection) throws {
        while true {
            let some = notes.withLock { notes in
                let some = notes.prefix(Limits.peerNotesAtOnce)
                notes.removeFirst(some.count)
                return some
            }
            guard !some.isEmpty else { return }
            // There is no sign in them that needs quoting.
            let texts = some.map { "'\(PeerNoteText.text(of: $0))'" }.joined(separator: ",")
            let telling = "pg_notify('\(CommitLog.channel)', \(Schema.place) || note)"
            _ = try ask("SELECT count(\(telling)::text)::text FROM unnest(ARRAY[\(texts)]) AS note", by: db)
        }
    }

    /// Asks for the last commit.
    private func lastCommit(by db: PostgresConnection) throws -> Int64 {
        Int64(try ask(CommitLog.lastAsText, by: db) ?? "") ?? 0
    }

    /// Asks for a text, with no more patience than a heartbeat has.
    private func ask(_ sql: String, by db: PostgresConnection) throws -> String? {
        let end = ContinuousClock.now + Limits.listenerBeatWithin
        try db.send(sql)
        while try db.isBusy {
            guard ContinuousClock.now < end else { throw PostgresError.connectionLost }
            bell.wait(for: db, until: end)
        }
        return try db.sentAnswer { try $0[0] as String }
    }
}

/// A way to end a wait for a connection from another thread.
private final class WakeBell: Sendable {
    private let ends: (reading: CInt, writing: CInt)

    init() throws(PostgresFault) {
        var ends: [CInt] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw PostgresFault(.noConnection("there is no file descriptor left")) }
        self.ends = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(ends.reading)
        close(ends.writing)
    }

    /// Ends the wait of the moment, or the next one.
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
        var rings = [UInt8](repeating: 0, count: 64)
        while waits[0].revents != 0, unsafe read(ends.reading, &rings, rings.count) == rings.count {}
    }
}
