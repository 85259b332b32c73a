import Dispatch
import SnugChat
import Synchronization

/// The one server that all connections of a store are to.
///
/// Each new connection looks at all hosts that the address names. Of those that take writes the one with the latest
/// history is the primary: that of a server which a standby was promoted in place of is older, and is never gone back to.
/// Where a later one is found, the connections to the former count as lost at their next use.
final class Primary: Sendable {
    private struct State {
        var known: (place: String, timeline: Int64, system: Int64)?
        /// True from the loss of a connection to the next one.
        var isAway = false
        /// The moment of the last loss: older connections are part of it.
        var lostAt: ContinuousClock.Instant?
        /// The old primaries that were told of.
        var told: Set<PostgresFault> = []
        /// The moment from which on the other places are looked at again.
        var nextLook: ContinuousClock.Instant?
    }

    let string: ConnectionString
    /// Told what becomes of the way to it, for the log.
    let tell: @Sendable (PrimaryNews) -> Void
    private let places: [ConnectionString.Place]
    private let state = Mutex(State())
    /// The number of times that another one was found.
    private let changes = Atomic<Int>(0)
    /// True while commits wait for a standby.
    private let awaitsStandby = Atomic<Bool>(false)
    private let queue = DispatchQueue(label: "snug.postgres.look", qos: .userInitiated, attributes: .concurrent)

    init(at string: ConnectionString, tell: @escaping @Sendable (PrimaryNews) -> Void = { _ in }) {
        self.string = string
        self.tell = tell
        places = string.places
    }

    /// Opens a connection to the primary.
    /// - Parameter former: the connection that it takes the place of, where that was lost.
    /// - Throws: ``PostgresFault``
    func connect(inPlaceOf former: PostgresConnection? = nil) throws(PostgresFault) -> PostgresConnection {
        if let former { noteLoss(of: former) }
        let looks = look()
        let look = try admit(looks)
        try look.connection.prepareForWork(as: string.node)
        return look.connection
    }

    /// Looks at all places once in a while, though no connection was lost: a standby may be promoted beside a primary that
    /// lives on.
    func lookAround(at now: ContinuousClock.Instant) {
        let isDue = state.withLock { state in
            let next = state.nextLook ?? now + Limits.postgresLookAroundEvery
            state.nextLook = next > now ? next : now + Limits.postgresLookAroundEvery
            return next <= now
        }
        // What it finds counts for all connections; that of the look itself goes with it.
        if isDue, places.count > 1 { queue.async { _ = try? self.admit(self.look()) } }
    }

    /// True while commits wait for a standby that does not say that it has them.
    var commitsHang: Bool {
        get { awaitsStandby.load(ordering: .relaxed) }
        set { awaitsStandby.store(newValue, ordering: .relaxed) }
    }

    // Looking

    /// Looks at all places at once.
    ///
    /// Once one of them takes writes the others are waited for a moment longer: a machine without power does not answer.
    private func look() -> [Result<Look, PostgresFault>] {
        guard places.count > 1 else { return places.map(look) }
        let found = FoundLooks()
        for (index, place) in places.enumerated() {
            queue.async { found.add(self.look(at: place), at: index) }
        }
        return found.wait(for: places.count)
    }

    private func look(at place: ConnectionString.Place) -> Result<Look, PostgresFault> {
        Result { () throws(PostgresFault) in try Look(at: place, of: string) }
    }

    /// Chooses the primary among those that were looked at.
    /// - Throws: ``PostgresFault``, ``PostgresFault/Reason/oldPrimary(place:timeline:known:)`` where only an old one takes
    ///   writes.
    private func admit(_ results: [Result<Look, PostgresFault>]) throws(PostgresFault) -> Look {
        let looks = results.compactMap { try? $0.get() }
        var news: [PrimaryNews] = []
        let choice = state.withLock { state -> Result<Look, PostgresFault> in
            let writable = looks.filter { !$0.isStandby }
            let system = state.known?.system ?? writable.first?.system
            let ours = looks.filter { $0.system == system }
            let newest = max(ours.map(\.timeline).max() ?? 0, state.known?.timeline ?? 0)
            let old = writable.filter { $0.system == system && $0.timeline < newest }.map { look in
                PostgresFault(.oldPrimary(place: look.place, timeline: look.timeline, known: newest))
            }
            news += old.filter { state.told.insert($0).inserted }.map { .old($0) }
            let current = writable.first { $0.system == system && $0.timeline == newest }
            // That of another cluster was put in its place.
            guard let look = current ?? (ours.isEmpty ? writable.first : nil) else {
                return .failure(old.first ?? Self.fault(of: results))
            }
            if let known = state.known, known.timeline != look.timeline || known.system != look.system {
                changes.add(1, ordering: .sequentiallyConsistent)
                news.append(.another(at: look.place, timeline: look.timeline, former: known.place))
                state.isAway = false
            }
            if state.isAway { news.append(.found(at: look.place)) }
            state.isAway = false
            state.known = (look.place, look.timeline, look.system)
            let change = changes.load(ordering: .sequentiallyConsistent)
            look.connection.commitsHang = { [weak self] in self?.commitsHang ?? false }
            look.connection.isOutdated = { [weak self] in
                self.map { $0.changes.load(ordering: .sequentiallyConsistent) != change } ?? false
            }
            return .success(look)
        }
        for piece in news { tell(piece) }
        return try choice.get()
    }

    /// Returns why none of the places can be worked with.
    private static func fault(of results: [Result<Look, PostgresFault>]) -> PostgresFault {
        let faults = results.compactMap { result -> PostgresFault? in
            switch result {
            case .success(let look): look.fault
            case .failure(let fault): fault
            }
        }
        // What no other place mends is said by itself.
        if let fault = faults.first(where: { if case .noConnection = $0.reason { false } else { true } }) {
            return fault
        }
        let words = faults.map { fault in
            if case .noConnection(let words) = fault.reason { words } else { "\(fault)" }
        }
        return PostgresFault(.noConnection(words.joined(separator: "; ")))
    }

    /// Notes that a connection was lost, once for all that were lost with it.
    private func noteLoss(of connection: PostgresConnection) {
        let isNews = state.withLock { state in
            guard state.lostAt.map({ connection.openedAt > $0 }) ?? true, !connection.isOutdated() else { return false }
            state.lostAt = .now
            defer { state.isAway = true }
            return !state.isAway
        }
        if isNews { tell(.lost(at: connection.place)) }
    }
}

/// What was found at each place so far.
private final class FoundLooks: Sendable {
    private let results = Mutex<[Int: Result<Look, PostgresFault>]>([:])
    private let additions = DispatchSemaphore(value: 0)

    func add(_ result: Result<Look, PostgresFault>, at index: Int) {
        results.withLock { $0[index] = result }
        additions.signal()
    }

    /// Returns what was found at so many places, in their order, without those that let themselves be waited for.
    func wait(for count: Int) -> [Result<Look, PostgresFault>] {
        var end = DispatchTime.distantFuture
        for _ in 0..<count where additions.wait(timeout: end) == .success {
            let isWritable = results.withLock { results in
                results.values.contains { result in (try? result.get()).map { !$0.isStandby } ?? false }
            }
            if isWritable, end == .distantFuture { end = .now() + Limits.postgresLookWithin.inNanoseconds }
        }
        return results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
    }
}

extension Duration {
    fileprivate var inNanoseconds: DispatchTimeInterval { .nanoseconds(Int(clamping: microseconds * 1_000)) }
}
