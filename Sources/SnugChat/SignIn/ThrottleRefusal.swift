/// A try that a throttle refused, for the administrator's log.
public struct ThrottleRefusal: Sendable, Hashable {
    /// The throttle's name.
    public var throttle: String
    /// The network that the try came from; nil where the throttle counts by something else.
    public var network: String?
}

extension Throttle {
    /// Returns the report of a refusal, which names no person and no address of one.
    func refusal(of subject: String) -> ThrottleRefusal {
        ThrottleRefusal(throttle: name, network: name.hasSuffix("_from_network") ? subject : nil)
    }
}
