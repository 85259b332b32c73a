import Dispatch
import Foundation
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugStore

/// A transaction that several intentions share, against a model of what each should leave there.
@Suite struct `What shares a transaction` {
    private enum Kind: CaseIterable {
        /// A message; one of someone who is not in the room; one that fails once it is there, or is refused while nothing
        /// is.
        case post, strangersPost, failingPost, refusedPost
        /// A write of another kind, and one that fails.
        case write, failingWrite
    }

    private struct Failure: Error {}

    private static let key = "shared"

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `is there, and told, all or nothing each, in its order`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let kinds = (0..<Int.random(in: 2...24, using: &random)).map { _ in
            Kind.allCases[Int.random(in: 0..<Kind.allCases.count, using: &random)]
        }
        let world = try await World()
        let store = try #require(world.store as? SQLiteStore)
        world.events.clear()
        let before = store.commitCounts.transactions
        let outcomes = Mutex<[Int: Bool]>([:])
        let gate = await store.hold()
        for (number, kind) in kinds.enumerated() {
            submit(kind, number, to: store, world) { isDone in
                outcomes.withLock { $0[number] = isDone }
            }
        }
        gate.signal()
        // Behind all of them.
        try await store.observe { _ in }

        let done = kinds.map { [.post, .write].contains($0) }
        #expect(kinds.indices.map { outcomes.withLock(\.self)[$0] } == done)
        let posted = kinds.indices.filter { kinds[$0] == .post }.map(String.init)
        let found = try await store.read { try $0.messages(1...100, in: world.lobby) }
        #expect(found.map(\.content) == posted)
        #expect(found.map(\.seq) == posted.indices.map { Int64($0 + 1) })
        let told = world.events.events.map { if case .posted(let message, _) = $0 { message.content } else { "\($0)" } }
        #expect(told == posted)
        let written = kinds.indices.last { kinds[$0] == .write }.map(String.init)
        #expect(try await store.read { try $0.setting(Self.key) } == written)
        #expect(store.commitCounts.transactions - before == 2)
    }

    private func submit(
        _ kind: Kind, _ number: Int, to store: SQLiteStore, _ world: World,
        then: @escaping @Sendable (_ isDone: Bool) -> Void
    ) {
        let draft = Draft(roomID: kind == .strangersPost ? world.attic : world.lobby, content: "\(number)")
        let posting = Posting(
            draft, by: kind == .strangersPost ? world.cleo.userID : world.ben.userID, at: world.clock.now)
        switch kind {
        case .post, .strangersPost, .failingPost, .refusedPost:
            store.submit(
                posting: posting,
                { store -> Void in
                    if kind == .refusedPost {
                        store.announce(.indexForgotten)
                        throw Refusal.busy
                    }
                    guard let message = try store.postMessage(posting) else { throw Refusal.notAMember }
                    store.announce(.posted(message, from: .elsewhere))
                    if kind == .failingPost { throw Failure() }
                },
                then: { then((try? $0.get()) != nil) })
        case .write, .failingWrite:
            store.submit(
                { store -> Void in
                    try store.setSetting(Self.key, to: "\(number)")
                    if kind == .failingWrite { throw Failure() }
                },
                then: { then((try? $0.get()) != nil) })
        }
    }

    @Test func `is carried out on a thread with a name`() async {
        let thread = WriterThread(name: "snug.test")
        let name = await withCheckedContinuation { found in
            thread.async {
                found.resume(returning: try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8))
            }
        }
        #expect(name == "snug.test\n")
        thread.join()
    }

    @Test func `is carried out before the store closes, and nothing is taken afterwards`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        let store = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        let done = Atomic<Int>(0)
        for number in 0..<200 {
            store.submit(
                { try $0.setSetting(Self.key, to: "\(number)") }, then: { _ in done.add(1, ordering: .relaxed) })
        }
        try store.close()
        #expect(done.load(ordering: .relaxed) == 200)
        await #expect(throws: StoreFault.self) { try await store.write { try $0.setSetting(Self.key, to: "late") } }
        let again = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
        #expect(try await again.read { try $0.setting(Self.key) } == "199")
        try again.close()
    }
}

extension Store {
    fileprivate func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            observe(question) { continuation.resume(with: $0) }
        }
    }
}
