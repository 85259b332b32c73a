import SnugTesting
import Testing

@testable import SnugChat

@Suite("Changes to messages") struct ChangeTests {
    private func posted(_ world: World, by caller: Caller) async throws -> Int64 {
        try await world.chat.post(Draft(roomID: world.lobby, content: "hello"), by: caller).message.seq
    }

    @Test func `only its author edits a message`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        let edited = try await world.chat.edit(seq, in: world.lobby, to: "hello!", by: world.ben)
        #expect(edited.content == "hello!" && edited.rev == 1 && edited.editedAt == world.clock.now)
        #expect(world.events.events.last == .changed(edited))
        await #expect(throws: Refusal.self) {
            try await world.chat.edit(seq, in: world.lobby, to: "x", by: world.ada)
        }
        await #expect(throws: Refusal.notFound(.message)) {
            try await world.chat.edit(99, in: world.lobby, to: "x", by: world.ben)
        }
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.edit(seq, in: world.attic, to: "x", by: world.cleo)
        }
        await #expect(throws: Refusal.self) { try await world.chat.edit(seq, in: world.lobby, to: " ", by: world.ben) }
    }

    @Test func `the same words again change nothing`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        #expect(try await world.chat.edit(seq, in: world.lobby, to: "hello", by: world.ben).rev == 0)
    }

    @Test func `author, room owner and administrator delete, others do not, and twice is once`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        await #expect(throws: Refusal.self) { try await world.chat.delete(seq, in: world.lobby, by: world.cleo) }
        try await world.chat.delete(seq, in: world.lobby, by: world.ada)
        try await world.chat.delete(seq, in: world.lobby, by: world.ben)
        let page = try await world.chat.changes(in: world.lobby, after: 0, limit: 10, for: world.cleo)
        #expect(page.messages.map(\.content) == [""] && page.lastRev == 1)
        await #expect(throws: Refusal.messageDeleted) {
            try await world.chat.edit(seq, in: world.lobby, to: "x", by: world.ben)
        }
        await #expect(throws: Refusal.messageDeleted) {
            try await world.chat.react("👍", isWanted: true, to: seq, in: world.lobby, by: world.ben)
        }
    }

    @Test func `of two who talk neither deletes the other's words, an administrator neither`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        #expect(try await world.store.read { try $0.members(of: room) }.map(\.member.role) == [.member, .member])
        for caller in [world.ada, world.ben] {
            _ = try await world.chat.post(Draft(roomID: room, content: "you promised"), by: caller)
        }
        let refusal = Refusal.forbidden("Only its author deletes a message between two people.")
        await #expect(throws: refusal) { try await world.chat.delete(2, in: room, by: world.ada) }
        try await world.chat.removeMember(world.ada.userID, from: room, by: world.ada)
        _ = try await world.chat.post(Draft(roomID: room, content: "hello?"), by: world.ben)
        await #expect(throws: refusal) { try await world.chat.delete(1, in: room, by: world.ben) }
        try await world.chat.delete(1, in: room, by: world.ada)
        try await world.chat.delete(2, in: room, by: world.ben)
    }

    @Test func `a reaction is put once and taken once`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        for _ in 0..<2 { try await world.chat.react("👍", isWanted: true, to: seq, in: world.lobby, by: world.cleo) }
        for _ in 0..<2 { try await world.chat.react("👍", isWanted: false, to: seq, in: world.lobby, by: world.cleo) }
        let page = try await world.chat.changes(in: world.lobby, after: 0, limit: 10, for: world.cleo)
        #expect(page.messages.map(\.reactions) == [[]] && page.lastRev == 2)
    }

    @Test(arguments: ["👍", "❤️", "❤", "🇩🇪", "👩‍👩‍👧‍👦", "☺️", "☺", "5️⃣", "5\u{20E3}", "✅", "©️", "©"])
    func `an emoji is one`(text: String) {
        #expect(Reaction.isEmoji(text))
    }

    @Test(arguments: ["", "a", "5", "#", "👍👍", "👍 ", "<b>", "\u{FE0F}", "\u{0}", "a\u{FE0F}", "5\u{FE0F}"])
    func `anything else is none`(text: String) {
        #expect(!Reaction.isEmoji(text))
    }

    @Test func `an emoji with and without its variation selector is one, shown as it came first`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        let (bare, coloured) = ("\u{2764}", "\u{2764}\u{FE0F}")
        func reactions() async throws -> [Reaction] {
            try await world.chat.messages(in: world.lobby, .newest, limit: 1, for: world.ada).messages[0].reactions
        }
        func react(_ emoji: String, _ isWanted: Bool, by caller: Caller) async throws {
            try await world.chat.react(emoji, isWanted: isWanted, to: seq, in: world.lobby, by: caller)
        }
        try await react(bare, true, by: world.ben)
        world.events.clear()
        try await react(coloured, true, by: world.ben)
        #expect(world.events.events.isEmpty, "it was there")
        try await react(coloured, true, by: world.cleo)
        #expect(try await reactions() == [Reaction(emoji: bare, users: [world.ben.userID, world.cleo.userID])])
        try await react(coloured, false, by: world.ben)
        #expect(try await reactions() == [Reaction(emoji: bare, users: [world.cleo.userID])])
        try await react(bare, false, by: world.cleo)
        try await react(coloured, true, by: world.cleo)
        #expect(try await reactions().map { Array($0.emoji.unicodeScalars) } == [Array(coloured.unicodeScalars)])
    }

    @Test func `a message has so many reactions and no more`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        let faces = (0..<Limits.reactionsMax).compactMap { UnicodeScalar(0x1F600 + $0).map { String(Character($0)) } }
        for emoji in faces {
            try await world.chat.react(emoji, isWanted: true, to: seq, in: world.lobby, by: world.ben)
        }
        await #expect(throws: Refusal.self) {
            try await world.chat.react("👍", isWanted: true, to: seq, in: world.lobby, by: world.ben)
        }
    }

    @Test func `a message missed and edited comes once, as it is`() async throws {
        let world = try await World()
        let first = try await posted(world, by: world.ben)
        let second = try await posted(world, by: world.ben)
        _ = try await world.chat.edit(second, in: world.lobby, to: "second", by: world.ben)
        _ = try await world.chat.edit(first, in: world.lobby, to: "first", by: world.ben)
        let caughtUp = try await world.chat.catchUp(in: world.lobby, after: first, rev: 0, upTo: nil, for: world.ada)
        guard case .missed(let missed) = caughtUp.catchUp else {
            Issue.record("\(caughtUp)")
            return
        }
        #expect(missed.messages.map(\.content) == ["second"])
        #expect(missed.changes.map(\.content) == ["first"])
        #expect(missed.lastRev == 2)
    }

    @Test func `more changes than resume sends are paged`() async throws {
        let world = try await World()
        let seq = try await posted(world, by: world.ben)
        for _ in 0...Limits.resumeMessagesMax {
            let next = try await posted(world, by: world.ben)
            _ = try await world.chat.edit(next, in: world.lobby, to: "x", by: world.ben)
        }
        let lastSeq = seq + Int64(Limits.resumeMessagesMax) + 1
        let caughtUp = try await world.chat.catchUp(in: world.lobby, after: lastSeq, rev: 0, upTo: nil, for: world.ada)
        #expect(caughtUp.catchUp == .tooMuch(lastSeq: lastSeq, lastRev: Int64(Limits.resumeMessagesMax) + 1))
    }

    @Test func `long changes are read no further than is worth sending, and what is new with them once`() async throws {
        let world = try await World()
        let long = String(repeating: "x", count: Limits.contentBytesMax)
        let few = Int64(Limits.resumeBytesMax / Limits.contentBytesMax)
        for seq in 1...(2 * few) {
            _ = try await posted(world, by: world.ben)
            _ = try await world.chat.edit(seq, in: world.lobby, to: long, by: world.ben)
        }
        func caughtUp(after seq: Int64, rev: Int64) async throws -> (catchUp: CatchUp, bytesRead: Int) {
            try await world.chat.catchUp(in: world.lobby, after: seq, rev: rev, upTo: nil, for: world.ada)
        }
        let all = try await caughtUp(after: 2 * few, rev: 0)
        #expect(all.catchUp == .tooMuch(lastSeq: 2 * few, lastRev: 2 * few))
        #expect(all.bytesRead <= Limits.resumeBytesMax + Limits.resumePieceMessages * Limits.contentBytesMax)
        for (seq, counts) in [(few, [Int(few), 0]), (2 * few, [0, Int(few)])] {
            guard case .missed(let missed) = try await caughtUp(after: seq, rev: few).catchUp else {
                Issue.record("after \(seq) it is sent")
                return
            }
            #expect([missed.messages.count, missed.changes.count] == counts)
        }
    }

    @Test func `a level of notice shows in the room`() async throws {
        let world = try await World()
        try await world.chat.setNotify(.nothing, in: world.lobby, by: world.ben)
        let room = try await world.chat.rooms(of: world.ben).first { $0.room.id == world.lobby }
        #expect(room?.membership?.notify == .nothing)
    }

    @Test func `a level of notice that has an end is the one before again, however often it is put off`() async throws {
        let world = try await World()
        func membership() async throws -> Member? {
            try await world.chat.room(world.lobby, for: world.ben).summary.membership
        }
        try await world.chat.setNotify(.mentions, in: world.lobby, by: world.ben)
        for span in [60, 3_600] {
            try await world.chat.setNotify(
                .nothing, until: world.clock.now + .seconds(span), in: world.lobby, by: world.ben)
            let muted = try await membership()
            #expect(muted?.notify == .nothing && muted?.notifyAfter == .mentions)
        }
        world.clock.advance(by: .seconds(3_601))
        let after = try await membership()
        #expect(after?.notify == .mentions && after?.notifyUntil == nil && after?.notifyAfter == nil)
        // The time that is over counts no more for the next.
        try await world.chat.setNotify(.nothing, until: world.clock.now + .seconds(9), in: world.lobby, by: world.ben)
        #expect(try await membership()?.notifyAfter == .mentions)
        try await world.chat.setNotify(.nothing, in: world.lobby, by: world.ben)
        #expect(try await membership()?.notifyAfter == nil)
    }

    @Test func `a level of notice that has an end is everything again once it has come`() async throws {
        let world = try await World()
        func notify() async throws -> [Member.Notify?] {
            [
                try await world.chat.rooms(of: world.ben).first { $0.room.id == world.lobby }?.membership?.notify,
                try await world.chat.room(world.lobby, for: world.ben).summary.membership?.notify,
            ]
        }
        let now = world.clock.now
        try await world.chat.setNotify(.nothing, until: now + .seconds(60), in: world.lobby, by: world.ben)
        #expect(try await notify() == [.nothing, .nothing])
        world.clock.advance(by: .seconds(61))
        #expect(try await notify() == [.everything, .everything])
        #expect(try await world.chat.room(world.lobby, for: world.ben).summary.membership?.notifyUntil == nil)
        let moment = world.clock.now
        for until in [moment, moment - .seconds(1), moment + Limits.notifyUntilMax + .seconds(1)] {
            await #expect(throws: Refusal.self) {
                try await world.chat.setNotify(.nothing, until: until, in: world.lobby, by: world.ben)
            }
        }
    }
}
