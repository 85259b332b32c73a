import Dispatch
import Glibc
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugPostgres

@Suite struct `The commit queue of PostgreSQL` {
    static let time = Timestamp(seconds: 1_795_363_200)

    private func store(_ place: String? = nil) throws -> PostgresStore {
        try PostgresStore(try place ?? Cluster.shared.get().place(), events: NoEvents())
    }

    /// Makes a room with its owner.
    private func rooms(_ count: Int, in store: PostgresStore) async throws -> [Room.ID] {
        try await store.write { store in
            let ada = try store.addUser(
                name: "Ada", email: EmailAddress(stored: "ada@example.org"), passwordHash: "x", role: .owner,
                at: Self.time)
            return try (0..<count).map {
                try store.addRoom(name: "Room \($0)", kind: .group, createdBy: ada.id, at: Self.time)
            }
        }
    }

    @Test func `puts no more than 64 intentions into one transaction`() async throws {
        let store = try store()
        let gate = await store.hold()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<130 {
                group.addTask { try await store.write { try $0.setSetting("name \(index)", to: "x") } }
            }
            while store.writesWaiting < 130 { await Task.yield() }
            gate.signal()
            try await group.waitForAll()
        }
        #expect(store.commitCounts == (transactions: 4, intentions: 131))
        store.close()
    }

    @Test func `carries a batch out again where the connection was lost before its commit`() async throws {
        let store = try store()
        let tries = Atomic<Int>(0)
        try await store.write { store in
            try store.setSetting("site.name", to: "Attic")
            guard tries.add(1, ordering: .relaxed).newValue == 1, let transaction = store as? Transaction else {
                return
            }
            try transaction.db.control("SELECT pg_terminate_backend(pg_backend_pid())")
        }
        #expect(tries.load(ordering: .relaxed) == 2)
        #expect(try await store.read { try $0.setting("site.name") } == "Attic")
        store.close()
    }

    @Test func `carries a batch out again whose session the server ended at rest`() async throws {
        let store = try store()
        let tries = Atomic<Int>(0)
        try await store.write { store in
            try store.setSetting("site.name", to: "Attic")
            guard tries.add(1, ordering: .relaxed).newValue == 1, let db = (store as? Transaction)?.db else { return }
            try db.control("SET LOCAL idle_in_transaction_session_timeout = '1ms'")
            var ended = pollfd(fd: db.socket ?? -1, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&ended, 1, -1)
        }
        #expect(tries.load(ordering: .relaxed) == 2)
        #expect(try await store.read { try $0.setting("site.name") } == "Attic")
        store.close()
    }

    @Test func `is waited for by other nodes no longer than they wait for their turn`() async throws {
        let store = try store()
        let setting = { @Sendable (name: String, db: PostgresConnection?) in
            try db?.one("SELECT setting::bigint FROM pg_settings WHERE name = $1", name) { try $0[0] as Int64 }
        }
        let (rest, wait) = try await store.write { store in
            let db = (store as? Transaction)?.db
            return (try setting("idle_in_transaction_session_timeout", db), try setting("lock_timeout", db))
        }
        #expect(rest == 3_000)
        #expect(wait == 1_000)
        #expect(Limits.postgresTurnWait > Limits.postgresTransactionIdleMax)
        store.close()
    }

    @Test func `goes on when the server crashes and comes back, and loses nothing that it acknowledged`() async throws {
        let cluster = try Cluster()
        let store = try store(try cluster.place())
        let isOver = Atomic<Bool>(false)
        let writing = Task {
            var acknowledged: Set<String> = []
            while !isOver.load(ordering: .relaxed) {
                let name = "name \(acknowledged.count)"
                do {
                    try await store.write { try $0.setSetting(name, to: "x") }
                    acknowledged.insert(name)
                } catch let fault as StoreFault where fault.kind == .unknown {}
            }
            return acknowledged
        }
        for _ in 0..<2 { try cluster.restart() }
        try await store.write { try $0.setSetting("last", to: "x") }
        isOver.store(true, ordering: .relaxed)
        let acknowledged = try await writing.value
        let kept = try await store.read { Set(try $0.settings().keys) }
        #expect(acknowledged.union(["last"]).isSubset(of: kept))
        store.close()
    }

    @Test func `undoes an intention alone that passes over an error`() async throws {
        let store = try store()
        let gate = await store.hold()
        async let before: Void = store.write { try $0.setSetting("before", to: "x") }
        let careless = Task {
            try await store.write { store in
                try store.setSetting("careless", to: "x")
                try? store.setSetting("nul", to: "\0")
            }
        }
        async let after: Void = store.write { try $0.setSetting("after", to: "x") }
        while store.writesWaiting < 3 { await Task.yield() }
        gate.signal()
        try await before
        try await after
        let fault = await #expect(throws: StoreFault.self) { try await careless.value }
        #expect(fault?.kind == .failed)
        #expect(try await store.read { try $0.settings() } == ["before": "x", "after": "x"])
        store.close()
    }

    @Test func `does not send pieces of files again`() async throws {
        let store = try store()
        let tries = Atomic<Int>(0)
        let fault = await #expect(throws: StoreFault.self) {
            try await store.write(writing: 1) { store in
                tries.add(1, ordering: .relaxed)
                try (store as? Transaction)?.db.control("SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }
        #expect(fault?.kind == .failed)
        #expect(tries.load(ordering: .relaxed) == 1)
        try await store.write { try $0.setSetting("site.name", to: "Attic") }
        store.close()
    }

    @Test func `answers questions on a new connection where the first was lost`() async throws {
        let store = try store()
        let tries = Atomic<Int>(0)
        let answer = try await store.read { store in
            if tries.add(1, ordering: .relaxed).newValue == 1 {
                try (store as? Snapshot)?.db.control("SELECT pg_terminate_backend(pg_backend_pid())")
            }
            return try store.hasUsers()
        }
        #expect(!answer)
        #expect(tries.load(ordering: .relaxed) == 2)
        store.close()
    }

    @Test func `begins when no other node is at it`() async throws {
        let place = try Cluster.shared.get().place()
        let store = try store(place)
        let other = try PostgresConnection(to: ConnectionString(place))
        let turn = "(\(Transaction.turn), 'messages'::regclass::oid::int)"
        // As the transaction of a node has it.
        try other.control("SELECT pg_advisory_lock\(turn)")
        let (order, did) = AsyncStream.makeStream(of: String.self)
        let write = Task {
            try await store.write { _ in _ = did.yield("begun") }
        }
        let isWaiting = """
            SELECT true FROM pg_locks WHERE locktype = 'advisory' AND objid = 'messages'::regclass AND NOT granted LIMIT 1
            """
        while try other.one(isWaiting, read: { try $0[0] as Bool }) == nil { await Task.yield() }
        did.yield("released")
        try other.control("SELECT pg_advisory_unlock\(turn)")
        try await write.value
        did.finish()
        #expect(await order.reduce(into: []) { $0.append($1) } == ["released", "begun"])
        store.close()
    }

    @Test func `fails nobody whose rows no stranger has locked`() async throws {
        let cluster = try Cluster.shared.get()
        let place = try cluster.place()
        let store = try store(place)
        let rooms = try await rooms(2, in: store)
        let stranger = try PostgresConnection(to: ConnectionString(place))
        try stranger.control("BEGIN")
        try stranger.run("SELECT id FROM rooms WHERE id = $1 FOR UPDATE", rooms[0])
        let renamings = (0..<60).map { number in
            Task { try await store.write { try $0.renameRoom(rooms[number % 2], to: "\(number)") } }
        }
        for (number, renaming) in renamings.enumerated() {
            switch await renaming.result {
            case .success: #expect(number % 2 == 1)
            case .failure(let error): #expect(number % 2 == 0 && (error as? StoreFault)?.kind == .locked)
            }
        }
        try stranger.control("ROLLBACK")
        try await store.write { try $0.renameRoom(rooms[0], to: "free") }
        store.close()
    }

    @Test func `refuses what comes after its close`() async throws {
        let store = try store()
        store.close()
        for attempt in [{ try await store.write { _ in } }, { try await store.read { _ in } }] {
            let fault = await #expect(throws: StoreFault.self) { try await attempt() }
            #expect(fault?.kind == .closed)
        }
    }
}

@Suite struct `Reconnecting` {
    @Test func `waits twice as long after each failure, and never longer than its bound`() {
        var reconnection = Reconnection()
        let start = ContinuousClock.now
        #expect(reconnection.wait(at: start) == .zero)
        var waits: [Duration] = []
        for _ in 0..<8 {
            reconnection.failed(at: start)
            waits.append(reconnection.wait(at: start))
        }
        #expect(waits.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(waits.last == Limits.postgresReconnectEvery)
        #expect(reconnection.wait(at: start + .seconds(60)) == .zero)
    }

    @Test func `has patience from the first failure on, and again after a success`() {
        var reconnection = Reconnection()
        let start = ContinuousClock.now
        #expect(reconnection.isPatient(at: start))
        reconnection.failed(at: start)
        reconnection.failed(at: start + Limits.postgresPatience / 2)
        #expect(reconnection.isPatient(at: start + Limits.postgresPatience / 2))
        #expect(!reconnection.isPatient(at: start + Limits.postgresPatience))
        reconnection.succeeded()
        #expect(reconnection.isPatient(at: start + Limits.postgresPatience * 2))
    }
}
