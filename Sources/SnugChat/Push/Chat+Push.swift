/// The push subscriptions of whoever is signed in.
extension Chat {
    /// Returns the subscriptions of the caller's open sessions, ascending by id.
    public func pushSubscriptions(of caller: Caller) async throws -> [PushSubscription] {
        let now = clock.now
        return try await store.read { try $0.pushSubscriptions(of: caller.userID, at: now) }
    }

    /// Returns true if another of the caller's sessions has ended the pushes to this one, which is not to subscribe its
    /// browser by itself then.
    public func arePushesEnded(elsewhere caller: Caller) async throws -> Bool {
        try await store.read { try $0.arePushesEnded(to: caller.sessionID) }
    }

    /// Subscribes the caller's browser to pushes, until their session ends.
    ///
    /// Repeated as it is, however the endpoint is spelled, it changes nothing. Another account's subscription of the same
    /// endpoint ends.
    /// - Throws: ``Refusal/pushOff``, ``Refusal/pushHost(_:)``; ``Refusal/invalid(_:)`` where the keys are none;
    ///   ``Refusal/rateLimited(retryAfter:)``
    /// - Returns: the subscription, and whether it is new.
    public func subscribeToPushes(
        at endpoint: String, p256dh: String, auth: String, by caller: Caller, from device: Device
    ) async throws -> (subscription: PushSubscription, isNew: Bool) {
        guard pushes.publicKey != nil else { throw Refusal.pushOff }
        let place: String
        do { place = try pushes.normalized(endpoint) } catch { throw Refusal.pushHost(error.reason) }
        guard let keys = PushKeys(p256dh: p256dh, auth: auth) else {
            throw Refusal.invalid("keys", "These are not the keys of a push subscription.")
        }
        let (target, now) = (Push.Target(endpoint: place, keys: keys), clock.now)
        let known = try await pushSubscriptions(of: caller).first { $0.target == target }
        if let known, known.sessionID == caller.sessionID, known.language == device.language { return (known, false) }
        return try await act(by: caller) { store, caller in
            try takeOwnWrite(by: caller, in: store, at: now)
            let (id, isNew) = try store.addPushSubscription(
                target, in: device.language, of: caller.sessionID, at: now)
            try store.notePushesEnded(false, to: caller.sessionID)
            let added = try store.pushSubscriptions(of: caller.userID, at: now).first { $0.id == id }
            guard let added else { throw Refusal.unauthenticated }
            return (added, isNew)
        }
    }

    /// Queues a push that shows the caller that pushes arrive at one of their browsers.
    /// - Throws: ``Refusal/pushOff``, ``Refusal/notFound(_:)``, ``Refusal/rateLimited(retryAfter:)``
    /// - Returns: the subscription.
    public func testPush(to id: PushSubscription.ID, of caller: Caller) async throws -> PushSubscription {
        guard pushes.publicKey != nil else { throw Refusal.pushOff }
        let now = clock.now
        return try await act(by: caller) { store, caller in
            guard let subscription = try store.pushSubscription(id, at: now), subscription.userID == caller.userID
            else { throw Refusal.notFound(.pushSubscription) }
            try takeActs(by: caller, in: store, at: now)
            try store.queuePushes([NewPush(to: id, about: 0)], in: nil, at: now)
            store.announce(.pushesQueued)
            return subscription
        }
    }

    /// Ends one of the caller's subscriptions; of one of another session, that this was done is noted for it.
    /// - Throws: ``Refusal/notFound(_:)``
    public func endPushSubscription(_ id: PushSubscription.ID, of caller: Caller) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            let session = try store.pushSubscription(id, at: now)?.sessionID
            guard try store.removePushSubscription(id, of: caller.userID) == 1 else {
                throw Refusal.notFound(.pushSubscription)
            }
            if let session, session != caller.sessionID { try store.notePushesEnded(true, to: session) }
        }
    }
}
