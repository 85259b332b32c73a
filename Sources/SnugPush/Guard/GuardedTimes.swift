import SnugChat

/// The times of requests to services outside.
struct GuardedTimes: Sendable {
    /// For accepting a connection, at each address of its name.
    var connecting = Limits.pushConnectTimeout
    /// For all of it, from the look-up of the name to the end of the answer.
    var answering = Limits.pushAnswerWithin
    /// For being gone to by the address that was looked at, until the name is looked up again.
    var keepingAddress = Limits.pushAddressKeptFor
}
