import NIOCore
import SnugChat
import Synchronization

/// The counts of open connections, in all and by address.
///
/// Of one address only connections that are not sockets are counted: a crowd that merely holds connections open leaves
/// descriptors to everyone else.
final class ConnectionBudget: Sendable {
    private let connectionsMax: Int
    private let guestsPerAddressMax: Int
    private struct Open {
        var count = 0
        /// The one caller of ``ConnectionBudget/emptied()`` that waits.
        var waiting: CheckedContinuation<Void, Never>?
        var isCancelled = false
    }

    private let open = Mutex(Open())
    private let guests = Mutex<[String: Int]>([:])

    /// The refusal of one connection too many.
    struct Full: Error {}

    /// The place of a connection that is not a socket yet.
    ///
    /// It is ended once.
    struct Lease: Sendable {
        fileprivate let budget: ConnectionBudget
        fileprivate let network: String?

        /// Gives the place back once the connection has closed or become a socket, which ``SocketQuota`` counts.
        func end() { if let network { budget.closeGuest(network) } }
    }

    init(connectionsMax: Int, guestsPerAddressMax: Int = Limits.guestsPerAddressMax) {
        self.connectionsMax = connectionsMax
        self.guestsPerAddressMax = guestsPerAddressMax
    }

    /// Takes a place until the channel closes.
    /// - Parameter network: the network that the peer is counted by; nil for a proxy, behind which anyone can be.
    /// - Throws: ``Full``
    func enter(_ channel: any Channel, from network: String?) throws -> Lease {
        let count = open.withLock { open in
            open.count += 1
            return open.count
        }
        channel.closeFuture.whenComplete { _ in self.left() }
        guard count <= connectionsMax else { throw Full() }
        if let network { try openGuest(network) }
        return Lease(budget: self, network: network)
    }

    private func left() {
        let waiting = open.withLock { open -> CheckedContinuation<Void, Never>? in
            open.count -= 1
            return open.count == 0 ? open.waiting.take() : nil
        }
        waiting?.resume()
    }

    /// Returns once every connection has closed or the task is cancelled.
    ///
    /// Only one task may await it.
    func emptied() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = open.withLock { open in
                    if open.count == 0 || open.isCancelled { return true }
                    open.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiting = open.withLock { open in
                open.isCancelled = true
                return open.waiting.take()
            }
            waiting?.resume()
        }
    }

    private func openGuest(_ network: String) throws {
        try guests.withLock { guests in
            guard guests[network, default: 0] < guestsPerAddressMax else { throw Full() }
            guests[network, default: 0] += 1
        }
    }

    private func closeGuest(_ network: String) {
        guests.withLock { guests in
            if let count = guests[network], count > 1 { guests[network] = count - 1 } else { guests[network] = nil }
        }
    }
}
