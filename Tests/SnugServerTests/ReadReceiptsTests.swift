import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite struct `Reading is told` {
    private let ada = User.ID(1)
    private let ben = User.ID(2)
    private let lobby = Room.ID(7)
    private let now = NIODeadline.uptimeNanoseconds(1)

    /// Positions that everyone is told.
    private func all(_ seqs: [User.ID: Int64]) -> [User.ID: ReadReceipts.Position] {
        seqs.mapValues { .init(ReadPosition(seq: $0, isTold: true)) }
    }

    @Test func `at once, then once a second, the newest position of each person`() throws {
        var receipts = ReadReceipts()
        let first = receipts.note(all([ada: 1]), in: lobby, at: now)
        #expect(first.notice == .init(room: lobby, positions: all([ada: 1])) && first.lookAfter == nil)
        let second = receipts.note(all([ada: 2]), in: lobby, at: now + .milliseconds(1))
        #expect(second.notice == nil && second.lookAfter != nil)
        for seq in Int64(3)...1_000 {
            let (notice, lookAfter) = receipts.note(
                all([ada: seq, ben: seq - 1]), in: lobby, at: now + .milliseconds(2))
            #expect(notice == nil && lookAfter == nil, "a look is due already")
        }
        let early = receipts.due(at: now + .milliseconds(999))
        #expect(early.notices.isEmpty && early.lookAfter != nil)
        let due = receipts.due(at: now + .seconds(1))
        #expect(due.notices == [.init(room: lobby, positions: all([ada: 1_000, ben: 999]))])
        #expect(due.lookAfter == nil, "nothing waits, so nobody looks")
    }

    @Test func `with what waited, where a look was late`() {
        var receipts = ReadReceipts()
        _ = receipts.note(all([ada: 1]), in: lobby, at: now)
        _ = receipts.note(all([ada: 5]), in: lobby, at: now + .milliseconds(1))
        let late = receipts.note(all([ben: 4]), in: lobby, at: now + .seconds(3))
        #expect(late.notice == .init(room: lobby, positions: all([ada: 5, ben: 4])))
        #expect(receipts.due(at: now + .seconds(9)).notices.isEmpty)
    }

    @Test func `no lower than what someone has said meanwhile`() {
        var receipts = ReadReceipts()
        _ = receipts.note(all([ada: 3]), in: lobby, at: now)
        #expect(!receipts.isWaiting)
        let unread = ReadReceipts.Position(ReadPosition(seq: 1, isTold: false))
        _ = receipts.note([ada: unread, ben: unread], in: lobby, at: now + .milliseconds(1))
        #expect(receipts.isWaiting)
        receipts.said(7, by: ada, in: lobby)
        receipts.said(8, by: ada, in: Room.ID(8))
        let due = receipts.due(at: now + .seconds(1)).notices
        #expect(due.map { $0.positions[ada]?.own } == [7])
        #expect(due.map { $0.positions[ben]?.own } == [1])
        #expect(due.map { $0.positions[ada]?.told } == [nil])
    }

    @Test func `of nobody who has left meanwhile`() {
        var receipts = ReadReceipts()
        _ = receipts.note(all([ada: 3]), in: lobby, at: now)
        _ = receipts.note(all([ada: 4, ben: 4]), in: lobby, at: now + .milliseconds(1))
        receipts.left(ada, lobby)
        receipts.left(ada, Room.ID(8))
        #expect(receipts.due(at: now + .seconds(1)).notices == [.init(room: lobby, positions: all([ben: 4]))])
        #expect(!receipts.isWaiting)
    }

    @Test func `within bounds, however many rooms are read at once`() {
        var receipts = ReadReceipts()
        for number in 1...(2 * Limits.receiptsMax) {
            _ = receipts.note(all([ada: 1]), in: Room.ID(Int64(number)), at: now)
            _ = receipts.note(all([ada: 2, ben: 2]), in: Room.ID(Int64(number)), at: now)
        }
        #expect(receipts.count <= Limits.receiptsMax)
        let due = receipts.due(at: now + .seconds(1)).notices
        #expect(due.reduce(0) { $0 + $1.positions.count } <= Limits.receiptsMax)
        _ = receipts.due(at: now + .seconds(2))
        #expect(receipts.count == 0, "rooms at rest are forgotten")
    }

    @Test func `to others at its highest, to one's own devices as it now is`() throws {
        var receipts = ReadReceipts()
        _ = receipts.note(all([ada: 1]), in: lobby, at: now)
        _ = receipts.note(all([ada: 9, ben: 4]), in: lobby, at: now)
        let alone = ReadReceipts.Position(ReadPosition(seq: 3, isTold: false))
        _ = receipts.note([ada: alone], in: lobby, at: now)
        let notice = try #require(receipts.due(at: now + .seconds(1)).notices.first)
        #expect(notice.positions[ada].map { [$0.told, $0.own] } == [9, 3])
        #expect(notice.positions[ben].map { [$0.told, $0.own] } == [4, 4])

        let encoded = EncodedReceipts(notice, isCrowd: false)
        func frames(for user: User.ID) -> [String] {
            (encoded.frames(for: user).map { String(buffer: $0) } ?? "").matches(of: /"user_id":\d+,"seq":\d+/)
                .map { String($0.output) }.sorted()
        }
        #expect(frames(for: ben) == [#""user_id":1,"seq":9"#, #""user_id":2,"seq":4"#])
        #expect(frames(for: ada) == [#""user_id":1,"seq":3"#, #""user_id":2,"seq":4"#])
        #expect(!frames(for: User.ID(3)).contains(#""user_id":1,"seq":3"#))
        let hidden = EncodedReceipts(.init(room: lobby, positions: [ada: alone]), isCrowd: false)
        #expect(hidden.frames == nil && hidden.own.keys.contains(ada), "only one's own devices hear of it")
    }

    @Test func `to nobody in a crowd but the reader's own devices`() {
        let counts = ListenerCounts()
        for _ in 0..<Limits.presenceListenersMax { counts.add(lobby) }
        #expect(!counts.isCrowd(lobby))
        counts.add(lobby)
        #expect(counts.isCrowd(lobby))
        let told = EncodedReceipts(.init(room: lobby, positions: all([ada: 5])), isCrowd: counts.isCrowd(lobby))
        #expect(told.frames == nil && told.own.keys.contains(ada))
        counts.remove(lobby)
        #expect(!counts.isCrowd(lobby))
    }
}
