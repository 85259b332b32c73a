import SnugChat
import Testing

@testable import SnugServer

@Suite struct `What waits for an event loop` {
    /// An event that is a message, or a room's typing where it has no number.
    private func event(in room: Int64, _ seq: Int64? = nil) throws -> EncodedEvent {
        let (room, user) = (Room.ID(room), User.ID(1))
        let event: Event =
            seq.map { seq in
                let message = Message(
                    id: Message.ID(seq), roomID: room, seq: seq, userID: user, content: "x",
                    timestamp: Timestamp(seconds: 1))
                return .posted(message, from: .elsewhere)
            } ?? .typing(room, user)
        return try #require(EncodedEvent(event, isOnline: { _ in false }))
    }

    /// Takes what waits: the rooms and seqs of messages, and names of all else.
    private func taken(from inbox: LoopInbox) -> [[String]] {
        inbox.take().map { item in
            switch item {
            case .events(let events): events.map { $0.posted.map { "\($0.room).\($0.seq)" } ?? "other" }
            case .receipts: ["receipts"]
            case .task: ["task"]
            }
        }
    }

    @Test func `is taken in its order, commits of one room's messages alone as one`() throws {
        let inbox = LoopInbox()
        #expect(inbox.add(.events([try event(in: 1, 1)])))
        #expect(!inbox.add(.events([try event(in: 1, 2), try event(in: 1, 3)])))
        #expect(!inbox.add(.task {}))
        #expect(!inbox.add(.events([try event(in: 1, 4)])))
        #expect(!inbox.add(.receipts([])))
        #expect(taken(from: inbox) == [["1.1", "1.2", "1.3"], ["task"], ["1.4"], ["receipts"]])
        #expect(inbox.take().isEmpty)
        // Whoever comes next is the one who has it taken.
        #expect(inbox.add(.task {}))
    }

    @Test func `keeps the order of commits between rooms, and what else there is apart`() throws {
        let inbox = LoopInbox()
        let commits = [
            [try event(in: 1, 1)], [try event(in: 2, 1)], [try event(in: 1, 2)],
            [try event(in: 1, 3), try event(in: 2, 2)], [try event(in: 2, 3)], [try event(in: 2)],
            [try event(in: 2, 4)],
        ]
        for commit in commits { _ = inbox.add(.events(commit)) }
        #expect(
            taken(from: inbox)
                == [["1.1"], ["2.1"], ["1.2"], ["1.3", "2.2"], ["2.3"], ["other"], ["2.4"]])
    }

    @Test func `is joined up to a bound`() throws {
        let inbox = LoopInbox()
        for seq in 1...Int64(Limits.messagesJoinedMax + 1) { _ = inbox.add(.events([try event(in: 1, seq)])) }
        #expect(taken(from: inbox).map(\.count) == [Limits.messagesJoinedMax, 1])
    }
}
