import SnugChat
import SnugTesting
import Testing

@Suite struct `Messages` {
    @Test func `a repeated client_id returns the first message, changes nothing and announces nothing`() async throws {
        let world = try await World()
        let first = try await world.chat.post(
            Draft(roomID: world.lobby, content: "hello", clientID: "a-1"), by: world.ada)
        let second = try await world.chat.post(
            Draft(roomID: world.lobby, content: "something else", clientID: "a-1"), by: world.ada)
        #expect(first.isNew && !second.isNew)
        #expect(first.message == second.message)
        #expect(world.events.events == [.posted(first.message, from: .elsewhere)])
        await #expect(throws: Refusal.clientIDReused) {
            try await world.chat.post(
                Draft(roomID: world.attic, content: "hello", clientID: "a-1"), by: world.ada)
        }
        let others = try await world.chat.post(
            Draft(roomID: world.lobby, content: "hello", clientID: "a-1"), by: world.ben)
        #expect(others.isNew)
    }

    @Test(arguments: [
        Draft(roomID: Room.ID(1), content: ""),
        Draft(roomID: Room.ID(1), content: " \n\t\u{3000}"),
        Draft(roomID: Room.ID(1), content: String(repeating: "x", count: 16_385)),
        Draft(roomID: Room.ID(1), content: String(repeating: "ü", count: 8_193)),
        Draft(roomID: Room.ID(1), content: "a\0b"),
        Draft(roomID: Room.ID(1), content: "x", clientID: ""),
        Draft(roomID: Room.ID(1), content: "x", clientID: String(repeating: "x", count: 65)),
        Draft(roomID: Room.ID(1), content: "x", clientID: "a b"),
        Draft(roomID: Room.ID(1), content: "x", clientID: "é"),
        Draft(roomID: Room.ID(1), content: "x", replyTo: 99),
        Draft(roomID: Room.ID(1), content: "x", replyTo: -1),
    ])
    func `what is not a message is refused and takes no number`(draft: Draft) async throws {
        let world = try await World()
        do {
            _ = try await world.chat.post(draft, by: world.ada)
            Issue.record("it was taken")
        } catch Refusal.invalid {}
        let page = try await world.chat.messages(in: world.lobby, .newest, limit: 1, for: world.ada)
        #expect(page.messages.isEmpty)
    }

    @Test func `a message keeps its text to the byte, as long as it may be`() async throws {
        let world = try await World()
        for text in [
            "  two  \r\n lines ", String(repeating: "x", count: 16_384), "<b>&amp;</b>", "\u{202E}abc", "e\u{301}",
        ] {
            let posted = try await world.chat.post(Draft(roomID: world.lobby, content: text), by: world.ada)
            let kept = try await world.chat.messages(in: world.lobby, .newest, limit: 1, for: world.ben).messages[0]
            #expect(Array(kept.content.utf8) == Array(text.utf8))
            #expect(kept == posted.message)
        }
    }

    @Test func `outsiders and those who left neither post nor read`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.post(Draft(roomID: world.attic, content: "x"), by: world.cleo)
        }
        try await world.chat.removeMember(world.ben.userID, from: world.attic, by: world.ada)
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.post(Draft(roomID: world.attic, content: "x"), by: world.ben)
        }
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.messages(in: world.attic, .newest, limit: 1, for: world.ben)
        }
        let open = try await world.chat.makeRoom(.open, name: "Garden", with: [], by: world.ada).room.summary.room.id
        await #expect(throws: Refusal.notAMember) {
            try await world.chat.post(Draft(roomID: open, content: "x"), by: world.cleo)
        }
    }

    @Test func `messages that are refused use up the rate as those that are taken`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 1))
        let blank = Draft(roomID: world.lobby, content: String(repeating: "\u{A0}", count: 8_192))
        for _ in 1...10 {
            await #expect(throws: Refusal.invalid([.init(field: "content", message: "A message needs some text.")])) {
                try await world.chat.post(blank, by: world.ada)
            }
        }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(1))) {
            try await world.chat.post(blank, by: world.ada)
        }
    }

    @Test func `whoever sends faster than the rate is told when to go on`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 2))
        for number in 1...20 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        await #expect(throws: Refusal.rateLimited(retryAfter: .milliseconds(500))) {
            try await world.chat.post(Draft(roomID: world.lobby, content: "21"), by: world.ada)
        }
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "others go on"), by: world.ben)
        world.clock.advance(by: .milliseconds(500))
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "21"), by: world.ada)
    }

    @Test(arguments: [
        (PageCursor.newest, 3, [8, 9, 10], true), (.newest, 50, Array(1...10), false),
        (.before(4), 2, [2, 3], true), (.before(3), 5, [1, 2], false), (.before(1), 5, [], false),
        (.before(99), 2, [9, 10], true), (.before(.min), 2, [], false),
        (.after(8), 5, [9, 10], false), (.after(0), 4, [1, 2, 3, 4], true), (.after(10), 5, [], false),
        (.after(.max), 5, [], false), (.after(-7), 1, [1], true),
        (.around(5), 3, [4, 5, 6], true), (.around(1), 3, [1, 2, 3], true), (.around(10), 4, [8, 9, 10], true),
        (.around(.max), 2, [9, 10], true),
    ])
    func `a page is cut where it was asked for`(cursor: PageCursor, limit: Int, seqs: [Int64], hasMore: Bool)
        async throws
    {
        let world = try await World()
        for number in 1...10 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        let page = try await world.chat.messages(in: world.lobby, cursor, limit: limit, for: world.ben)
        #expect(page.messages.map(\.seq) == seqs)
        #expect(page.hasMore == hasMore)
    }

    @Test func `catching up brings what came after, and no more than is worth sending`() async throws {
        let world = try await World()
        for number in 1...501 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        func missed(after seq: Int64, upTo start: Subscription? = nil) async throws -> [Int64]? {
            switch try await world.chat.catchUp(
                in: world.lobby, after: seq, rev: 0, upTo: start, for: world.ben
            ).catchUp {
            case .missed(let missed): missed.messages.map(\.seq)
            case .tooMuch: nil
            }
        }
        #expect(try await missed(after: 499) == [500, 501])
        #expect(try await missed(after: 501) == [])
        #expect(try await missed(after: 1)?.count == 500)
        #expect(try await missed(after: 0) == nil)
        #expect(try await missed(after: 502) == nil)
        #expect(try await missed(after: -1) == nil)
        let start = Subscription(roomID: world.lobby, lastSeq: 490, lastRev: 0, readSeq: 0)
        #expect(try await missed(after: 488, upTo: start) == [489, 490])
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.catchUp(in: world.attic, after: 0, rev: 0, upTo: nil, for: world.cleo)
        }
    }

    @Test func `catching up reads no further than is worth sending`() async throws {
        let world = try await World()
        let long = String(repeating: "x", count: Limits.contentBytesMax)
        for _ in 1...Limits.resumeMessagesMax {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: long), by: world.ada)
        }
        let piece = Limits.resumePieceMessages * Limits.contentBytesMax
        let all = try await world.chat.catchUp(in: world.lobby, after: 0, rev: 0, upTo: nil, for: world.ben)
        #expect(all.catchUp == .tooMuch(lastSeq: Int64(Limits.resumeMessagesMax), lastRev: 0))
        #expect(all.bytesRead <= Limits.resumeBytesMax + piece)
        let few = Limits.resumeBytesMax / Limits.contentBytesMax
        let some = try await world.chat.catchUp(
            in: world.lobby, after: Int64(Limits.resumeMessagesMax - few), rev: 0, upTo: nil, for: world.ben)
        guard case .missed(let missed) = some.catchUp else {
            Issue.record("\(few) long messages are sent")
            return
        }
        #expect(missed.messages.count == few && some.bytesRead == Limits.resumeBytesMax)
    }

    @Test func `reading is told to the room, and never moves back`() async throws {
        let world = try await World()
        for number in 1...3 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        world.events.clear()
        try await world.chat.markRead(2, in: world.lobby, by: world.ben)
        try await world.chat.markRead(1, in: world.lobby, by: world.ben)
        try await world.chat.markRead(99, in: world.lobby, by: world.ben)
        #expect(
            world.events.events == [
                .read(world.lobby, world.ben.userID, ReadPosition(seq: 2, isTold: true)),
                .read(world.lobby, world.ben.userID, ReadPosition(seq: 3, isTold: true)),
            ])
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.markRead(1, in: world.attic, by: world.cleo)
        }
    }

    @Test func `what is marked as unread is so for the caller alone`() async throws {
        let world = try await World()
        for _ in 1...4 { _ = try await world.chat.post(Draft(roomID: world.lobby, content: "x"), by: world.ada) }
        try await world.chat.markRead(4, in: world.lobby, by: world.ben)
        world.events.clear()
        try await world.chat.markUnread(from: 2, in: world.lobby, by: world.ben)
        try await world.chat.markUnread(from: 2, in: world.lobby, by: world.ben)
        try await world.chat.markRead(3, in: world.lobby, by: world.ben)
        try await world.chat.markRead(4, in: world.lobby, by: world.ben)
        let positions = [
            ReadPosition(seq: 1, isTold: false), ReadPosition(seq: 3, isTold: false),
            ReadPosition(seq: 4, isTold: true),
        ]
        #expect(world.events.events == positions.map { Event.read(world.lobby, world.ben.userID, $0) })
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.markUnread(from: 1, in: world.attic, by: world.cleo)
        }
    }
}
