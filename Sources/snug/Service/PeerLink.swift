import ServiceLifecycle
import SnugChat
import SnugServer

/// The service by which this node and the others that serve the database tell each other who is there, and who types.
struct PeerLink: Service {
    let hub: Hub
    let channel: any PeerChannel
    let maintenance: Maintenance
    let random: any Randomness

    func run() async throws {
        let id = PeerID(random.bytes(8).reduce(0) { $0 << 8 | UInt64($1) })
        await cancelWhenGracefulShutdown { await hub.meetPeers(over: channel, by: maintenance, as: id) }
    }
}
