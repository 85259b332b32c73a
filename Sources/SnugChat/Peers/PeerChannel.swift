/// The port by which the nodes of a store tell one another what is never stored.
public protocol PeerChannel: Sendable {
    /// Tells the other nodes, within moments, or never where too much waits; returns at once.
    ///
    /// What others tell goes to the ``EventBus`` as ``Event/peer(_:)``: that of one node in its order, but for what was
    /// lost.
    func tell(_ notes: [PeerNote])
}
