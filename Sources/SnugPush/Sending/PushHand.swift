import SnugChat

/// Pushes that the queue gave out together and that are begun one after the other, so that it is asked once for many.
struct PushHand: Sendable {
    private var pushes: ArraySlice<QueuedPush> = []
    private var takenAt = Timestamp(rawValue: 0)

    init() {}

    /// - Parameter moment: the moment at which the pushes were claimed.
    init(_ pushes: [QueuedPush], at moment: Timestamp) {
        self.pushes = pushes[...]
        takenAt = moment
    }

    /// Returns true if there is nothing left to begin: none, or none that may not soon be another node's.
    func isEmpty(at now: Timestamp) -> Bool {
        pushes.isEmpty || now < takenAt || now >= takenAt + Limits.pushesInHandFor
    }

    /// Takes the first pushes out.
    mutating func take(_ count: Int) -> ArraySlice<QueuedPush> {
        defer { pushes = pushes.dropFirst(count) }
        return pushes.prefix(count)
    }
}
