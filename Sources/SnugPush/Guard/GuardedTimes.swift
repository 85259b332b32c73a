import SnugChat

/// The time that a service outside has for its part of a request.
struct GuardedTimes: Sendable {
    /// For accepting a connection, at each address of its name.
    var connecting = Limits.pushConnectTimeout
    /// For all of it, from the look-up of the name to the end of the answer.
    var answering = Limits.pushAnswerWithin
}
