import SnugTesting
import Testing

@testable import SnugChat

@Suite("Mentions") struct MentionTests {
    private static let names = ["Ada", "Ada Lovelace", "Ben Bitdiddle", "Cleo", "Ben Ten", "Дана Скалли"]

    private func called(_ text: String, by author: Int64 = 99) -> [Int64] {
        let members = Self.names.enumerated().map { index, name in
            NamedMember(
                member: Member(
                    roomID: Room.ID(1), userID: User.ID(Int64(index)), role: .member, joinedAt: Timestamp(seconds: 0),
                    readSeq: 0),
                name: name)
        }
        return Mention.found(in: text, members: members, by: User.ID(author)).map(\.rawValue).sorted()
    }

    @Test(
        arguments: [
            ("@Cleo", [3]), ("hi @cleo!", [3]), ("(@CLEO)", [3]), ("@Ada Lovelace and @Ada", [0, 1]),
            ("@ben bitdiddle", [2]), ("@Дана ты тут?", [5]), ("@дана скалли", [5]), ("@Cleo@Ada", [3]),
            ("x@@Cleo", [3]),
        ] as [(String, [Int64])])
    func `a name behind an @ is called`(text: String, users: [Int64]) {
        #expect(called(text) == users)
    }

    @Test(arguments: ["cleo@cleo", "@Cleopatra", "@cleo2", "@", "@@@@", "@ Cleo", "mail@ada.example", "@Ben", "@Eve"])
    func `what only looks like one is not`(text: String) {
        #expect(called(text) == [])
    }

    @Test func `everyone is called by room, except who calls`() {
        #expect(called("@room look", by: 3) == [0, 1, 2, 4, 5])
        #expect(called("@roommate") == [])
        #expect(called("@Cleo", by: 3) == [])
    }

    @Test func `a text of nothing but @ ends`() {
        #expect(called(String(repeating: "@", count: Limits.contentBytesMax)) == [])
    }

    @Test func `whoever is called has it counted, and an edit counts anew`() async throws {
        let world = try await World()
        let posted = try await world.chat.post(Draft(roomID: world.lobby, content: "@Ben?"), by: world.ada)
        func count(_ caller: Caller) async throws -> Int64? {
            try await world.chat.rooms(of: caller).first { $0.room.id == world.lobby }?.mentions
        }
        #expect(try await count(world.ben) == 1)
        #expect(try await count(world.cleo) == 0)
        _ = try await world.chat.edit(posted.message.seq, in: world.lobby, to: "@Cleo?", by: world.ada)
        #expect(try await count(world.ben) == 0)
        #expect(try await count(world.cleo) == 1)
    }
}
