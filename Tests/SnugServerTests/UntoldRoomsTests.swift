import SnugChat
import Testing

@testable import SnugServer

@Suite struct `A peer that is behind` {
    private let lobby = Room.ID(1)
    private let attic = Room.ID(2)
    private let removal = Departure(from: Room.ID(1), .removed, by: User.ID(2), name: "Lobby")

    private func summary(_ id: Room.ID, _ name: String) -> RoomSummary {
        RoomSummary(
            room: Room(
                id: id, name: name, kind: .group, createdBy: User.ID(1), createdAt: Timestamp(seconds: 0), lastSeq: 0,
                lastRev: 0, memberCount: 1, lastActivityAt: Timestamp(seconds: 0)),
            membership: nil,
            lastMessage: Message(
                id: Message.ID(1), roomID: id, seq: 1, userID: User.ID(1), content: "long",
                timestamp: Timestamp(seconds: 0)))
    }

    private func told(_ rooms: inout UntoldRooms) -> [UntoldRooms.News] {
        var told: [UntoldRooms.News] = []
        while let news = rooms.next() { told.append(news) }
        return told
    }

    private func shown(_ id: Room.ID, _ name: String) -> UntoldRooms.News {
        var summary = summary(id, name)
        summary.lastMessage = nil
        return .room(summary)
    }

    @Test func `is shown a room once, with its newest name`() {
        var rooms = UntoldRooms()
        for number in 1...10_000 { rooms.shown(summary(lobby, "Name \(number)"), isNew: false) }
        #expect(rooms.count == 1)
        #expect(told(&rooms) == [shown(lobby, "Name 10000")])
        #expect(told(&rooms).isEmpty)
    }

    @Test func `is shown the newest name of a room, whether it knows the room or came into it meanwhile`() {
        var rooms = UntoldRooms()
        let (old, new) = (summary(lobby, "Old").room, summary(lobby, "New").room)
        for _ in 1...1_000 { rooms.renamed(old) }
        rooms.renamed(new)
        #expect(rooms.count == 1)
        #expect(told(&rooms) == [.renamed(new)])
        rooms.shown(summary(lobby, "Old"), isNew: true)
        rooms.renamed(new)
        #expect(told(&rooms) == [shown(lobby, "New"), .resync(lobby)])
        rooms.renamed(old)
        rooms.shown(summary(lobby, "New"), isNew: false)
        #expect(told(&rooms) == [shown(lobby, "New")])
        rooms.renamed(old)
        rooms.left(removal)
        rooms.renamed(new)
        #expect(told(&rooms) == [.left(removal)])
    }

    @Test func `hears of its user's newest position in a room, unless they have left it`() {
        var rooms = UntoldRooms()
        for seq in Int64(1)...1_000 { rooms.read(lobby, seq: seq) }
        rooms.read(lobby, seq: 7)
        rooms.missed(in: lobby)
        #expect(rooms.count == 2)
        #expect(told(&rooms) == [.read(lobby, seq: 7), .resync(lobby)])
        rooms.read(lobby, seq: 8)
        rooms.left(removal)
        #expect(told(&rooms) == [.left(removal)])
    }

    @Test func `hears of what was missed in a room once`() {
        var rooms = UntoldRooms()
        for _ in 1...10_000 { rooms.missed(in: lobby) }
        #expect(rooms.count == 1)
        #expect(told(&rooms) == [.resync(lobby)])
    }

    @Test func `hears nothing of a room that came and went meanwhile`() {
        var rooms = UntoldRooms()
        for number in 1...10_000 {
            let room = Room.ID(Int64(number))
            rooms.shown(summary(room, "Passing"), isNew: true)
            rooms.missed(in: room)
            rooms.left(Departure(from: room, .left))
        }
        #expect(rooms.count == 0)
        #expect(told(&rooms).isEmpty)
    }

    @Test func `hears that it is out of a room which it knew, however often it was in and out`() {
        var rooms = UntoldRooms()
        for _ in 1...1_000 {
            rooms.left(Departure(from: lobby, .left, name: "Lobby"))
            rooms.shown(summary(lobby, "Lobby"), isNew: true)
        }
        rooms.left(removal)
        #expect(told(&rooms) == [.left(removal)])
    }

    @Test func `is shown a room that it came into, and then told to fetch what was said there`() {
        var rooms = UntoldRooms()
        rooms.left(removal)
        rooms.shown(summary(lobby, "Lobby"), isNew: true)
        #expect(told(&rooms) == [shown(lobby, "Lobby"), .resync(lobby)])
        rooms.shown(summary(attic, "Attic"), isNew: true)
        rooms.shown(summary(attic, "Attic again"), isNew: false)
        #expect(told(&rooms) == [shown(attic, "Attic again"), .resync(attic)])
    }
}
