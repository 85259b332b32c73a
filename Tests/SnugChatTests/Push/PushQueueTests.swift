import Foundation
import SnugChat
import SnugTesting
import Testing

@Suite struct `Who is told by a push` {
    /// A world where everyone has a browser, and nothing is sent before a test does it.
    private struct Town {
        let pushes = PlainPushSender()
        let world: World
        var queue: PushQueue { world.services.pushQueue }

        init(mailsMissedAfter: Duration? = .seconds(3_600)) async throws {
            let policy = Policy(registration: .open, mailsMissedAfter: mailsMissedAfter, messagesPerSecond: 0)
            world = try await World(policy: policy, pushes: pushes)
            for (caller, name) in [(world.ada, "ada"), (world.ben, "ben"), (world.cleo, "cleo")] {
                try await world.subscribe(caller, at: name)
            }
        }

        @discardableResult
        func say(_ text: String, by caller: Caller, in room: Room.ID? = nil) async throws -> Int64 {
            try await world.chat.post(Draft(roomID: room ?? world.lobby, content: text), by: caller).message.seq
        }

        /// Decides about all that was said, and sends what follows.
        /// - Returns: whom the pushes went to.
        @discardableResult
        func tell(looking: Set<User.ID> = []) async throws -> [String] {
            try await queue.decide(try await queue.undecidedRooms()) { looking.contains($0) }
            return try await send()
        }

        func send() async throws -> [String] {
            let before = pushes.pushes.count
            for queued in try await queue.duePushes(at: world.clock.now, limit: 999, besides: []) {
                switch try await queue.next(of: queued) {
                case .send(let push): try await queue.settle(queued, as: await pushes.send(push))
                case .drop: try await queue.settle(queued, as: nil)
                case .wait(let time): try await queue.postpone(queued, until: time)
                }
            }
            return pushes.pushes[before...].map { String($0.target.endpoint.dropFirst(PlainPushSender.origin.count)) }
                .sorted()
        }

        /// The words of the last push.
        func words() throws -> NSDictionary {
            let push = try #require(pushes.pushes.last)
            return try #require(try JSONSerialization.jsonObject(with: Data(push.text)) as? NSDictionary)
        }
    }

    @Test func `half a minute late where the node that sends is gone, and never by two`() {
        #expect(Limits.queuedPushClaimedFor <= .seconds(30))
        #expect(Limits.pushesInHandFor + Limits.pushAnswerWithin < Limits.queuedPushClaimedFor)
    }

    @Test func `everyone in the room but the author, once`() async throws {
        let town = try await Town()
        let epoch = try await town.world.store.installationEpoch(random: CountingRandomness())
        try await town.say("tea?", by: town.world.ada)
        #expect(try await town.tell() == ["ben", "cleo"])
        #expect(try await town.tell() == [])
        let wanted: NSDictionary = [
            "room_id": town.world.lobby.rawValue, "seq": 1, "epoch": epoch, "title": "Lobby",
            "body": "Ada: tea?", "url": "/#/room/\(town.world.lobby)", "unread": 1,
        ]
        #expect(try town.words() == wanted)
        #expect(town.pushes.pushes.last?.urgency == .normal)
    }

    @Test func `nobody by a node that sees that it is decided, or that nobody there listens`() async throws {
        let town = try await Town(mailsMissedAfter: nil)
        let (lobby, attic) = (town.world.lobby, town.world.attic)
        for room in [lobby, attic] { try await town.say("tea?", by: town.world.ada, in: room) }
        #expect(try await town.queue.undecided([lobby: 1, attic: 1]) == [lobby: 1, attic: 1])
        try await town.queue.decide([lobby: 1]) { _ in false }
        #expect(try await town.queue.undecided([lobby: 1, attic: 1]) == [attic: 1])
        #expect(try await town.queue.undecided([lobby: 2]) == [lobby: 2], "more was said since")
        for caller in [town.world.ada, town.world.ben] {
            try await town.world.chat.logout(caller, from: World.device)
        }
        #expect(try await town.queue.undecided([attic: 1]) == [:])
    }

    @Test func `by topics that are one for each browser and room, and say nothing of who shares it`() async throws {
        let town = try await Town()
        for room in [town.world.lobby, town.world.lobby, town.world.attic] {
            try await town.say("tea?", by: town.world.ada, in: room)
            try await town.tell()
        }
        let topics = Dictionary(grouping: town.pushes.pushes) { $0.user }.mapValues { $0.map(\.topic) }
        let (bens, cleos) = (topics[town.world.ben.userID] ?? [], topics[town.world.cleo.userID] ?? [])
        try #require(bens.count == 3 && cleos.count == 2)
        #expect(bens[0] == bens[1] && cleos[0] == cleos[1], "the newer takes the place of the older")
        #expect(Set([bens[0], bens[2], cleos[0]]).count == 3)
    }

    @Test func `of the newest message alone, and nobody who has read it`() async throws {
        let town = try await Town()
        for text in ["one", "two", "three"] { try await town.say(text, by: town.world.ada) }
        try await town.world.chat.markRead(3, in: town.world.lobby, by: town.world.cleo)
        #expect(try await town.tell() == ["ben"])
        #expect(try town.words()["body"] as? String == "Ada: three" && town.words()["unread"] as? Int == 3)
    }

    @Test func `nobody twice, and nobody never, of a decision that was cut off`() async throws {
        let town = try await Town()
        let (world, lobby) = (town.world, town.world.lobby)
        let ben = try #require(try await world.chat.pushSubscriptions(of: world.ben).first).id
        let seq = try await town.say("tea?", by: world.ada)
        #expect(try await world.store.write { try $0.notePushPart(PushPosition.Part(seq, upTo: ben), of: lobby) })
        #expect(try await town.tell() == ["cleo"])
        #expect(try await town.tell() == [])
        // More was said before it could go on.
        let next = try await town.say("or coffee?", by: world.ada)
        #expect(try await world.store.write { try $0.notePushPart(PushPosition.Part(next, upTo: ben), of: lobby) })
        try await town.say("water?", by: world.ada)
        #expect(try await town.tell() == ["ben", "cleo"])
        #expect(try await world.store.read { try $0.pushPosition(of: lobby) } == PushPosition(next + 1))
        #expect(try await town.tell() == [])
    }

    @Test func `nobody who looks, or who is not in the room`() async throws {
        let town = try await Town()
        try await town.say("psst", by: town.world.ada, in: town.world.attic)
        #expect(try await town.tell(looking: [town.world.ben.userID]) == [])
        #expect(try await town.tell() == [], "it stays untold")
    }

    @Test func `by the level that each has chosen for the room`() async throws {
        let town = try await Town()
        let (chat, lobby) = (town.world.chat, town.world.lobby)
        try await chat.setNotify(.mentions, in: lobby, by: town.world.ben)
        try await chat.setNotify(.nothing, in: lobby, by: town.world.cleo)
        try await town.say("hello", by: town.world.ada)
        #expect(try await town.tell() == [])
        try await town.say("hello @Ben and @Cleo", by: town.world.ada)
        #expect(try await town.tell() == ["ben"])
        #expect(town.pushes.pushes.last?.urgency == .high)
        try await town.say("later", by: town.world.ada)
        #expect(try await town.tell() == [])
        try await town.say("@room look", by: town.world.ada)
        #expect(try await town.tell() == ["ben"])
    }

    @Test func `not in quiet hours, nor afterwards`() async throws {
        let town = try await Town()
        // It is 16:00 in this world.
        let quiet = try QuietHours(typedFrom: "15:00", to: "17:00", timeZone: "UTC")
        try await town.world.store.write { try $0.setQuiet(quiet, of: town.world.ben.userID) }
        try await town.say("hush", by: town.world.ada)
        #expect(try await town.tell() == ["cleo"])
        town.world.clock.advance(by: .seconds(2 * 3_600))
        #expect(try await town.tell() == [])
        try await town.say("morning", by: town.world.ada)
        #expect(try await town.tell() == ["ben", "cleo"])
    }

    @Test func `of no message of before the subscription`() async throws {
        let town = try await Town()
        try await town.say("old", by: town.world.ada)
        try await town.world.subscribe(town.world.ben, at: "second")
        #expect(try await town.tell() == ["ben", "cleo"])
        try await town.say("new", by: town.world.ada)
        #expect(try await town.tell() == ["ben", "cleo", "second"])
    }

    @Test func `urgently of what is said between two`() async throws {
        let town = try await Town()
        let (chat, ada, ben) = (town.world.chat, town.world.ada, town.world.ben)
        let room = try await chat.makeRoom(.direct, name: nil, with: [ben.userID], by: ada).room.summary.room.id
        try await town.say("just you", by: ada, in: room)
        #expect(try await town.tell() == ["ben"])
        #expect(try town.words()["title"] as? String == "Ada" && town.words()["body"] as? String == "just you")
        #expect(town.pushes.pushes.last?.urgency == .high)
    }

    @Test func `nobody any more who left, read it or signed out while it waited, nor of what was deleted`() async throws
    {
        let town = try await Town()
        let (chat, lobby, ben) = (town.world.chat, town.world.lobby, town.world.ben)
        func decideOn(_ text: String, then change: () async throws -> Void) async throws -> [String] {
            try await town.say(text, by: town.world.ada)
            try await town.queue.decide(try await town.queue.undecidedRooms()) { _ in false }
            try await change()
            return try await town.send()
        }
        #expect(try await decideOn("read") { try await chat.markRead(1, in: lobby, by: ben) } == ["cleo"])
        #expect(
            try await decideOn("deleted") { try await chat.delete(2, in: lobby, by: town.world.ada) } == [])
        let removed = try await decideOn("left") {
            try await chat.removeMember(town.world.cleo.userID, from: lobby, by: town.world.ada)
        }
        #expect(removed == ["ben"])
        #expect(try await decideOn("out") { try await chat.logout(ben, from: World.device) } == [])
        #expect(try await town.queue.pushesWaiting() == 0)
    }

    @Test func `as it is when it goes out`() async throws {
        let town = try await Town()
        try await town.say("tee?", by: town.world.ada)
        try await town.queue.decide(try await town.queue.undecidedRooms()) { _ in false }
        _ = try await town.world.chat.edit(1, in: town.world.lobby, to: "tea?", by: town.world.ada)
        #expect(try await town.send() == ["ben", "cleo"])
        #expect(try town.words()["body"] as? String == "Ada: tea?")
    }

    @Test func `as much as one person may cause`() async throws {
        let town = try await Town()
        let id = try await town.world.chat.pushSubscriptions(of: town.world.ben)[0].id
        for _ in 0..<60 {
            _ = try await town.world.chat.testPush(to: id, of: town.world.ben)
            #expect(try await town.send() == ["ben"])
        }
        _ = try await town.world.chat.testPush(to: id, of: town.world.ben)
        #expect(try await town.send() == [])
        #expect(try await town.queue.pushesWaiting() == 1)
        town.world.clock.advance(by: .seconds(1))
        #expect(try await town.send() == ["ben"])
    }

    @Test func `of much in turn, each put off once`() async throws {
        let town = try await Town()
        let (world, ben) = (town.world, town.world.ben)
        for number in 0..<9 { try await world.subscribe(ben, at: "\(number)") }
        for number in 0..<12 {
            let room = try await world.chat.makeRoom(.group, name: "\(number)", with: [ben.userID], by: world.ada)
            try await town.say("tea?", by: world.ada, in: room.room.summary.room.id)
        }
        try await town.queue.decide(try await town.queue.undecidedRooms()) { _ in false }
        var puttingOff = 0
        func look() async throws -> Int {
            let due = try await town.queue.duePushes(at: world.clock.now, limit: 999, besides: []).count
            let sent = try await town.send().count
            puttingOff += due - sent
            return sent
        }
        #expect(try await look() == 60)
        // One a second of what one person says.
        for _ in 0..<60 {
            world.clock.advance(by: .seconds(1))
            #expect(try await look() == 1)
        }
        #expect(puttingOff == 60)
        #expect(try await town.queue.pushesWaiting() == 0)
    }

    @Test func `again while its service delays, until it is too late`() async throws {
        let town = try await Town()
        let failure = PushFailure(status: 503, "busy")
        try await town.say("tea?", by: town.world.ada, in: town.world.attic)
        town.pushes.outcome = .delayed(failure, until: town.world.clock.now + .seconds(5))
        #expect(try await town.tell() == ["ben"])
        let known = try await town.world.chat.pushSubscriptions(of: town.world.ben)[0]
        #expect(known.failure == PushSubscription.Failure(at: town.world.clock.now, failure))
        town.world.clock.advance(by: .seconds(5))
        town.pushes.outcome = .delayed(failure, until: town.world.clock.now + Limits.pushLifetime)
        #expect(try await town.send() == ["ben"])
        #expect(town.pushes.pushes.last?.tries == 1)
        #expect(try await town.queue.pushesWaiting() == 0)
    }

    @Test func `later where its service is left alone, which is no try and nothing to read of`() async throws {
        let town = try await Town()
        let (world, attic) = (town.world, town.world.attic)
        try await town.say("tea?", by: world.ada, in: attic)
        let failure = PushFailure(status: 503, "busy")
        town.pushes.outcome = .delayed(failure, until: world.clock.now + .seconds(5))
        #expect(try await town.tell() == ["ben"])
        let failed = PushSubscription.Failure(at: world.clock.now, failure)
        for _ in 0..<2 {
            world.clock.advance(by: .seconds(5))
            town.pushes.outcome = .unasked(until: world.clock.now + .seconds(5))
            #expect(try await town.send() == ["ben"])
            #expect(try await town.send() == [])
        }
        #expect(try await world.chat.pushSubscriptions(of: world.ben)[0].failure == failed)
        #expect(town.pushes.pushes.map(\.tries) == [0, 1, 1])
    }

    @Test func `in time though it was put off while the clock was hours ahead`() async throws {
        let town = try await Town()
        town.world.clock.advance(by: .seconds(13 * 3_600))
        try await town.say("tea?", by: town.world.ada, in: town.world.attic)
        town.pushes.outcome = .delayed(PushFailure(status: 503, "busy"), until: town.world.clock.now + .seconds(5))
        #expect(try await town.tell() == ["ben"])
        town.world.clock.advance(by: .seconds(-13 * 3_600))
        town.pushes.outcome = .accepted
        #expect(try await town.send() == ["ben"])
        #expect(try await town.queue.pushesWaiting() == 0)
    }

    @Test func `of what was said before, where the newest was deleted or names them no more`() async throws {
        let town = try await Town()
        let (chat, lobby, ada) = (town.world.chat, town.world.lobby, town.world.ada)
        try await chat.setNotify(.mentions, in: lobby, by: town.world.cleo)
        try await town.say("@Cleo tea?", by: ada)
        try await town.say("@Cleo or coffee?", by: ada)
        try await town.say("oops", by: ada)
        try await town.queue.decide(try await town.queue.undecidedRooms()) { _ in false }
        _ = try await chat.edit(2, in: lobby, to: "or coffee?", by: ada)
        _ = try await chat.delete(3, in: lobby, by: ada)
        #expect(try await town.send() == ["ben", "cleo"])
        let told = town.pushes.pushes.map { String(decoding: $0.text, as: UTF8.self) }
        #expect(told.contains { $0.contains("Ada: or coffee?") } && told.contains { $0.contains("Ada: @Cleo tea?") })
    }

    @Test func `no more at a browser that takes no more, and all the same at one that refuses`() async throws {
        let town = try await Town()
        town.pushes.outcome = .refused(PushFailure(status: 403, "BadJwtToken"))
        try await town.say("one", by: town.world.ada, in: town.world.attic)
        #expect(try await town.tell() == ["ben"])
        let known = try await town.world.chat.pushSubscriptions(of: town.world.ben)
        #expect(known.map(\.failure?.reason.words) == ["403 BadJwtToken"])
        town.pushes.outcome = .gone
        try await town.say("two", by: town.world.ada, in: town.world.attic)
        #expect(try await town.tell() == ["ben"])
        #expect(try await town.world.endpoints(of: town.world.ben) == [])
        try await town.say("three", by: town.world.ada, in: town.world.attic)
        #expect(try await town.tell() == [])
    }

    @Test func `no more at a browser that has refused ten over a week, and took none between them`() async throws {
        let town = try await Town()
        let (world, attic) = (town.world, town.world.attic)
        func tell(_ count: Int) async throws {
            for number in 0..<count {
                try await town.say("\(number)", by: world.ada, in: attic)
                #expect(try await town.tell() == ["ben"])
            }
        }
        town.pushes.outcome = .refused(PushFailure(status: 403, "no"))
        try await tell(20)
        world.clock.advance(by: Limits.pushRefusalsFor)
        town.pushes.outcome = .accepted
        try await tell(1)
        town.pushes.outcome = .refused(PushFailure(status: 403, "no"))
        try await tell(9)
        world.clock.advance(by: Limits.pushRefusalsFor)
        #expect(try await world.endpoints(of: world.ben) == ["ben"])
        try await tell(1)
        #expect(try await world.endpoints(of: world.ben) == [])
    }

    @Test func `nobody while nothing is pushed, and not of that afterwards`() async throws {
        let town = try await Town()
        town.pushes.publicKey = nil
        try await town.say("one", by: town.world.ada)
        #expect(try await town.tell() == [])
        town.pushes.publicKey = "key"
        #expect(try await town.tell() == [])
    }

    @Test func `in few words where much is said`() async throws {
        let town = try await Town()
        for text in [String(repeating: "\u{1}", count: 16_000), String(repeating: "👨‍👩‍👧‍👦", count: 600)] {
            try await town.say("x" + text, by: town.world.ada)
            #expect(try await town.tell() == ["ben", "cleo"])
            let push = try #require(town.pushes.pushes.last)
            #expect(push.text.count <= Limits.pushTextBytesMax)
            #expect(try (town.words()["body"] as? String)?.hasPrefix("Ada: x") == true)
        }
        try await town.say("two\n\n  lines", by: town.world.ada)
        try await town.tell()
        #expect(try town.words()["body"] as? String == "Ada: two lines")
    }

    @Test func `with a test in the language of the browser`() async throws {
        let town = try await Town()
        let german = Device(name: "Firefox", address: "127.0.0.1", language: .german)
        let id = try await town.world.subscribe(town.world.ben, at: "deutsch", from: german).subscription.id
        _ = try await town.world.chat.testPush(to: id, of: town.world.ben)
        #expect(try await town.send() == ["deutsch"])
        #expect(try town.words()["body"] as? String == "Benachrichtigungen erreichen dieses Gerät.")
        await #expect(throws: Refusal.notFound(.pushSubscription)) {
            try await town.world.chat.testPush(to: id, of: town.world.ada)
        }
    }
}
