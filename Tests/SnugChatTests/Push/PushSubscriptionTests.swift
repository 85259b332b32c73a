import SnugChat
import SnugTesting
import Testing

/// The receiver's keys of RFC 8291 §5.
enum Browser {
    static let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    static let auth = "BTBZMqHH6r4Tts7J_aSIgg"
}

extension World {
    /// Subscribes a browser, and returns its subscription.
    @discardableResult
    func subscribe(
        _ caller: Caller, at name: String, auth: String = Browser.auth, from device: Device = World.device
    ) async throws -> (subscription: PushSubscription, isNew: Bool) {
        try await chat.subscribeToPushes(
            at: PlainPushSender.origin + name, p256dh: Browser.p256dh, auth: auth, by: caller, from: device)
    }

    func endpoints(of caller: Caller) async throws -> [String] {
        try await chat.pushSubscriptions(of: caller).map {
            String($0.target.endpoint.dropFirst(PlainPushSender.origin.count))
        }
    }
}

@Suite struct `Push subscriptions` {
    @Test func `are the caller's, with the device of their session`() async throws {
        let world = try await World()
        let (subscription, isNew) = try await world.subscribe(world.ben, at: "1")
        #expect(isNew && subscription.device == "test" && subscription.sessionID == world.ben.sessionID)
        #expect(try await world.chat.pushSubscriptions(of: world.ben) == [subscription])
        #expect(try await world.endpoints(of: world.ada) == [])
    }

    @Test func `brought again change nothing, and with new keys or another language stay the same`() async throws {
        let world = try await World()
        let first = try await world.subscribe(world.ben, at: "1")
        let again = try await world.subscribe(world.ben, at: "1")
        #expect(!again.isNew && again.subscription == first.subscription)
        let german = Device(name: "Firefox", address: "127.0.0.1", language: .german)
        let renewed = try await world.subscribe(world.ben, at: "1", auth: "AAAAAAAAAAAAAAAAAAAAAA", from: german)
        #expect(!renewed.isNew && renewed.subscription.id == first.subscription.id)
        #expect(renewed.subscription.language == .german)
        #expect(try await world.chat.pushSubscriptions(of: world.ben) == [renewed.subscription])
    }

    @Test func `are one, however their endpoint is spelled`() async throws {
        let world = try await World()
        let first = try await world.subscribe(world.ben, at: "1")
        let again = try await world.chat.subscribeToPushes(
            at: PlainPushSender.origin.replacing("push", with: "PUSH") + "1", p256dh: Browser.p256dh,
            auth: Browser.auth, by: world.ben, from: World.device)
        #expect(!again.isNew && again.subscription == first.subscription)
        #expect(try await world.endpoints(of: world.ben) == ["1"])
    }

    @Test func `move to whoever sits at the browser now`() async throws {
        let world = try await World()
        try await world.subscribe(world.ben, at: "1")
        try await world.subscribe(world.cleo, at: "1")
        #expect(try await world.endpoints(of: world.ben) == [])
        #expect(try await world.endpoints(of: world.cleo) == ["1"])
    }

    @Test func `are refused at other places, without keys, and while nothing is pushed`() async throws {
        let pushes = PlainPushSender()
        let world = try await World(pushes: pushes)
        await #expect(throws: Refusal.pushHost("Nothing is sent there.")) {
            try await world.chat.subscribeToPushes(
                at: "https://169.254.169.254/", p256dh: Browser.p256dh, auth: Browser.auth, by: world.ben,
                from: World.device)
        }
        await #expect(throws: Refusal.invalid("keys", "These are not the keys of a push subscription.")) {
            try await world.subscribe(world.ben, at: "1", auth: "short")
        }
        pushes.publicKey = nil
        await #expect(throws: Refusal.pushOff) { try await world.subscribe(world.ben, at: "1") }
        #expect(try await world.endpoints(of: world.ben) == [])
    }

    @Test func `end with their session, and none begins behind its end`() async throws {
        let world = try await World()
        try await world.subscribe(world.ben, at: "1")
        try await world.chat.logout(world.ben, from: World.device)
        #expect(try await world.endpoints(of: world.ben) == [])
        await #expect(throws: Refusal.unauthenticated) { try await world.subscribe(world.ben, at: "2") }
    }

    @Test func `are ended by their holder alone`() async throws {
        let world = try await World()
        let id = try await world.subscribe(world.ben, at: "1").subscription.id
        await #expect(throws: Refusal.notFound(.pushSubscription)) {
            try await world.chat.endPushSubscription(id, of: world.ada)
        }
        try await world.chat.endPushSubscription(id, of: world.ben)
        #expect(try await world.endpoints(of: world.ben) == [])
    }

    @Test func `that another session ended are not to come again by themselves`() async throws {
        let world = try await World()
        let (now, end) = (world.clock.now, world.clock.now + .seconds(600))
        let session = try await world.store.write {
            try $0.addSession(of: world.ben.userID, device: World.device, at: now, expiresAt: end)
        }
        let elsewhere = Caller(
            userID: world.ben.userID, sessionID: session.id, role: .member, expiresAt: end, signedInAt: now)
        func areEnded(_ caller: Caller) async throws -> Bool {
            try await world.chat.arePushesEnded(elsewhere: caller)
        }
        let id = try await world.subscribe(world.ben, at: "1").subscription.id
        try await world.chat.endPushSubscription(id, of: world.ben)
        #expect(try await !areEnded(world.ben), "It was by their own hand.")
        let again = try await world.subscribe(world.ben, at: "1").subscription.id
        try await world.chat.endPushSubscription(again, of: elsewhere)
        let (here, there) = (try await areEnded(world.ben), try await areEnded(elsewhere))
        #expect(here && !there)
        try await world.subscribe(world.ben, at: "1")
        #expect(try await !areEnded(world.ben))
    }

    @Test func `are made at a bounded rate`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.self) {
            for number in 0..<10_000 { try await world.subscribe(world.ben, at: "\(number)") }
        }
        #expect(try await world.endpoints(of: world.ben).count == Limits.pushSubscriptionsPerUserMax)
    }
}
