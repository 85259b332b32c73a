/// Throttles, kept in the store so that they outlast a restart.
extension Chat {
    /// Takes one try of a subject; where the throttle has several cells, from the first that has one left.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)`` with the shortest time after which a try is left.
    func take(_ throttle: Throttle, _ subject: String, in store: any StoreWriter, at now: Timestamp) throws {
        var waits: [Duration] = []
        for cell in throttle.cells(of: subject) {
            let wait = throttle.wait(from: try store.throttle(throttle.name, cell), at: now)
            if wait == .zero, try take(1, of: throttle, cell, in: store, at: now) { return }
            // One that was taken just now by somebody else is as long ahead as a single try.
            waits.append(wait == .zero ? throttle.every : wait)
        }
        throttleRefusals.report(throttle)
        throw Refusal.rateLimited(retryAfter: waits.min() ?? throttle.every)
    }

    /// Takes tries from one cell, where so many are left.
    /// - Returns: false where nothing was taken.
    private func take(
        _ count: Int, of throttle: Throttle, _ cell: String, in store: any StoreWriter, at now: Timestamp
    ) throws -> Bool {
        try store.takeThrottle(throttle.name, cell, throttle.every * count, atMost: throttle.most, at: now)
    }

    /// Returns the time until a subject has a try left; zero where it has one.
    func wait(
        for throttle: Throttle, _ subject: String, in store: any StoreReader, at now: Timestamp
    ) throws -> Duration {
        let cells = throttle.cells(of: subject)
        return try cells.map { throttle.wait(from: try store.throttle(throttle.name, $0), at: now) }.min() ?? .zero
    }

    /// Returns true where a subject has all its tries left.
    func isAtRest(
        _ throttle: Throttle, _ subject: String, in store: any StoreReader, at now: Timestamp
    ) throws -> Bool {
        try throttle.cells(of: subject).allSatisfy { cell in
            throttle.wait(for: throttle.burst, from: try store.throttle(throttle.name, cell), at: now) == .zero
        }
    }

    /// Refuses what ``take(_:_:in:at:)`` would refuse, and takes nothing.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func check(_ throttle: Throttle, _ subject: String, in store: any StoreReader, at now: Timestamp) throws {
        let wait = try wait(for: throttle, subject, in: store, at: now)
        guard wait == .zero else {
            throttleRefusals.report(throttle)
            throw Refusal.rateLimited(retryAfter: wait)
        }
    }

    /// Counts a password that someone who is signed in gives: as a check, and as a wrong one until it is right.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func takePasswordTry(of caller: Caller, in store: any StoreWriter, at now: Timestamp) throws {
        try take(.passwordChecks, "\(caller.userID)", in: store, at: now)
        try take(.passwordChanges, "\(caller.userID)", in: store, at: now)
    }

    /// Counts acts of the caller that cost others.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func takeActs(_ count: Int = 1, by caller: Caller, in store: any StoreWriter, at now: Timestamp) throws {
        guard policy.actsPerMinute > 0 else { return }
        try take(count, of: .acts(perMinute: policy.actsPerMinute), by: caller, in: store, at: now)
    }

    /// Counts a write of the caller that nobody else hears of, a tenth of an act.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func takeOwnWrite(by caller: Caller, in store: any StoreWriter, at now: Timestamp) throws {
        guard policy.actsPerMinute > 0 else { return }
        try take(1, of: .ownWrites(perMinute: policy.actsPerMinute), by: caller, in: store, at: now)
    }

    private func take(
        _ count: Int,
        of throttle: Throttle,
        by caller: Caller,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        let (count, subject) = (min(count, throttle.burst), "\(caller.userID)")
        guard try !take(count, of: throttle, subject, in: store, at: now) else { return }
        let wait = throttle.wait(for: count, from: try store.throttle(throttle.name, subject), at: now)
        throw Refusal.rateLimited(retryAfter: wait == .zero ? throttle.every : wait)
    }

    /// Undoes the last ``take(_:_:in:at:)`` of a subject.
    func giveBack(_ throttle: Throttle, _ subject: String, in store: any StoreWriter) throws {
        var newest: (cell: String, spokenFor: Timestamp)?
        for cell in throttle.cells(of: subject) {
            guard let kept = try store.throttle(throttle.name, cell) else { continue }
            if newest.map({ kept > $0.spokenFor }) ?? true { newest = (cell, kept) }
        }
        guard let newest else { return }
        try store.giveBackThrottle(throttle.name, newest.cell, throttle.every)
    }

    /// Takes one try of a subject where one is left.
    /// - Returns: false where none is left.
    func couldTake(_ throttle: Throttle, _ subject: String, in store: any StoreWriter, at now: Timestamp) throws
        -> Bool
    {
        do {
            try take(throttle, subject, in: store, at: now)
            return true
        } catch Refusal.rateLimited {
            return false
        }
    }
}
