import Foundation
import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

@Suite("Mentions") struct MentionTests {
    /// Whom a text calls, as `Tests/vectors` has it, which the client's tests read too.
    private struct Vector: Decodable {
        var name: String
        var people: [String: String]
        var text: String
        var calls: [Called]

        enum Called: Decodable, Hashable {
            case user(User.ID)
            case everyone

            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                self = (try? value.decode(Int64.self)).map { .user(User.ID($0)) } ?? .everyone
            }
        }

        var names: MemberNames {
            MemberNames(
                Dictionary(uniqueKeysWithValues: people.map { (User.ID(Int64($0.key) ?? 0), $0.value) }))
        }
    }

    private func called(_ text: String, by author: Int64 = 99, among names: MemberNames) -> Set<Vector.Called> {
        switch MentionText(text)?.mentions(of: names, by: User.ID(author)) {
        case .everyone?: [.everyone]
        case .users(let users)?: Set(users.map { .user($0) })
        case nil: []
        }
    }

    @Test func `a text calls whom the client shows as called`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("vectors/mentions.json")
        let vectors = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file))
        #expect(vectors.count > 40)
        for vector in vectors {
            #expect(called(vector.text, among: vector.names) == Set(vector.calls), "\(vector.name): \(vector.text)")
        }
    }

    @Test func `nobody calls themselves, and a text of nothing but signs ends`() {
        let names = MemberNames([User.ID(1): "Ada", User.ID(2): "Ada"])
        #expect(called("@Ada", by: 1, among: names) == [.user(User.ID(2))])
        #expect(called(String(repeating: "@", count: Limits.contentBytesMax), among: names) == [])
    }

    @Test func `one text calls so many by name and no more, even where all have one name`() {
        let people = (1...1_000).map { (User.ID(Int64($0)), $0.isMultiple(of: 2) ? "Ben" : "Nr\($0)") }
        let names = MemberNames(Dictionary(uniqueKeysWithValues: people))
        #expect(called("@Ben", among: names).count == Limits.mentionsMax)
        let all = (0..<200).map { "@nr\($0 * 2 + 1)" }.joined(separator: " ")
        #expect(called(all, among: names).count == Limits.mentionsMax)
    }

    @Test func `names are kept within bounds, those used last the longest`() {
        let cache = MemberNamesCache()
        let crowd = MemberNames(
            Dictionary(uniqueKeysWithValues: (1...Limits.namesKeptMax / 4).map { (User.ID(Int64($0)), "N\($0)") }))
        for room in 1...4 { cache.keep(crowd, of: Room.ID(Int64(room)), at: 1) }
        #expect(cache.counts.names == Limits.namesKeptMax)
        #expect(cache.names(of: Room.ID(1), at: 1) != nil)
        cache.keep(MemberNames([User.ID(1): "Ada"]), of: Room.ID(5), at: 1)
        #expect(cache.counts.names == Limits.namesKeptMax / 4 * 3 + 1)
        #expect(cache.names(of: Room.ID(2), at: 1) == nil)
        #expect(cache.names(of: Room.ID(1), at: 1) != nil)
        for room in 1...2 * Limits.namedRoomsMax {
            cache.keep(MemberNames([User.ID(1): "Ada"]), of: Room.ID(Int64(room)), at: 2)
        }
        #expect(cache.counts.rooms == Limits.namedRoomsMax)
    }

    @Test func `names of an earlier state of the room are neither given nor kept`() {
        let cache = MemberNamesCache()
        cache.keep(MemberNames([User.ID(1): "Ada"]), of: Room.ID(1), at: 2)
        cache.keep(MemberNames([:]), of: Room.ID(1), at: 1)
        #expect(cache.names(of: Room.ID(1), at: 2)?.count == 1)
        #expect(cache.names(of: Room.ID(1), at: 3) == nil)
    }

    private func count(_ caller: Caller, in world: World) async throws -> Int64? {
        try await world.chat.rooms(of: caller).first { $0.room.id == world.lobby }?.mentions
    }

    @Test func `whoever is called has it counted, and an edit counts anew`() async throws {
        let world = try await World()
        let posted = try await world.chat.post(Draft(roomID: world.lobby, content: "@Ben?"), by: world.ada)
        #expect(try await count(world.ben, in: world) == 1)
        #expect(try await count(world.cleo, in: world) == 0)
        _ = try await world.chat.edit(posted.message.seq, in: world.lobby, to: "@Cleo?", by: world.ada)
        #expect(try await count(world.ben, in: world) == 0)
        #expect(try await count(world.cleo, in: world) == 1)
        _ = try await world.chat.edit(posted.message.seq, in: world.lobby, to: "@room?", by: world.ada)
        #expect(try await count(world.ben, in: world) == 1)
        #expect(try await count(world.cleo, in: world) == 1)
        #expect(try await count(world.ada, in: world) == 0)
        try await world.chat.delete(posted.message.seq, in: world.lobby, by: world.ada)
        #expect(try await count(world.ben, in: world) == 0)
    }

    @Test func `a name is called from the moment that it is one, and by whoever is in the room alone`() async throws {
        let world = try await World()
        func call(_ text: String) async throws {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: text), by: world.ada)
        }
        try await call("@Benedict")
        #expect(try await count(world.ben, in: world) == 0)
        try await world.chat.rename(world.ben, to: "Benedict")
        try await call("@Benedict")
        #expect(try await count(world.ben, in: world) == 1)
        try await world.chat.removeMember(world.ben.userID, from: world.lobby, by: world.ada)
        try await call("@Benedict")
        _ = try await world.chat.addMember(world.ben.userID, to: world.lobby, by: world.ada)
        try await call("@benedict")
        #expect(try await count(world.ben, in: world) == 1)
    }

    @Test func `the messages of one sender keep their order, whether they call someone or not`() async throws {
        let world = try await World()
        let texts = (0..<60).map { $0.isMultiple(of: 3) ? "@Ben \($0)" : "\($0)" }
        let answers = AsyncStream.makeStream(of: Bool.self)
        for text in texts {
            world.chat.post(Draft(roomID: world.lobby, content: text), by: world.ada, origin: .elsewhere) { result in
                answers.continuation.yield((try? result.get()) != nil)
            }
        }
        var good = 0
        for await isGood in answers.stream.prefix(texts.count) where isGood { good += 1 }
        #expect(good == texts.count)
        let page = try await world.chat.messages(in: world.lobby, .newest, limit: 100, for: world.ben)
        #expect(page.messages.map(\.content) == texts)
        #expect(try await count(world.ben, in: world) == 20)
    }

    @Test func `a message that calls someone in a room of others is refused as any other`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.post(Draft(roomID: world.attic, content: "@Ben"), by: world.cleo)
        }
    }

    @Test func `one who calls many by name pays for it with the message rate`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 1))
        var names: [String] = []
        for number in 1...Limits.mentionsMax {
            let name = "Guest\(number)"
            let guest = try await World.settle(name, as: .member, world.chat, world.store, world.clock)
            try await world.store.write {
                try $0.addMember(guest.userID, to: world.lobby, role: .member, readSeq: 0, at: Timestamp(seconds: 0))
            }
            names.append("@\(name)")
        }
        let draft = Draft(roomID: world.lobby, content: names.joined(separator: " "))
        // Of ten messages at once, this one costs six.
        _ = try await world.chat.post(draft, by: world.ada)
        _ = try await world.chat.post(draft, by: world.ada)
        await #expect(throws: Refusal.self) { try await world.chat.post(draft, by: world.ada) }
        world.clock.advance(by: .seconds(3))
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "hi"), by: world.ada)
    }

    @Test func `one who has the names of a crowd looked up pays for it, once while they are kept`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 1))
        let crowd = 3 * Limits.namesPerMessage
        try await world.store.write { [lobby = world.lobby] store in
            for number in 1...crowd {
                guard let address = EmailAddress("guest\(number)@example.org") else { continue }
                let guest = try store.addUser(
                    name: "Guest\(number)", email: address, passwordHash: User.noPassword, role: .member,
                    at: Timestamp(seconds: 0))
                try store.addMember(guest.id, to: lobby, role: .member, readSeq: 0, at: Timestamp(seconds: 0))
            }
        }
        // Of ten messages at once, the first of these costs four.
        for _ in 1...7 { _ = try await world.chat.post(Draft(roomID: world.lobby, content: "@x"), by: world.ada) }
        await #expect(throws: Refusal.self) {
            try await world.chat.post(Draft(roomID: world.lobby, content: "@x"), by: world.ada)
        }
    }

    @Test func `a page of calls ends where their texts are long, and goes on behind it`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 0))
        let long = "@Ben " + String(repeating: "x", count: Limits.contentBytesMax - 5)
        for _ in 1...9 { _ = try await world.chat.post(Draft(roomID: world.lobby, content: long), by: world.ada) }
        let first = try await world.chat.mentions(before: nil, limit: 200, of: world.ben)
        #expect(first.items.map(\.seq) == [9, 8, 7, 6] && first.hasMore)
        let last = try #require(first.items.last)
        let second = try await world.chat.mentions(before: last.id, limit: 200, of: world.ben)
        #expect(second.items.map(\.seq) == [5, 4, 3, 2] && second.hasMore)
    }

    @Test func `marks without end are looked at no further than any language has them`() {
        let marks = String(repeating: "\u{315}\u{301}", count: 200_000)
        #expect(NameFolding.folded("a" + marks).count == 1 + Limits.marksInARowMax)
        #expect(NameFolding.folded("Zo\u{308}e") == NameFolding.folded("Zöe"))
    }
}
