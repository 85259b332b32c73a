/// A trouble that comes and goes, told from a stream of outcomes: it begins once and ends once, however many fail
/// meanwhile.
public struct Trouble: Sendable {
    /// The summary of a trouble that is over.
    public struct Ending: Sendable, Hashable {
        /// The time from its first failure to its end.
        public var lasted: Duration
        public var failures: Int
    }

    private let failuresToBegin: Int
    private let quiet: Duration
    private var failures = 0
    private var first = Timestamp(rawValue: 0)
    private var last = Timestamp(rawValue: 0)
    /// True from its beginning to its end.
    public private(set) var isOn = false

    /// - Parameters:
    ///   - failuresToBegin: the failures that make a trouble, each within `quiet` of the one before.
    ///   - quiet: the time without a failure after which it can end.
    public init(beginsAt failuresToBegin: Int = 1, endsAfter quiet: Duration) {
        self.failuresToBegin = failuresToBegin
        self.quiet = quiet
    }

    /// Notes a failure.
    /// - Returns: true if the trouble begins with it.
    public mutating func noteFailure(at now: Timestamp) -> Bool {
        if !isOn, isQuiet(at: now) { failures = 0 }
        if failures == 0 { first = now }
        failures += 1
        last = now
        guard !isOn, failures >= failuresToBegin else { return false }
        isOn = true
        return true
    }

    /// Notes a success, or a moment at which nothing fails.
    /// - Returns: the summary if the trouble ends with it.
    public mutating func noteSuccess(at now: Timestamp) -> Ending? {
        guard isOn, isQuiet(at: now) else { return nil }
        defer { (isOn, failures) = (false, 0) }
        return Ending(lasted: max(.zero, now - first), failures: failures)
    }

    private func isQuiet(at now: Timestamp) -> Bool { !(last + quiet).isPending(at: now, within: quiet) }
}
