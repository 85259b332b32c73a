import SnugChat

/// Pushes that the queue gave out together and that are begun one after the other, so that it is asked once for many.
struct PushHand: Sendable {
    private var pushes: ArraySlice<QueuedPush> = []
    /// The moment at which the pushes were claimed.
    let claimedAt: Timestamp

    init(_ pushes: [QueuedPush] = [], at moment: Timestamp = Timestamp(rawValue: 0)) {
        self.pushes = pushes[...]
        claimedAt = moment
    }

    /// Returns true if there is nothing left to begin: none, or none that may not soon be another node's.
    func isEmpty(at now: Timestamp) -> Bool { pushes.isEmpty || !Self.holds(claimedAt, at: now) }

    /// Takes the first pushes out.
    mutating func take(_ count: Int) -> ArraySlice<QueuedPush> {
        defer { pushes = pushes.dropFirst(count) }
        return pushes.prefix(count)
    }

    /// Returns true if a push that is sent now is answered before it may be another node's.
    static func holds(_ claimedAt: Timestamp, at now: Timestamp) -> Bool {
        (claimedAt..<claimedAt + Limits.pushesInHandFor).contains(now)
    }
}
