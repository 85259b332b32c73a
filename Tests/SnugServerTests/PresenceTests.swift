import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite("Presence and typing", .timeLimit(.minutes(5))) struct PresenceTests {
    private let ada = User.ID(1)
    private let moment = Timestamp(seconds: 1_795_363_200)

    @Test func `someone comes once, with however many devices`() {
        let presence = Presence()
        #expect(presence.socketOpened(ada, isShown: true))
        #expect(!presence.socketOpened(ada, isShown: true))
        #expect(presence.socketClosed(ada) == nil)
        #expect(presence.isOnline(ada))
    }

    @Test func `whoever comes back in time was never gone`() throws {
        let presence = Presence()
        _ = presence.socketOpened(ada, isShown: true)
        let visit = try #require(presence.socketClosed(ada))
        #expect(presence.isOnline(ada))
        #expect(!presence.socketOpened(ada, isShown: true))
        #expect(!presence.end(of: ada, since: visit, lastSeen: moment))
        let second = try #require(presence.socketClosed(ada))
        #expect(!presence.end(of: ada, since: visit, lastSeen: moment))
        #expect(presence.end(of: ada, since: second, lastSeen: moment))
        #expect(!presence.isOnline(ada))
        #expect(presence.socketOpened(ada, isShown: true))
    }

    @Test func `whoever hides it counts as offline, comes and goes unseen, and is seen again when they show it`() throws
    {
        let presence = Presence()
        #expect(!presence.socketOpened(ada, isShown: false))
        #expect(!presence.isOnline(ada))
        #expect(presence.show(ada, true))
        #expect(!presence.show(ada, true), "that is no news")
        #expect(presence.isOnline(ada))
        #expect(presence.show(ada, false))
        #expect(!presence.isOnline(ada))
        let visit = try #require(presence.socketClosed(ada))
        #expect(!presence.end(of: ada, since: visit, lastSeen: moment))
        #expect(!presence.show(ada, true), "they are not there")
    }

    @Test func `typing is told once in three seconds, each room by itself`() {
        let typists = Typists()
        let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        #expect(typists.allows(ada, in: Room.ID(1), at: now))
        #expect(!typists.allows(ada, in: Room.ID(1), at: now + .milliseconds(2_999)))
        #expect(typists.allows(ada, in: Room.ID(2), at: now))
        #expect(typists.allows(ada, in: Room.ID(1), at: now + .seconds(3)))
    }

    @Test func `typing in more rooms than are remembered waits, and costs no walk over them`() {
        let typists = Typists()
        let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        var told = 0
        for room in 1...500_000 where typists.allows(ada, in: Room.ID(Int64(room)), at: now) { told += 1 }
        #expect(told > 0 && told <= Limits.typistsMax)
        #expect(!typists.allows(ada, in: Room.ID(1), at: now + .milliseconds(2_999)), "it was told a moment ago")
        #expect(typists.allows(ada, in: Room.ID(500_000), at: now + .seconds(3)))
        #expect(typists.allows(ada, in: Room.ID(1), at: now + .seconds(6)))
    }
}
