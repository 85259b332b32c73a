import SnugTesting
import Testing

@testable import SnugChat

/// Lists that are too long for one piece of an answer.
@Suite struct PieceTests {
    private static let long = String(repeating: "x", count: Limits.contentBytesMax)

    /// Returns the pieces of a list, with what happens between the first and the others.
    private func everything<Element: Sendable>(
        of first: Piece<Element>, then: () async throws -> Void = {}
    ) async throws -> [[Element]] {
        var pieces = [Array(first)]
        try await then()
        var next = first.next
        while let more = next {
            let piece = try await more()
            pieces.append(Array(piece))
            next = piece.next
        }
        return pieces
    }

    private func fill(_ world: World, _ count: Int) async throws {
        for _ in 1...count {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: Self.long), by: world.ada)
        }
    }

    private func page(_ world: World, for caller: Caller) async throws -> MessagePage {
        try await world.chat.messages(in: world.lobby, .newest, limit: 200, for: caller)
    }

    @Test func `a page of long messages is read in small pieces, one of short messages at once`() async throws {
        let world = try await World()
        for number in 1...200 {
            _ = try await world.chat.post(Draft(roomID: world.attic, content: "\(number)"), by: world.ada)
        }
        let short = try await world.chat.messages(in: world.attic, .newest, limit: 100, for: world.ada)
        #expect(short.messages.count == 100 && short.messages.next == nil)
        try await fill(world, 40)
        let pieces = try await everything(of: try await page(world, for: world.ben).messages)
        #expect(pieces.joined().map(\.seq) == Array(1...40))
        #expect(pieces.allSatisfy { $0.count * Limits.contentBytesMax <= 4 * Limits.answerPieceBytes && !$0.isEmpty })
    }

    @Test func `a page keeps its end and its order whatever is said meanwhile`() async throws {
        let world = try await World()
        try await fill(world, 12)
        let page = try await page(world, for: world.ben)
        let pieces = try await everything(of: page.messages) {
            try await fill(world, 3)
            _ = try await world.chat.edit(11, in: world.lobby, to: "edited", by: world.ada)
            try await world.chat.delete(12, in: world.lobby, by: world.ada)
        }
        #expect(pieces.joined().map(\.seq) == Array(1...12))
        #expect(!page.hasMore)
        #expect(pieces.joined().suffix(2).map(\.content) == ["edited", ""])
    }

    @Test func `who leaves a room, or whose session ends, is read no further to`() async throws {
        let world = try await World()
        try await fill(world, 12)
        let ofBen = try await page(world, for: world.ben)
        await #expect(throws: Refusal.notFound(.room)) {
            try await everything(of: ofBen.messages) {
                try await world.chat.removeMember(world.ben.userID, from: world.lobby, by: world.ada)
            }
        }
        let ofCleo = try await page(world, for: world.cleo)
        await #expect(throws: Refusal.unauthenticated) {
            try await everything(of: ofCleo.messages) {
                try await world.chat.endSession(world.cleo.sessionID, of: world.cleo, from: World.device)
            }
        }
    }

    @Test func `changes come up to where the page began, each once, and later ones with the next page`() async throws {
        let world = try await World()
        try await fill(world, 12)
        for seq in 1...12 {
            let seq = Int64(seq)
            try await world.chat.react("👍", isWanted: true, to: seq, in: world.lobby, by: world.ben)
        }
        let page = try await world.chat.changes(in: world.lobby, after: 0, limit: 200, for: world.ben)
        #expect(page.messages.next != nil)
        #expect(page.lastRev == 12 && !page.hasMore)
        let pieces = try await everything(of: page.messages) {
            try await world.chat.react("👎", isWanted: true, to: 11, in: world.lobby, by: world.ben)
        }
        #expect(pieces.joined().map(\.seq) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12])
        let later = try await world.chat.changes(in: world.lobby, after: page.lastRev, limit: 200, for: world.ben)
        #expect(later.messages.map(\.seq) == [11])
    }

    @Test(arguments: [(1, 1, true), (11, 11, true), (12, 12, false), (200, 12, false)])
    func `a page of changes ends where its limit says`(limit: Int, lastRev: Int64, hasMore: Bool) async throws {
        let world = try await World()
        try await fill(world, 12)
        for seq in 1...12 {
            try await world.chat.react("👍", isWanted: true, to: Int64(seq), in: world.lobby, by: world.ben)
        }
        let page = try await world.chat.changes(in: world.lobby, after: 0, limit: limit, for: world.ben)
        #expect(page.lastRev == lastRev && page.hasMore == hasMore)
        let all = try await everything(of: page.messages).joined()
        #expect(all.map(\.rev) == Array(1...lastRev))
    }

    @Test func `a list of many rooms shows each once, in the order it began with`() async throws {
        let world = try await World()
        let (chat, store, clock) = (world.chat, world.store, world.clock)
        let dora = try await World.settle("Dora", as: .member, chat, store, clock)
        let rooms = try await store.write { store in
            try (1...300).map { number in
                let room = try store.addRoom(
                    name: "Room \(number)", kind: .group, createdBy: dora.userID, at: clock.now)
                try store.addMember(dora.userID, to: room, role: .owner, readSeq: 0, at: clock.now)
                return room
            }
        }
        let list = try await chat.rooms(of: dora)
        #expect(list.next != nil && list.count < 200)
        let pieces = try await everything(of: list) {
            // One that was not yet shown has news, and another is gone.
            _ = try await chat.post(Draft(roomID: rooms[0], content: "news"), by: dora)
            try await chat.deleteRoom(rooms[1], by: dora, from: World.device)
        }
        #expect(pieces.joined().map(\.room.id) == rooms.reversed().filter { $0 != rooms[1] })
        #expect(pieces.joined().last?.lastMessage?.content == "news")
    }

    @Test func `the members of a large room come in pieces, in the order they joined`() async throws {
        let world = try await World()
        let clock = world.clock
        let added = try await world.store.write { [lobby = world.lobby] store in
            try (1...700).map { number in
                guard let email = EmailAddress("user\(number)@example.org") else { throw Refusal.notFound(.user) }
                let user = try store.addUser(
                    name: "User \(number)", email: email, passwordHash: "", role: .member, at: clock.now)
                try store.addMember(
                    user.id, to: lobby, role: .member, readSeq: 0, at: clock.now + .seconds(Int64(number % 7)))
                return user.id
            }
        }
        let room = try await world.chat.room(world.lobby, for: world.ben)
        #expect(room.members.next != nil && room.members.count < 700)
        let pieces = try await everything(of: room.members) {
            try await world.chat.removeMember(added[698], from: world.lobby, by: world.ada)
        }
        let members = pieces.joined().map(\.member)
        #expect(Set(members.map(\.userID)).count == 702 && members.count == 702)
        #expect(members.map(\.joinedAt) == members.map(\.joinedAt).sorted())
    }
}
