import Glibc
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugPostgres

@Suite(.serialized, .timeLimit(.minutes(5))) struct `Nodes on one PostgreSQL` {
    private static let time = Timestamp(seconds: 1_795_363_200)

    /// A node, with what it publishes to its own clients.
    private struct Node {
        let events = EventRecorder()
        let store: PostgresStore

        init(_ place: String) throws { store = try PostgresStore(place, events: events) }

        /// Waits until so many events were published.
        func hears(_ count: Int) async { while events.events.count < count { await Task.yield() } }
    }

    /// Makes a person and their rooms.
    private func rooms(_ count: Int, in store: PostgresStore) async throws -> (User.ID, [Room.ID]) {
        try await store.write { store in
            let ada = try store.addUser(
                name: "Ada", email: EmailAddress(stored: "ada@example.org"), passwordHash: "x", role: .owner,
                at: Self.time)
            let rooms = try (0..<count).map {
                try store.addRoom(name: "Room \($0)", kind: .group, createdBy: ada.id, at: Self.time)
            }
            for room in rooms { try store.addMember(ada.id, to: room, role: .owner, readSeq: 0, at: Self.time) }
            return (ada.id, rooms)
        }
    }

    private func say(_ words: String, in room: Room.ID, by user: User.ID, at node: Node) async throws {
        try await node.store.write { store in
            let message = try store.addMessage(Draft(roomID: room, content: words), by: user, at: Self.time)
            store.announce(.posted(message, from: .elsewhere))
        }
    }

    /// A place in a node's stream of events, with what was to be seen there.
    private struct Place: Sendable {
        var eventsBefore: Int
        var lastSeqs: [Int64]
    }

    @Test(arguments: 1...4)
    func `publish the same in the same order, whatever comes between`(seed: UInt64) async throws {
        let place = try Cluster.shared.get().place()
        let nodes = [try Node(place), try Node(place), try Node(place)]
        let (ada, rooms) = try await rooms(3, in: nodes[0].store)
        // The third hears of others only when it looks.
        for node in nodes.dropLast() { try node.store.hearOfOthers() }
        var random = SeededRandom(seed: seed)
        let acts = (0..<240).map { _ in
            (
                node: nodes[Int.random(in: 0..<3, using: &random)], room: rooms[Int.random(in: 0..<3, using: &random)],
                kind: Int.random(in: 0..<8, using: &random)
            )
        }
        let places = Mutex<[[Place]]>([[], [], []])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, act) in acts.enumerated() {
                group.addTask {
                    try await act.node.store.write { store in
                        try Self.carryOut(act.kind, number, in: act.room, by: ada, store)
                    }
                }
                guard number.isMultiple(of: 8) else { continue }
                let index = number / 8 % nodes.count
                let recorder = nodes[index].events
                nodes[index].store.observe({ store in try rooms.map { try store.room($0)?.lastSeq ?? 0 } }) { answer in
                    guard let seqs = try? answer.get() else { return }
                    let place = Place(eventsBefore: recorder.events.count, lastSeqs: seqs)
                    places.withLock { $0[index].append(place) }
                }
            }
            try await group.waitForAll()
        }
        // Behind everything, each node is given one more of its own, and says so when it was published.
        for node in nodes { try await node.store.write { $0.announce(.attachmentsRemoved) } }
        for node in nodes {
            while node.events.events.count(where: { $0 == .attachmentsRemoved }) < nodes.count {
                await withCheckedContinuation { looked in
                    node.store.observe({ _ in }) { _ in looked.resume() }
                }
            }
        }
        let last = try await nodes[0].store.read { store in try rooms.map { try store.room($0) } }
        let streams = nodes.map(\.events.events)
        for (index, stream) in streams.enumerated() {
            #expect(!stream.contains(.interrupted))
            #expect(Self.lines(of: stream) == Self.lines(of: streams[0]), "node \(index)")
            for (room, end) in zip(rooms, last) {
                #expect(Self.seqs(of: stream[...], in: room) == Array(1...(end?.lastSeq ?? 0)))
                let revs = stream.compactMap { event -> Int64? in
                    if case .changed(let message) = event, message.roomID == room { message.rev } else { nil }
                }
                #expect(revs == revs.sorted() && Set(revs).count == revs.count && revs.last ?? 0 == end?.lastRev)
            }
            for place in places.withLock({ $0[index] }) {
                for (room, lastSeq) in zip(rooms, place.lastSeqs) {
                    let later = Self.seqs(of: stream[place.eventsBefore...], in: room)
                    #expect(later.first ?? lastSeq + 1 == lastSeq + 1)
                }
            }
        }
        for node in nodes { node.store.close() }
    }

    /// Does one of eight things that a node does in a room, and announces it.
    private static func carryOut(
        _ kind: Int, _ number: Int, in room: Room.ID, by user: User.ID, _ store: any StoreWriter
    ) throws {
        let last = try store.room(room)?.lastSeq ?? 0
        switch kind {
        case 0 where last > 0, 1 where last > 0:
            let seq = Int64(number) % last + 1
            store.announce(.changed(try store.editMessage(seq, in: room, to: "edited \(number)", at: time)))
        case 2: store.announce(.sessionEnded(Session.ID(Int64(number)), .ended))
        case 3: store.announce(.left(user, Departure(from: room, .removed, by: user, name: "Room \(number)")))
        case 4: store.announce(.read(room, user, ReadPosition(seq: Int64(number), isTold: true)))
        default:
            let message = try store.addMessage(Draft(roomID: room, content: "\(number)"), by: user, at: time)
            store.announce(.posted(message, from: .socket(SocketID(UInt64(number)))))
        }
    }

    /// Returns what was published but for changes of messages, of which a later one stands for all before it.
    private static func lines(of events: [Event]) -> [String] {
        events.compactMap { event in
            if case .changed = event { nil } else { EventText.text(of: [event]) }
        }
    }

    private static func seqs(of events: ArraySlice<Event>, in room: Room.ID) -> [Int64] {
        events.compactMap { event in
            if case .posted(let message, _) = event, message.roomID == room { message.seq } else { nil }
        }
    }

    @Test func `hear of one another without doing anything, and again once they were cut off`() async throws {
        let place = try Cluster.shared.get().place()
        let (one, other) = (try Node(place), try Node(place))
        let (ada, rooms) = try await rooms(1, in: one.store)
        try other.store.hearOfOthers()
        try await say("one", in: rooms[0], by: ada, at: one)
        await other.hears(1)
        // Its last question is the listener's own.
        let ended = try Cluster.shared.get().connection().all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1", CommitLog.heartbeat
        ) { try $0[0] as Bool }
        #expect(!ended.isEmpty)
        for word in ["two", "three"] { try await say(word, in: rooms[0], by: ada, at: one) }
        await other.hears(3)
        #expect(Self.lines(of: other.events.events) == Self.lines(of: one.events.events))
        for node in [one, other] { node.store.close() }
    }

    @Test func `hear of one another though a connection died without a word`() async throws {
        let place = try Cluster.shared.get().place()
        let (one, other) = (try Node(place), try Node("\(place) application_name=silent"))
        let (ada, rooms) = try await rooms(1, in: one.store)
        try other.store.hearOfOthers()
        try await say("one", in: rooms[0], by: ada, at: one)
        await other.hears(1)
        let listener = try Cluster.shared.get().connection().one(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'silent' AND query = $1", CommitLog.heartbeat
        ) { try $0[0] as Int64 }
        let process = pid_t(try #require(listener))
        #expect(kill(process, SIGSTOP) == 0)
        defer { kill(process, SIGCONT) }
        try await say("two", in: rooms[0], by: ada, at: one)
        await other.hears(2)
        for node in [one, other] { node.store.close() }
    }

    @Test func `begin anew where the log no longer holds what they missed`() async throws {
        let place = try Cluster.shared.get().place()
        let (one, other) = (try Node(place), try Node(place))
        let (ada, rooms) = try await rooms(1, in: one.store)
        for word in ["one", "two", "three"] { try await say(word, in: rooms[0], by: ada, at: one) }
        try PostgresConnection(to: ConnectionString(place)).control("DELETE FROM commit_log WHERE number < 3")
        try await other.store.write { $0.announce(.mailQueued) }
        let third = try #require(one.events.events.last)
        guard case .posted(let message, _) = third else { return }
        #expect(other.events.events == [.interrupted, .posted(message, from: .otherNode), .mailQueued])
        // A standby that took over may know less.
        try PostgresConnection(to: ConnectionString(place)).control(
            "DELETE FROM commit_log WHERE number > 2; INSERT INTO commit_log VALUES (2, '')")
        other.events.clear()
        try await other.store.write { $0.announce(.mailQueued) }
        #expect(other.events.events == [.interrupted, .mailQueued])
        for node in [one, other] { node.store.close() }
    }

    @Test func `give a log of which commits are gone another name, once, and begin anew`() async throws {
        let place = "\(try Cluster.shared.get().place()) application_name=promoted"
        let (one, other) = (try Node(place), try Node(place))
        func look(at node: Node) async throws -> String? {
            await withCheckedContinuation { looked in
                node.store.observe({ try $0.setting("log.epoch") }, then: { looked.resume(returning: try? $0.get()) })
            } ?? nil
        }
        try await one.store.write { store in
            try store.setSetting("log.epoch", to: "first")
            store.announce(.mailQueued)
        }
        for node in [one, other] { #expect(try await look(at: node) == "first") }
        // In the place of the server is one that had not heard of the last commit, and has given its number again.
        let db = try Cluster.shared.get().connection()
        func replace(_ statements: String) throws {
            try PostgresConnection(to: ConnectionString(place)).control(statements)
            let ended = try db.all(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'promoted'"
            ) { try $0[0] as Bool }
            #expect(ended.count >= 2)
        }
        try replace("UPDATE commit_log SET token = gen_random_uuid(), events = 'settings'")
        for node in [one, other] { node.events.clear() }
        _ = try await look(at: one)
        let second = try #require(try await look(at: one))
        #expect([UInt8](base64URL: second)?.count == 16)
        #expect(try await look(at: other) == second)
        #expect(try await look(at: one) == second)
        for node in [one, other] { #expect(node.events.events.first == .interrupted) }
        // Nothing is gone where only the connections are.
        try replace("SELECT 1")
        for node in [one, other] { node.events.clear() }
        try await one.store.write { $0.announce(.settingsChanged) }
        #expect(try await look(at: other) == second)
        for node in [one, other] { #expect(node.events.events == [.settingsChanged]) }
        for node in [one, other] { node.store.close() }
    }

    @Test func `have names of their own, which are free again when they end`() async throws {
        let place = try Cluster.shared.get().place()
        func node(_ name: String) throws -> PostgresStore { try PostgresStore(place, as: name, events: NoEvents()) }
        let (one, other) = (try node("chat-1"), try node("chat-2"))
        try one.hearOfOthers()
        try other.hearOfOthers()
        let second = try node("chat-1")
        let fault = #expect(throws: PostgresFault.self) { try second.hearOfOthers() }
        #expect(fault?.reason == .nameTaken("chat-1"))
        #expect(try await other.nodes().filter { $0.hasPrefix("chat-") } == ["chat-1", "chat-2"])
        one.close()
        while (try? second.hearOfOthers()) == nil { await Task.yield() }
        second.close()
        other.close()
    }

    @Test(arguments: [
        "changes -9223372036854775808", "changes -1 +7", "list -1 0 1 7", "list 1 -1 1", "list 1 0 -1", "beat -1",
        "typing -1 7", "typing 7 -1",
    ])
    func `take no note with a number that is none, whoever notifies of it`(_ words: Substring) {
        #expect(PeerNoteText.note(of: "@abc " + words) == nil)
        #expect(
            PeerNoteText.note(of: "@abc changes 1 +-7 -7:-1 +8")?.content
                == .changes(
                    number: 1, [PeerChange(User.ID(7), isOnline: false), PeerChange(User.ID(8), isOnline: true)]))
    }

    @Test func `tell one another what is never stored, as long as what may be told at once`() async throws {
        let place = try Cluster.shared.get().place()
        let (one, other) = (try Node(place), try Node(place))
        for node in [one, other] { try node.store.hearOfOthers() }
        let most = (0..<Limits.peerPeopleAtOnce).map { User.ID(.max - Int64($0)) }
        let last = Timestamp(rawValue: .max)
        let notes = [
            PeerNote.Content.question(nil), .question(PeerID(.max)), .typing(Room.ID(.max), User.ID(.max)),
            .changes(number: .max, most.map { PeerChange($0, isOnline: false, lastSeen: last) }),
            .changes(number: 2, [PeerChange(most[0], isOnline: true), PeerChange(most[1], isOnline: false)]),
            .list(number: .max, part: 7, count: 500, most), .list(number: 0, part: 0, count: 1, []),
            .beat(number: .max), .end,
        ].map { PeerNote(from: PeerID(.max), $0) }
        for note in notes { #expect(PeerNoteText.text(of: note).utf8.count < 8_000 - 63) }
        one.store.tell(notes)
        for node in [one, other] {
            await node.hears(notes.count)
            #expect(node.events.events == notes.map { .peer($0) })
        }
        for node in [one, other] { node.store.close() }
    }

    @Test func `leave out typing first where too much waits to be told`() async throws {
        let place = try Cluster.shared.get().place()
        let (one, other) = (try Node(place), try Node(place))
        try other.store.hearOfOthers()
        // It does not listen yet, and so tells nothing.
        let typing = PeerNote(from: PeerID(1), .typing(Room.ID(1), User.ID(1)))
        one.store.tell(Array(repeating: typing, count: 10_000))
        let beats = (0..<Int64(Limits.peerNotesWaitingMax) * 2).map { PeerNote(from: PeerID(1), .beat(number: $0)) }
        one.store.tell(beats)
        try one.store.hearOfOthers()
        let told = Limits.peerNotesWaitingMax - Limits.peerTypingWaitingMax
        // The same said again in one transaction is told once (PostgreSQL's NOTIFY).
        await other.hears(1 + told)
        #expect(other.events.events == [.peer(typing)] + beats.prefix(told).map { .peer($0) })
        for node in [one, other] { node.store.close() }
    }
}
