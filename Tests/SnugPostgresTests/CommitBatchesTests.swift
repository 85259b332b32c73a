import Dispatch
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugPostgres

@Suite struct `Intentions in one transaction` {
    private static let time = Timestamp(seconds: 1_795_363_200)

    /// A writer that is held up until all that is put to it stands in one batch.
    private final class Held: Sendable {
        let events = EventRecorder()
        let store: PostgresStore
        private let tries = Mutex<[String: Int]>([:])

        init(_ place: String) throws { store = try PostgresStore(place, events: events) }

        /// The number of times that an intention was carried out.
        func tries(of name: String) -> Int { tries.withLock { $0[name, default: 0] } }

        /// Keeps the name of an intention, and that it was carried out.
        func note(_ name: String, in store: any StoreWriter) throws {
            tries.withLock { $0[name, default: 0] += 1 }
            try store.setSetting(name, to: "x")
        }

        /// Has intentions carried out in one batch, each of which keeps its name and tells of it.
        /// - Returns: the names of those that failed, with the kinds of their faults.
        func batch(
            _ names: [String], refusing refused: String? = nil,
            _ more: @escaping @Sendable (String, any StoreWriter) throws -> Void = { _, _ in }
        ) async throws -> [String: StoreFault.Kind?] {
            let gate = await store.hold()
            return await withTaskGroup(of: (String, (any Error)?).self) { group in
                for (index, name) in names.enumerated() {
                    group.addTask { [self] in
                        do {
                            try await store.write { [self] store in
                                if name == refused {
                                    tries.withLock { $0[name, default: 0] += 1 }
                                    if try !store.hasUsers() { throw Refusal.notAMember }
                                }
                                try note(name, in: store)
                                store.announce(.sessionEnded(Session.ID(Int64(index)), .ended))
                                try more(name, store)
                            }
                            return (name, nil)
                        } catch {
                            return (name, error)
                        }
                    }
                    while store.writesWaiting < index + 1 { await Task.yield() }
                }
                gate.signal()
                return await group.reduce(into: [:]) { failures, outcome in
                    guard let error = outcome.1 else { return }
                    failures[outcome.0] = .some((error as? StoreFault)?.kind)
                }
            }
        }
    }

    @Test func `are carried out once where none fails`() async throws {
        let held = try Held(try Cluster.shared.get().place())
        #expect(try await held.batch(["a", "b", "c"]) { _, _ in } == [:])
        #expect(["a", "b", "c"].map(held.tries) == [1, 1, 1])
        #expect(held.events.events.count == 3)
        held.store.close()
    }

    @Test func `are carried out again, each for itself, where one fails behind a change`() async throws {
        let held = try Held(try Cluster.shared.get().place())
        let failures = try await held.batch(["a", "b", "c"]) { name, store in
            if name == "b" { throw Refusal.notAMember }
        }
        #expect(failures == ["b": nil])
        #expect(["a", "b", "c"].map(held.tries) == [2, 2, 1])
        let told = held.events.events.compactMap { event in
            if case .sessionEnded(let session, _) = event { session.rawValue } else { nil }
        }
        #expect(told == [0, 2])
        #expect(try await held.store.read { try Set($0.settings().keys) } == ["a", "c"])
        held.store.close()
    }

    @Test func `are carried out once where one fails that has changed nothing`() async throws {
        let held = try Held(try Cluster.shared.get().place())
        let failures = try await held.batch(["a", "b", "c"], refusing: "b")
        #expect(failures == ["b": nil])
        #expect(["a", "b", "c"].map(held.tries) == [1, 1, 1])
        #expect(held.events.events.count == 2)
        #expect(try await held.store.read { try Set($0.settings().keys) } == ["a", "c"])
        held.store.close()
    }

    @Test func `are carried out once where one is alone and fails`() async throws {
        let held = try Held(try Cluster.shared.get().place())
        #expect(try await held.batch(["a"]) { _, _ in throw Refusal.notAMember } == ["a": nil])
        #expect(held.tries(of: "a") == 1)
        #expect(held.events.events == [])
        #expect(try await held.store.read { try $0.settings() } == [:])
        held.store.close()
    }

    @Test func `wait once for one that waits in vain for another session's lock`() async throws {
        let place = try Cluster.shared.get().place()
        let held = try Held(place)
        try await held.store.write { store in
            _ = try store.addUser(
                name: "Ada", email: EmailAddress(stored: "ada@example.org"), passwordHash: "x", role: .owner,
                at: Self.time)
        }
        let other = try PostgresConnection(to: ConnectionString(place))
        try other.control("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        let failures = try await held.batch(["a", "b", "c"]) { name, store in
            guard name == "b" else { return }
            try (store as? Transaction)?.db.control("SET LOCAL lock_timeout = '20ms'")
            _ = try store.hasUsers()
        }
        #expect(failures == ["b": .locked])
        #expect(["a", "b", "c"].map(held.tries) == [2, 1, 1])
        let waits = try await held.store.write { store in
            try (store as? Transaction)?.db.one("SHOW lock_timeout") { try $0[0] as String }
        }
        #expect(waits == "15ms")
        try other.control("ROLLBACK")
        #expect(try await held.store.read { try Set($0.settings().keys) } == ["a", "c"])
        held.store.close()
    }

    @Test func `are carried out once beside a message whose files are gone`() async throws {
        let held = try Held(try Cluster.shared.get().place())
        let (ada, room) = try await held.store.write { store in
            let email = EmailAddress(stored: "ada@example.org")
            let ada = try store.addUser(name: "Ada", email: email, passwordHash: "x", role: .owner, at: Self.time)
            let room = try store.addRoom(name: "Lobby", kind: .group, createdBy: ada.id, at: Self.time)
            try store.addMember(ada.id, to: room, role: .owner, readSeq: 0, at: Self.time)
            return (ada.id, room)
        }
        let draft = Draft(roomID: room, content: "x", attachmentIDs: [Attachment.ID(99)])
        let posting = Posting(draft, by: ada, at: Self.time)
        let gate = await held.store.hold()
        let refusal = await withCheckedContinuation { refused in
            held.store.submit(
                posting: posting, { try $0.postMessage(posting) }, then: { refused.resume(returning: $0) })
            held.store.submit({ try held.note("a", in: $0) }, then: { _ in })
            gate.signal()
        }
        #expect(throws: Refusal.attachmentGone) { try refusal.get() }
        try await held.store.write { try $0.setSetting("last", to: "x") }
        #expect(held.tries(of: "a") == 1)
        #expect(try await held.store.read { try ($0.settings().count, $0.messages(1...9, in: room)) } == (2, []))
        held.store.close()
    }
}
