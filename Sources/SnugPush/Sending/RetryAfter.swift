import SnugChat

/// The time for which a service wants to be left alone (RFC 9110 §10.2.3), at most ``Limits/pushWaitLongest``.
struct RetryAfter: Sendable, Hashable {
    let duration: Duration

    /// Reads a header's value: seconds, or a date in the one form that is written today; nil for anything else.
    init?(_ value: String, at now: Timestamp) {
        let value = value.trimmed
        if let seconds = Int64(value), value.utf8.allSatisfy({ (48...57).contains($0) }) {
            duration = min(.seconds(seconds), Limits.pushWaitLongest)
        } else if let date = HTTPDate(value)?.moment {
            duration = min(max(date - now, .zero), Limits.pushWaitLongest)
        } else {
            return nil
        }
    }
}
