import SnugChat
import SnugStore
import SnugTesting
import Testing

/// What servers on one store divide among them.
@Suite struct `Two nodes on one store` {
    private let store: any Store
    private let clock = ManualClock()
    private let one: ChatServices
    private let other: ChatServices

    init() throws {
        let store = try SQLiteStore.inMemory(events: NoEvents())
        let clock = clock
        func services(of node: String, seed: UInt64) -> ChatServices {
            ChatServices(
                policy: Policy(registration: .open), store: store, node: node,
                keys: InstallationKeys(secret: Array(repeating: 7, count: 32)), hasher: PlainHasher(),
                signer: PlainSigner(), verifier: PlainVerifier(), clock: clock,
                random: CountingRandomness(seed: seed))
        }
        self.store = store
        // Though both are called the same, as after a copy of a machine.
        (one, other) = (services(of: "one", seed: 1), services(of: "one", seed: 2))
    }

    private func due(on node: ChatServices) async throws -> [QueuedMail] {
        try await node.mailQueue.dueMails(at: clock.now, limit: 9).mails
    }

    @Test func `send a mail once, and again only where the first has not gone on with it`() async throws {
        _ = try await World.settle("Ada", as: .owner, one.chat, store, clock)
        _ = try await one.chat.forgotPassword(email: "ada@example.org", from: World.device)
        let mails = try await due(on: one)
        #expect(mails.count == 1)
        #expect(try await due(on: other) == [])
        #expect(try await due(on: one) == mails)
        let wake = try await other.mailQueue.nextMailDue(after: clock.now)
        #expect(wake == clock.now + Limits.mailClaimedFor)
        clock.advance(by: Limits.mailClaimedFor)
        #expect(try await due(on: other) == mails)
        try await other.mailQueue.removeMail(mails[0], as: .taken)
        #expect(try await due(on: one) == [])
    }

    @Test func `sweep once an hour, and make one backup at a time`() async throws {
        #expect(try await one.maintenance.claim(.sweep))
        #expect(try await !other.maintenance.claim(.sweep))
        clock.advance(by: Limits.sweepEvery)
        #expect(try await other.maintenance.claim(.sweep))
        #expect(try await !one.maintenance.claim(.sweep))
        #expect(try await one.maintenance.claim(.backup))
        #expect(try await !other.maintenance.claim(.backup))
        try await one.maintenance.release(.backup)
        #expect(try await other.maintenance.claim(.backup))
    }

    @Test func `leave what deleted rooms left to the one that began with it, until it stops`() async throws {
        let ada = try await World.settle("Ada", as: .owner, one.chat, store, clock)
        for name in ["Lobby", "Attic"] {
            let room = try await one.chat.makeRoom(.group, name: name, with: [], by: ada).room.summary.room.id
            _ = try await one.chat.post(Draft(roomID: room, content: "x"), by: ada)
            try await one.chat.deleteRoom(room, by: ada, from: World.device)
        }
        #expect(try await one.maintenance.removeDeletedPiece())
        #expect(try await !other.maintenance.removeDeletedPiece())
        clock.advance(by: Limits.pieceClaimedFor)
        #expect(try await other.maintenance.removeDeletedPiece())
        #expect(try await !one.maintenance.removeDeletedPiece())
    }

    @Test func `are set up once, by whichever was asked first`() async throws {
        let link = try #require(try await one.console.setupLink())
        let token = try #require(link.split(separator: "#").last.map { String($0) })
        let done = await withTaskGroup(of: Bool.self) { group in
            for (node, name) in [(one, "Ada"), (other, "Ben")] {
                group.addTask {
                    let owner = try? await node.chat.setUp(
                        token: token, name: name, email: "\(name)@example.org", password: World.password,
                        device: World.device)
                    return owner != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
        #expect(try await store.read { try $0.owners().count } == 1)
    }
}
