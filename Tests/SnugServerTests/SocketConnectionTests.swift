import NIOCore
import NIOEmbedded
import SnugChat
import SnugTesting
import Testing

@testable import SnugServer

/// Sockets in a small world, on an event loop whose time is the test's; ``publish()`` passes on what the store announced.
struct Sockets {
    let world: World
    let loop: NIOAsyncTestingEventLoop
    let hub: Hub

    init(policy: Policy = Policy(registration: .open, messagesPerSecond: 0)) async throws {
        world = try await World(policy: policy)
        loop = NIOAsyncTestingEventLoop()
        hub = try await Hub(group: loop, socketsPerUser: 20, socketsPerAddress: 500)
    }

    /// Opens a socket, and takes its first frame.
    func open(_ caller: Caller, _ kind: SocketConnection.Kind = .all) async throws -> NIOAsyncTestingChannel {
        try await opened(caller, kind).channel
    }

    /// Opens a socket.
    /// - Returns: it, and its first frame.
    func opened(
        _ caller: Caller, _ kind: SocketConnection.Kind = .all
    ) async throws -> (channel: NIOAsyncTestingChannel, first: ByteBuffer) {
        let channel = NIOAsyncTestingChannel(loop: loop)
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).get()
        try await loop.submit { [world, hub, loop] in
            try channel.pipeline.syncOperations.addHandler(
                SocketConnection(
                    id: hub.newSocketID(), kind: kind, caller: caller, chat: world.chat, hub: hub,
                    loop: hub.loop(of: loop), onClose: {}))
        }.get()
        return (channel, try await channel.waitForOutboundWrite(as: ByteBuffer.self))
    }

    func publish() async throws {
        hub.publish(world.events.events)
        world.events.clear()
        // Behind what was passed on.
        try await loop.submit {}.get()
    }

    func say(_ text: String, on channel: NIOAsyncTestingChannel) async throws {
        let frame = ByteBuffer(bytes: MaskedFrame(text: text).bytes)
        try await channel.writeInbound(frame)
    }

    /// Sets if the peer takes what is written.
    func set(_ channel: NIOAsyncTestingChannel, keepsUp: Bool) async throws {
        try await loop.submit {
            channel.isWritable = keepsUp
            channel.pipeline.fireChannelWritabilityChanged()
        }.get()
    }
}

extension NIOAsyncTestingChannel {
    /// The frames written since the last look.
    func frames() async throws -> [JSON] {
        var frames: [JSON] = []
        while let buffer = try await readOutbound(as: ByteBuffer.self) { frames += try buffer.frames }
        return frames
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A socket` {
    @Test(arguments: [
        (#"{"type":"typing","room_id":1}"#, true), (#"{"type":"visible","visible":true}"#, true),
        (#"{"type":"visible","visible":false}"#, false), (#"{"type":"ping"}"#, false),
        (#"{"type":"resume","rooms":{}}"#, false),
    ])
    func `has its session's use noted by what somebody does at it alone`(frame: String, isUse: Bool) async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (channel, ben) = (try await sockets.open(world.ben), world.ben.userID)
        try await sockets.say(frame, on: channel)
        world.clock.advance(by: Limits.sessionSeenEvery)
        try await sockets.loop.submit {
            let socket = try channel.pipeline.syncOperations.handler(type: SocketConnection.self)
            socket.useNotedAt = .now() - TimeAmount(Limits.sessionSeenEvery)
        }.get()
        try await sockets.say(frame, on: channel)
        // The writer is behind it once it has this.
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "x"), by: world.ada)
        let lastSeen = try await world.store.read { try $0.user(ben)?.lastSeen }
        #expect((lastSeen == world.clock.now) == isUse)
    }

    @Test func `is closed for a frame that is too long, and hangs up on whoever goes on`() async throws {
        let sockets = try await Sockets()
        let channel = try await sockets.open(sockets.world.ben)
        try await channel.writeInbound(ByteBuffer(bytes: [0x81, 0xFF] + Array(repeating: 0xFF, count: 8)))
        let close = try #require(try await channel.readOutbound(as: ByteBuffer.self))
        #expect(close.getInteger(at: 0, as: UInt8.self) == 0x88 && close.getInteger(at: 2, as: UInt16.self) == 1009)
        #expect(channel.isActive)
        _ = try? await channel.writeInbound(ByteBuffer(bytes: [1]))
        #expect(!channel.isActive)
    }

    @Test func `has its ack although its membership came from elsewhere, and counts it as answered`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        // As another process would, without an event.
        try await world.store.write { [cleo = world.cleo.userID, attic = world.attic, now = world.clock.now] store in
            try store.addMember(cleo, to: attic, role: .member, readSeq: 0, at: now)
        }
        try await sockets.say(
            #"{"type":"send","room_id":\#(world.attic),"content":"hi","client_id":"c-1"}"#, on: channel)
        // The writer is behind the send once it has this.
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "x"), by: world.ada)
        try await sockets.publish()
        let acks = try await channel.frames().filter { $0["type"] == .string("ack") }
        #expect(acks.map { $0["client_id"] } == [.string("c-1")])
        // A stopping socket closes once all its commands are answered.
        try await sockets.loop.submit { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
            .get()
        let close = try await channel.readOutbound(as: ByteBuffer.self)
        #expect(close?.getInteger(at: 0, as: UInt8.self) == 0x88)
    }

    @Test func `that is behind is written nothing of what others do, and told the newest of it later`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        try await sockets.set(channel, keepsUp: false)
        for number in 1...50 {
            _ = try await world.chat.renameRoom(world.lobby, to: "Lobby \(number)", by: world.ada)
            _ = try await world.chat.addMember(world.cleo.userID, to: world.attic, by: world.ada)
            try await world.chat.removeMember(world.cleo.userID, from: world.attic, by: world.ada)
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ben)
            try await sockets.publish()
        }
        #expect(try await channel.frames().isEmpty)
        try await sockets.set(channel, keepsUp: true)
        let told = try await channel.frames()
        #expect(told.map { $0["type"]?.string } == ["room", "resync"])
        #expect(told.first?["room"]?["name"] == .string("Lobby 50"))
        #expect(told.first?["room"]?.members.keys.contains("last_message") == false)
        #expect(told.last?["last_seq"] == .number(50))
        _ = try await world.chat.renameRoom(world.lobby, to: "Lobby", by: world.ada)
        try await sockets.publish()
        #expect(try await channel.frames().map { $0["room"]?["name"] } == [.string("Lobby")])
    }

    @Test func `is shown what was said last in a room that it comes into, and no more than a line of it`() async throws
    {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        let long = String(repeating: "é", count: 8_000)
        _ = try await world.chat.post(Draft(roomID: world.attic, content: long), by: world.ada)
        _ = try await world.chat.addMember(world.cleo.userID, to: world.attic, by: world.ada)
        try await sockets.publish()
        let shown = try await channel.frames().compactMap { $0["room"]?["last_message"]?["content"]?.string }
        #expect(shown == [String(repeating: "é", count: Limits.previewCharactersMax)])
    }

    @Test func `hears who comes into its rooms, goes, and owns them now`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (bens, cleos) = (try await sockets.open(world.ben), try await sockets.open(world.cleo))
        try await sockets.loop.submit {}.get()
        _ = (try await bens.frames(), try await cleos.frames())
        _ = try await world.chat.addMember(world.cleo.userID, to: world.attic, by: world.ada)
        try await world.chat.removeMember(world.ada.userID, from: world.attic, by: world.ada)
        try await sockets.publish()
        let told = try await bens.frames()
        #expect(told.map { $0["type"] } == Array(repeating: .string("member"), count: 3))
        #expect(told.map { $0["room_id"]?.number } == Array(repeating: world.attic.rawValue, count: 3))
        #expect(told.map { $0["user"]?["name"]?.string } == ["Cleo", "Ada", "Ben"])
        #expect(told.map { $0["role"]?.string } == ["member", "owner", "owner"])
        #expect(told.map { $0["joined"] } == [.bool(true), .bool(false), .bool(true)])
        #expect(told.first?["user"]?["online"] == .bool(true))
        #expect(told.allSatisfy { $0["user"]?.members.keys.contains("email") == false })
        // Whoever comes is shown the room, with themselves in it.
        #expect(try await cleos.frames().map { $0["type"]?.string } == ["room", "member", "member"])
    }

    @Test func `hears of those whom a room is made with by the room alone`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        _ = try await world.chat.makeRoom(
            .group, name: "Cellar", with: [world.ben.userID, world.cleo.userID], by: world.ada)
        try await sockets.publish()
        #expect(try await channel.frames().map { $0["type"]?.string } == ["room"])
    }

    @Test func `hears of a new name once, however many rooms it shares, and of its user's own`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (bens, adas) = (try await sockets.open(world.ben), try await sockets.open(world.ada))
        try await sockets.loop.submit {}.get()
        _ = (try await bens.frames(), try await adas.frames())
        try await world.chat.rename(world.ada, to: "Ada L.")
        try await sockets.publish()
        for channel in [bens, adas] {
            let told = try await channel.frames()
            #expect(told.map { $0["type"]?.string } == ["user"])
            #expect(told.map { $0["user"]?["name"]?.string } == ["Ada L."])
        }
        for isOut in [true, false] {
            _ = try await world.chat.changeAccount(
                world.cleo.userID, .init(isDeactivated: isOut), by: world.ada, from: World.device)
            try await sockets.publish()
            #expect(try await bens.frames().map { $0["user"]?["deactivated"] } == [isOut ? JSON.bool(true) : nil])
        }
    }

    @Test func `that is behind fetches who is in its rooms, and what they are called, later`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.ben)
        try await sockets.set(channel, keepsUp: false)
        for number in 1...50 {
            _ = try await world.chat.addMember(world.cleo.userID, to: world.attic, by: world.ada)
            try await world.chat.removeMember(world.cleo.userID, from: world.attic, by: world.ada)
            try await world.chat.rename(world.ada, to: "Ada \(number)")
            try await sockets.publish()
        }
        #expect(try await channel.frames().isEmpty)
        try await sockets.set(channel, keepsUp: true)
        let told = try await channel.frames()
        #expect(told.allSatisfy { $0["type"] == .string("resync") })
        #expect(told.contains { $0["room_id"]?.number == world.attic.rawValue } && told.count <= 2)
    }

    @Test func `in a crowd hears of comings and goings at a rate, and of new owners always`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        for _ in 0..<Limits.presenceListenersMax { _ = try await sockets.open(world.cleo) }
        let channel = try await sockets.open(world.ben)
        let dora = try await World.settle("Dora", as: .member, world.chat, world.store, world.clock)
        for _ in 1...100 {
            _ = try await world.chat.addMember(dora.userID, to: world.lobby, by: world.ada)
            try await world.chat.removeMember(dora.userID, from: world.lobby, by: world.ada)
        }
        _ = try await world.chat.addMember(dora.userID, to: world.attic, by: world.ada)
        try await sockets.publish()
        let told = try await channel.frames().filter { $0["type"] == .string("member") }
        #expect(told.count { $0["room_id"]?.number == world.lobby.rawValue } == Int(Limits.crowdMembersAtOnce))
        #expect(told.count { $0["room_id"]?.number == world.attic.rawValue } == 1)
        try await world.chat.removeMember(world.ada.userID, from: world.lobby, by: world.ada)
        try await sockets.publish()
        let owners = try await channel.frames()
        #expect(owners.map { $0["role"]?.string } == ["owner"])
        #expect(owners.map { $0["user"]?["name"]?.string } == ["Ben"])
    }

    @Test func `hears of someone who types in all their rooms no more often than their rate allows`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (ada, ben) = (world.ada.userID, world.ben.userID)
        let rooms = try await world.store.write { [now = world.clock.now] store in
            try (0..<50).map { number in
                let room = try store.addRoom(name: "Room \(number)", kind: .group, createdBy: ben, at: now)
                for user in [ada, ben] { try store.addMember(user, to: room, role: .owner, readSeq: 0, at: now) }
                return room
            }
        }
        let channel = try await sockets.open(world.ben)
        let now = NIODeadline.now()
        for room in rooms { sockets.hub.noteTyping(ada, in: room, at: now) }
        sockets.hub.noteTyping(world.cleo.userID, in: world.lobby, at: now)
        try await sockets.loop.submit {}.get()
        let told = try await channel.frames().map { $0["user_id"]?.number }
        #expect(told.count { $0 == ada.rawValue } == Int(Limits.typingAtOnce))
        #expect(told.count { $0 == world.cleo.userID.rawValue } == 1)
    }

    @Test func `in a crowd hears of few of those who type`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        for _ in 0..<Limits.presenceListenersMax { _ = try await sockets.open(world.cleo) }
        let channel = try await sockets.open(world.ben)
        let now = NIODeadline.now()
        for number in Int64(1_000)..<1_050 { sockets.hub.noteTyping(User.ID(number), in: world.lobby, at: now) }
        try await sockets.loop.submit {}.get()
        #expect(try await channel.frames().count { $0["type"] == .string("typing") } == Int(Limits.crowdTypingAtOnce))
    }

    @Test func `of one room tells of its user's coming in all their rooms`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        // Cleo and Ben meet in the Lobby; Ben's own socket is for the Attic.
        let bens = try await sockets.open(world.ben, .room(world.attic))
        try await sockets.loop.submit {}.get()
        let came = try await channel.frames()
        #expect(came.map { $0["user_id"]?.number } == [world.ben.userID.rawValue])
        #expect(came.first?["online"] == .bool(true))
        let second = try await sockets.open(world.ben)
        try await second.close().get()
        try await bens.close().get()
        await sockets.loop.advanceTime(by: TimeAmount(Limits.presenceHysteresis))
        try await sockets.loop.submit {}.get()
        let went = try await channel.frames()
        #expect(went.map { $0["online"] } == [.bool(false)])
    }

    @Test func `that closes is noted as seen before it has been gone for a while`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        world.clock.advance(by: .seconds(7))
        try await channel.close().get()
        // The writer is behind the note once it has this.
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "x"), by: world.ada)
        let seen = try await world.store.read { [cleo = world.cleo.userID] in try $0.user(cleo)?.lastSeen }
        #expect(seen == world.clock.now)
    }

    @Test func `hears of reading once a second, while others read as fast as they can`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        for number in 1...20 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        world.events.clear()
        for seq in Int64(1)...20 {
            try await world.chat.markRead(seq, in: world.lobby, by: world.ben)
            try await sockets.publish()
        }
        #expect(try await channel.frames().map { $0["seq"] } == [.number(1)])
        await sockets.loop.advanceTime(by: .seconds(2))
        try await sockets.loop.submit {}.get()
        #expect(try await channel.frames().map { $0["seq"] } == [.number(20)])
    }

    @Test func `hears how far its user read on another device, though they hide it from others`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (bens, cleos) = (try await sockets.open(world.ben), try await sockets.open(world.cleo))
        try await sockets.loop.submit {}.get()
        _ = (try await bens.frames(), try await cleos.frames())
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "hi"), by: world.ada)
        world.events.clear()
        try await world.chat.changeProfile(ProfileChange(showsReading: false), of: world.ben, on: World.device)
        try await world.chat.markRead(1, in: world.lobby, by: world.ben)
        try await sockets.publish()
        #expect(try await bens.frames().map { $0["seq"] } == [.number(1)])
        #expect(try await cleos.frames().isEmpty)
    }

    @Test func `hears that someone hides, and no more of them until they show themselves`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (bens, cleos) = (try await sockets.open(world.ben), try await sockets.open(world.cleo))
        try await sockets.loop.submit {}.get()
        _ = (try await bens.frames(), try await cleos.frames())
        func show(_ shows: Bool) async throws {
            try await world.chat.changeProfile(ProfileChange(showsPresence: shows), of: world.ben, on: World.device)
            try await sockets.publish()
            // Behind what was told because of it.
            try await sockets.loop.submit {}.get()
        }
        try await show(false)
        let hid = try await cleos.frames()
        #expect(hid.map { $0["online"] } == [.bool(false)] && hid.first?["last_seen"] == .null)
        #expect(!sockets.hub.isOnline(world.ben.userID))
        #expect(try await bens.frames().isEmpty)
        try await bens.close().get()
        await sockets.loop.advanceTime(by: TimeAmount(Limits.presenceHysteresis))
        let again = try await sockets.open(world.ben)
        try await world.chat.rename(world.ben, to: "Benjamin")
        try await sockets.publish()
        let told = try await cleos.frames()
        #expect(told.map { $0["type"]?.string } == ["user"], "neither that they went nor that they came")
        #expect(told.first?["user"]?["online"] == .bool(false) && told.first?["user"]?["last_seen"] == .null)
        try await show(true)
        #expect(try await cleos.frames().map { $0["online"] } == [.bool(true)])
        #expect(sockets.hub.isOnline(world.ben.userID))
        try await again.close().get()
    }

    @Test func `that opens while its user hides tells nobody that they came`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let cleos = try await sockets.open(world.cleo)
        // The caller is the one of the handshake, from before.
        try await world.chat.changeProfile(ProfileChange(showsPresence: false), of: world.ben, on: World.device)
        _ = try await sockets.open(world.ben)
        try await sockets.publish()
        try await sockets.loop.submit {}.get()
        #expect(try await cleos.frames().isEmpty)
    }

    @Test func `resumes each room asked for once, and answers for rooms that are not its user's`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        for number in 1...3 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        let channel = try await sockets.open(world.cleo)
        let unknown = (1_000..<1_990).map { #""\#($0)":{"seq":0}"# }.joined(separator: ",")
        try await sockets.say(
            #"{"type":"resume","rooms":{\#(unknown),"\#(world.lobby)":{"seq":1,"rev":0}}}"#, on: channel)
        var frames: [JSON] = []
        while frames.last?["type"] != .string("resumed") {
            frames += try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames
        }
        #expect(frames.count { $0["code"] == .string("not_found") } == 990)
        #expect(frames.suffix(3).map { $0["seq"]?.number ?? $0["last_seq"]?.number } == [2, 3, 3])
    }

    @Test func `that comes from another log is told to fetch each of its rooms, and resumes those of this one`()
        async throws
    {
        let sockets = try await Sockets()
        let world = sockets.world
        for number in 1...3 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        let (channel, first) = try await sockets.opened(world.cleo)
        #expect(try first.frames.map { $0["epoch"] } == [.string(World.epoch)])
        func resume(_ epoch: String) async throws {
            try await sockets.say(
                #"{"type":"resume","epoch":"\#(epoch)","rooms":{"\#(world.lobby)":{"seq":1},"\#(world.attic)":{"seq":9}}}"#,
                on: channel)
        }
        try await resume("another")
        let told = try await channel.frames()
        #expect(told.map { $0["type"]?.string } == ["error", "resync"])
        #expect(told.map { $0["room_id"]?.number } == [world.attic.rawValue, world.lobby.rawValue])
        #expect(told.last?["last_seq"] == .number(3))
        try await resume(World.epoch)
        var frames: [JSON] = []
        while frames.last?["type"] != .string("resumed") {
            frames += try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames
        }
        #expect(frames.compactMap { $0["seq"] } == [.number(2), .number(3)])
    }

    @Test func `answers a ping, and keeps what its client says of being looked at`() async throws {
        let sockets = try await Sockets()
        let channel = try await sockets.open(sockets.world.cleo)
        func isVisible() async throws -> Bool {
            try await sockets.loop.submit {
                try channel.pipeline.syncOperations.handler(type: SocketConnection.self).isVisible
            }.get()
        }
        try await sockets.say(#"{"type":"ping"}"#, on: channel)
        #expect(try await channel.frames() == [.object(["type": .string("pong")])])
        #expect(try await !isVisible())
        try await sockets.say(#"{"type":"visible","visible":true}"#, on: channel)
        #expect(try await isVisible())
        try await sockets.say(#"{"type":"visible","visible":"no"}"#, on: channel)
        #expect(try await isVisible())
        #expect(try await channel.frames().map { $0["code"] } == [.string("invalid")])
        try await sockets.say(#"{"type":"visible","visible":false}"#, on: channel)
        #expect(try await !isVisible())
        #expect(try await channel.frames().isEmpty)
    }

    @Test(arguments: [
        #"{"type":"send","room_id":1,"content":"\u0000","client_id":"c-1"}"#,
        #"{"type":"send","room_id":404,"content":"x","client_id":"c-1"}"#,
        #"{"type":"send","room_id":1,"content":"\#(String(repeating: "x", count: 17_000))","client_id":"c-1"}"#,
        #"{"type":"send","room_id":1,"content":"x","client_id":"c-1","reply_to":9}"#,
        #"{"type":"send","room_id":1,"content":"x","attachment_ids":[1],"client_id":"c-1"}"#,
        #"{"type":"read","room_id":404,"seq":1,"client_id":"c-1"}"#,
        #"{"type":"typing","room_id":404,"client_id":"c-1"}"#,
        #"{"type":"resume","rooms":{"404":{"seq":1}},"client_id":"c-1"}"#,
        #"{"type":"visible","client_id":"c-1"}"#,
    ])
    func `names the frame that an error answers`(text: String) async throws {
        let sockets = try await Sockets()
        let channel = try await sockets.open(sockets.world.cleo)
        try await sockets.say(text, on: channel)
        let answer = try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames
        #expect(answer.map { $0["type"] } == [.string("error")])
        #expect(answer.map { $0["client_id"] } == [.string("c-1")])
    }

    @Test(arguments: [
        #"{"room_id":404,"content":"x","client_id":"c-1"}"#, #"{"user_id":404,"content":"x","client_id":"c-1"}"#,
        #"{"room_id":"1","content":"x","client_id":"c-1"}"#, #"{"client_id":"c-1"}"#,
        #"{"content":7,"client_id":"c-1"}"#, #"{"content":" ","client_id":"c-1"}"#,
    ])
    func `of one room names the frame that an error answers`(text: String) async throws {
        let sockets = try await Sockets()
        let channel = try await sockets.open(sockets.world.cleo, .room(sockets.world.lobby))
        try await sockets.say(text, on: channel)
        let answer = try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames
        #expect(answer.map { $0["type"] } == [.string("error")])
        #expect(answer.map { $0["client_id"] } == [.string("c-1")])
    }

    @Test func `carries out what came in one piece in its order`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let channel = try await sockets.open(world.cleo)
        func send(_ name: String) -> String {
            #"{"type":"send","room_id":\#(world.attic),"content":"hi","client_id":"\#(name)"}"#
        }
        // All three are refused by the writer, one after the other.
        let texts = [send("c-1"), #"{"type":"read","room_id":\#(world.attic),"seq":1,"client_id":"c-2"}"#, send("c-3")]
        try await channel.writeInbound(ByteBuffer(bytes: texts.flatMap { MaskedFrame(text: $0).bytes }))
        var named: [JSON?] = []
        while named.count < texts.count {
            named += try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames.map { $0["client_id"] }
        }
        #expect(named == ["c-1", "c-2", "c-3"].map { .string($0) })
    }

    @Test func `names the send that came too fast`() async throws {
        let sockets = try await Sockets(policy: Policy(registration: .open, messagesPerSecond: 1))
        let channel = try await sockets.open(sockets.world.cleo)
        for number in 1...11 {
            try await sockets.say(
                #"{"type":"send","room_id":\#(sockets.world.lobby),"content":"x","client_id":"c-\#(number)"}"#,
                on: channel)
        }
        let answer = try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames
        #expect(answer.map { $0["code"] } == [.string("rate_limited")])
        #expect(answer.map { $0["client_id"] } == [.string("c-11")])
    }

    @Test func `resumes a thousand rooms at once`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let rooms = try await world.store.write { [cleo = world.cleo.userID, now = world.clock.now] store in
            try (0..<Limits.resumeRoomsMax).map { number in
                let room = try store.addRoom(name: "Room \(number)", kind: .group, createdBy: cleo, at: now)
                try store.addMember(cleo, to: room, role: .owner, readSeq: 0, at: now)
                _ = try store.addMessage(Draft(roomID: room, content: "hi"), by: cleo, at: now)
                return room
            }
        }
        let channel = try await sockets.open(world.cleo)
        let positions = rooms.map { #""\#($0)":{"seq":0}"# }.joined(separator: ",")
        try await sockets.say(#"{"type":"resume","rooms":{\#(positions)}}"#, on: channel)
        var caughtUp: [Int64?] = []
        // The test's clock stands still: none of them has to wait for its turn.
        while caughtUp.count < rooms.count {
            let frames = try await channel.waitForOutboundWrite(as: ByteBuffer.self).frames
            caughtUp += frames.filter { $0["type"] == .string("resumed") }.map { $0["room_id"]?.number }
        }
        #expect(caughtUp == rooms.map(\.rawValue))
    }
}
