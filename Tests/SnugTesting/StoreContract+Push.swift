import SnugChat
import Testing

extension StoreContract {
    static func target(_ endpoint: String, secret: UInt8 = 3) throws -> Push.Target {
        // The receiver's key of RFC 8291 §5.
        let point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        let keys = PushKeys(p256dh: point, auth: [UInt8](repeating: secret, count: 16).base64URL)
        return Push.Target(endpoint: "https://push.example.org/\(endpoint)", keys: try #require(keys))
    }

    static func session(
        of user: User, in store: any Store, until end: Timestamp = time + .seconds(600)
    ) async throws -> Session.ID {
        let device = Device(name: "Firefox", address: "192.0.2.1", network: "192.0.2.1")
        return try await store.write { try $0.addSession(of: user.id, device: device, at: time, expiresAt: end).id }
    }

    @discardableResult
    static func subscribe(
        _ target: Push.Target, by session: Session.ID, in store: any Store
    ) async throws -> (id: PushSubscription.ID, isNew: Bool) {
        try await store.write { try $0.addPushSubscription(target, in: .german, of: session, at: time) }
    }

    private static func endpoints(
        of user: User, in store: any Store, at now: Timestamp = time
    ) async throws -> [String] {
        let found = try await store.read { try $0.pushSubscriptions(of: user.id, at: now) }
        return found.map { String($0.target.endpoint.dropFirst("https://push.example.org/".count)) }
    }

    static let push: [Clause] = [
        Clause(promise: "a push subscription is its session's, with what became of its pushes") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let session = try await session(of: ada, in: store)
            let target = try target("1")
            let (id, isNew) = try await subscribe(target, by: session, in: store)
            var wanted = PushSubscription(
                id: id, userID: ada.id, sessionID: session, target: target, device: "Firefox", language: .german,
                since: Message.ID(0), createdAt: time)
            #expect(isNew)
            #expect(try await store.read { try $0.pushSubscriptions(of: ada.id, at: time) } == [wanted])
            let (later, failure) = (time + .seconds(1), PushFailure(status: 403, "BadJwtToken"))
            try await store.write { try $0.notePushFailed(id, failure, at: later) }
            wanted.failure = PushSubscription.Failure(at: later, failure)
            #expect(try await store.read { try $0.pushSubscriptions(of: ada.id, at: time) } == [wanted])
            let unreached = PushFailure("It says nothing.")
            try await store.write { try $0.notePushFailed(id, unreached, at: later) }
            wanted.failure = PushSubscription.Failure(at: later, unreached)
            #expect(try await store.read { try $0.pushSubscriptions(of: ada.id, at: time) } == [wanted])
            for moment in [later, time, later] { try await store.write { try $0.countPushRefusal(id, at: moment) } }
            wanted.refusals = PushSubscription.Refusals(3, since: time)
            #expect(try await store.read { try $0.pushSubscriptions(of: ada.id, at: time) } == [wanted])
            try await store.write { try $0.notePushAccepted(id, at: later) }
            (wanted.failure, wanted.refusals, wanted.acceptedAt) = (nil, nil, later)
            #expect(try await store.read { try $0.pushSubscriptions(of: ada.id, at: time) } == [wanted])
        },
        Clause(promise: "a push subscription ends with its session, however that ends") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let ending = try await session(of: ada, in: store)
            let expiring = try await session(of: ada, in: store, until: time + .seconds(5))
            let bens = try await session(of: ben, in: store)
            for (session, endpoint) in [(ending, "ending"), (expiring, "expiring"), (bens, "ben")] {
                let target = try target(endpoint)
                try await subscribe(target, by: session, in: store)
            }
            #expect(try await endpoints(of: ada, in: store) == ["ending", "expiring"])
            #expect(try await store.write { try $0.endSession(ending, at: time) } == 1)
            #expect(try await endpoints(of: ada, in: store) == ["expiring"])
            #expect(try await endpoints(of: ada, in: store, at: time + .seconds(5)).isEmpty)
            try await store.write { try $0.closeUser(ben.id, at: time) }
            #expect(try await endpoints(of: ben, in: store).isEmpty)
            let target = try target("late")
            await #expect(throws: StoreFault.self) { try await subscribe(target, by: ending, in: store) }
        },
        Clause(promise: "an endpoint is whose browser brought it last") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let (first, second) = (try await session(of: ada, in: store), try await session(of: ada, in: store))
            let bens = try await session(of: ben, in: store)
            let (target, renewed) = (try target("1"), try target("1", secret: 4))
            let (id, _) = try await subscribe(target, by: first, in: store)
            let again = try await subscribe(renewed, by: second, in: store)
            #expect(again == (id, false))
            let kept = try await store.read { try $0.pushSubscriptions(of: ada.id, at: time) }
            #expect(kept.map(\.target) == [renewed] && kept.map(\.sessionID) == [second])
            let (moved, isNew) = try await subscribe(target, by: bens, in: store)
            #expect(isNew && moved != id)
            #expect(try await endpoints(of: ada, in: store).isEmpty)
            #expect(try await endpoints(of: ben, in: store) == ["1"])
        },
        Clause(promise: "the oldest push subscription gives way to the eleventh") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let (adas, bens) = (try await session(of: ada, in: store), try await session(of: ben, in: store))
            let another = try target("ben")
            try await subscribe(another, by: bens, in: store)
            for number in 0...Limits.pushSubscriptionsPerUserMax {
                let target = try target("\(number)")
                try await subscribe(target, by: adas, in: store)
            }
            #expect(try await endpoints(of: ada, in: store) == (1...10).map(String.init))
            #expect(try await endpoints(of: ben, in: store) == ["ben"])
        },
        Clause(promise: "a push subscription is removed by its user alone") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let (session, target) = (try await session(of: ada, in: store), try target("1"))
            let (id, _) = try await subscribe(target, by: session, in: store)
            #expect(try await store.write { try $0.removePushSubscription(id, of: ben.id) } == 0)
            #expect(try await store.write { try $0.removePushSubscription(id, of: ada.id) } == 1)
            #expect(try await store.write { try $0.removePushSubscription(id, of: ada.id) } == 0)
            // Whatever is still under way for it comes too late, and harms nothing.
            try await store.write { try $0.notePushAccepted(id, at: time) }
            #expect(try await endpoints(of: ada, in: store).isEmpty)
        },
        Clause(promise: "that the pushes to a session were ended is kept with it, until it is said otherwise") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let (phone, desk) = (try await session(of: ada, in: store), try await session(of: ada, in: store))
            func areEnded(_ session: Session.ID) async throws -> Bool {
                try await store.read { try $0.arePushesEnded(to: session) }
            }
            #expect(try await !areEnded(phone))
            try await store.write { try $0.notePushesEnded(true, to: phone) }
            let (atPhone, atDesk) = (try await areEnded(phone), try await areEnded(desk))
            #expect(atPhone && !atDesk)
            try await store.write { try $0.notePushesEnded(false, to: phone) }
            #expect(try await !areEnded(phone))
        },
        Clause(promise: "the key of pushes is made once") { (store, _) async throws in
            #expect(try await store.pushKey { [1] } == [1])
            #expect(try await store.pushKey { [2] } == [1])
            #expect(try await store.read { try $0.secret(.push) } == [1])
        },
    ]
}
