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
    private let primary: Primary
    /// Told the number of a commit.
    private let heard: @Sendable (_ number: Int64) -> Void
    /// Told at each heartbeat where the log ends, and if commits wait for a standby that does not answer.
    private let beaten: @Sendable (_ end: CommitLog.Place, _ commitsHang: Bool) -> Void
    private let noteHeard: @Sendable (PeerNote) -> Void
    /// The notes for other nodes that wait.
    private let notes = Mutex<[PeerNote]>([])
    private let queue = DispatchQueue(label: "snug.postgres.listen", qos: .userInitiated)
    private let isOver = Atomic<Bool>(false)
    private let bell: WakeBell

    /// - Throws: ``PostgresFault/Reason/noConnection(_:)`` where there is no file descriptor left.
    init(
        to primary: Primary, heard: @escaping @Sendable (_ number: Int64) -> Void,
        beaten: @escaping @Sendable (_ end: CommitLog.Place, _ commitsHang: Bool) -> Void,
        noteHeard: @escaping @Sendable (PeerNote) -> Void
    ) throws(PostgresFault) {
        self.primary = primary
        self.heard = heard
        self.beaten = beaten
        self.noteHeard = noteHeard
        bell = try WakeBell()
    }

    /// Connects, and listens from then on until ``stop()``.
    /// - Throws: ``PostgresFault``; ``PostgresFault/Reason/nameTaken(_:)`` where another node has this one's name;
    ///   ``PostgresFault/Reason/deaf`` where what is notified does not come.
    func start() throws(PostgresFault) {
        let db = try listening()
        do {
            if try !takesName(by: db) { throw PostgresFault(.nameTaken(primary.string.node ?? "")) }
            // By another session: a pooler that keeps none may well give a client the one that it listened in.
            let teller = try primary.connect()
            try teller.control("SELECT pg_notify('\(CommitLog.channel)', '0')")
            teller.close()
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

    /// Takes this node's name, where it has one, for as long as a session lasts.
    /// - Returns: false where another session has it.
    private func takesName(by db: PostgresConnection) throws -> Bool {
        guard let node = primary.string.node else { return true }
        let sql = "SELECT pg_try_advisory_lock($1::int, hashtext(\(Schema.place) || ' ' || $2))"
        return try db.one(sql, Schema.lock, node) { try $0[0] } ?? false
    }

    /// - Parameter former: the connection that was lost.
    private func listening(inPlaceOf former: PostgresConnection? = nil) throws(PostgresFault) -> PostgresConnection {
        let db = try primary.connect(inPlaceOf: former)
        db.patience = Limits.listenerBeatWithin
        do {
            try db.control("LISTEN \(CommitLog.channel)")
        } catch {
            throw PostgresFault(opening: error)
        }
        return db
    }

    private func run(_ first: PostgresConnection) {
        var (db, isLost) = (first, false)
        var reconnection = Reconnection()
        while !isOver.load(ordering: .acquiring) {
            do {
                if isLost { db = try listening(inPlaceOf: db) }
                // Its former session may have the name still.
                let hasName = try !isLost || takesName(by: db)
                isLost = false
                reconnection.succeeded()
                try listen(on: db, hasName: hasName)
            } catch {
                isLost = true
                db.close()
                let now = ContinuousClock.now
                reconnection.failed(at: now)
                let end = now + reconnection.wait(at: now)
                while ContinuousClock.now < end, !isOver.load(ordering: .acquiring) { bell.wait(for: nil, until: end) }
                // Whoever hears of it later would take it for news.
                notes.withLock { $0 = [] }
            }
        }
        // The last words of a node that stops, where they can be said.
        if !db.isLost { try? tellNotes(by: db) }
    }

    /// Passes on what is heard, until the end or the connection's.
    /// - Parameter hasName: false while the name is sought: a session that died without a word may have it still, or another
    ///   node that was started meanwhile.
    private func listen(on db: PostgresConnection, hasName: Bool) throws {
        // The channel is the database's, in which there may be several of Snug's schemas.
        let schema = try db.one("SELECT coalesce(\(Schema.place), '')") { try $0[0] as String } ?? ""
        // What came before the connection could be heard.
        var (beat, hasName, isTold) = (ContinuousClock.now, hasName, false)
        let began = beat
        while !isOver.load(ordering: .acquiring) {
            if ContinuousClock.now >= beat {
                try tellOfBeat(by: db)
                primary.lookAround(at: beat)
                if !hasName { hasName = try takesName(by: db) }
                if !hasName, !isTold, ContinuousClock.now > began + Limits.nameKeptFor {
                    primary.tell(.nameTaken(primary.string.node ?? ""))
                    isTold = true
                }
                beat = ContinuousClock.now + Limits.listenerBeatEvery
            }
            try tellNotes(by: db)
            for payload in try db.notifications(on: CommitLog.channel) {
                if let number = Int64(payload) {
                    heard(number)
                } else if payload.hasPrefix(schema), let note = PeerNoteText.note(of: payload.dropFirst(schema.count)) {
                    noteHeard(note)
                }
            }
            bell.wait(for: db, until: beat)
        }
    }

    /// Asks where the log ends, with no more patience than a heartbeat has.
    private func tellOfBeat(by db: PostgresConnection) throws {
        let found = try db.one(CommitLog.heartbeat) { row in
            (end: CommitLog.Place(number: try row[0], token: try row[1]), hanging: try row[2] as Int64)
        }
        guard let (end, hanging) = found else { throw PostgresError(.damaged, "the count of commits is missing") }
        beaten(end, hanging > 0)
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
            do {
                try db.control("SELECT count(\(telling)::text) FROM unnest(ARRAY[\(texts)]) AS note")
            } catch let error as PostgresError where error.condition == .locked {
                // A commit that waits for a standby lets nobody notify. Later this would be no news.
            }
        }
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
