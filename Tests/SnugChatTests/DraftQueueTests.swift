import SnugTesting
import Testing

@testable import SnugChat

@Suite(.timeLimit(.minutes(5))) struct `Messages on their way to the writer` {
    private let ben = User.ID(2)
    private let cleo = User.ID(3)

    @Test func `of one sender are no more than others can wait for, and keep their order`() async throws {
        let drafts = DraftQueue()
        let direct = (0..<1_000).count { _ in drafts.enter(ben) }
        #expect(direct == Limits.draftsAtWriterMax)
        #expect(drafts.enter(cleo))
        let (begun, ends) = AsyncStream.makeStream(of: Int.self)
        for number in 0..<100 { try drafts.add(of: ben) { ends.yield(number) } }
        // Each has a place once one is given back.
        var iterator = begun.makeAsyncIterator()
        for number in 0..<100 {
            drafts.leave(ben)
            #expect(await iterator.next() == number)
            #expect(!drafts.enter(ben))
        }
        for _ in 0..<Limits.draftsAtWriterMax { drafts.leave(ben) }
    }

    @Test func `are refused where too many of one sender wait`() throws {
        let drafts = DraftQueue()
        for _ in 0..<Limits.draftsAtWriterMax { _ = drafts.enter(ben) }
        var taken = 0
        while taken < 10_000, (try? drafts.add(of: ben) {}) != nil { taken += 1 }
        // The first batch may have been taken up meanwhile.
        #expect((Limits.draftsWaitingMax...(2 * Limits.draftsWaitingMax)).contains(taken))
        #expect(throws: Refusal.busy) { try drafts.add(of: ben) {} }
        try drafts.add(of: cleo) {}
    }

    @Test func `that fail give their places back`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 0))
        for turn in 0..<(4 * Limits.draftsAtWriterMax) {
            let room = turn % 2 == 0 ? Room.ID(999) : world.lobby
            let draft = Draft(roomID: room, content: turn % 3 == 0 ? "@Ada" : "hi")
            _ = try? await world.chat.post(draft, by: world.ben)
        }
        #expect(world.chat.drafts.enter(world.ben.userID))
    }
}
