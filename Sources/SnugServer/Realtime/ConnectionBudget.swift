import NIOCore
import SnugChat
import Synchronization

/// How many connections there are, and how many of one address are not sockets: a crowd that only holds connections
/// open leaves descriptors to everyone else.
final class ConnectionBudget: Sendable {
    private let connectionsMax: Int
    private let guestsPerAddressMax: Int
    private let open = Atomic<Int>(0)
    private let guests = Mutex<[String: Int]>([:])

    /// There is no place for another connection.
    struct Full: Error {}

    /// The place of a connection that is no socket yet. Left once.
    struct Guest: Sendable {
        fileprivate let budget: ConnectionBudget
        fileprivate let network: String?

        /// It closed, or became a socket, of which ``Occupancy`` keeps count.
        func leave() { if let network { budget.guestLeft(network) } }
    }

    init(connectionsMax: Int, guestsPerAddressMax: Int = Limits.guestsPerAddressMax) {
        self.connectionsMax = connectionsMax
        self.guestsPerAddressMax = guestsPerAddressMax
    }

    /// Takes a place until the channel closes.
    /// - Parameter network: what the peer counts as; nil for a proxy, behind which anyone can be.
    /// - Throws: ``Full``
    func enter(_ channel: any Channel, from network: String?) throws -> Guest {
        let count = open.add(1, ordering: .relaxed).newValue
        channel.closeFuture.whenComplete { _ in self.open.subtract(1, ordering: .relaxed) }
        guard count <= connectionsMax else { throw Full() }
        if let network { try guestCame(network) }
        return Guest(budget: self, network: network)
    }

    private func guestCame(_ network: String) throws {
        try guests.withLock { guests in
            guard guests[network, default: 0] < guestsPerAddressMax else { throw Full() }
            guests[network, default: 0] += 1
        }
    }

    private func guestLeft(_ network: String) {
        guests.withLock { guests in
            if let count = guests[network], count > 1 { guests[network] = count - 1 } else { guests[network] = nil }
        }
    }
}
