import NIOCore
import NIOPosix

/// The ports of mail that a relay can be reached at from here: providers of small boxes block some of them.
public enum RelayPorts {
    public static let usual = [587, 465, 25]

    /// Returns the usual ports where a host accepts a connection, all tried at once.
    public static func reachable(on host: String, within timeout: Duration) async -> Set<Int> {
        await withTaskGroup(of: Int?.self) { group in
            for port in usual {
                group.addTask {
                    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                        .connectTimeout(TimeAmount(timeout))
                    guard let channel = try? await bootstrap.connect(host: host, port: port).get() else { return nil }
                    try? await channel.close()
                    return port
                }
            }
            return await group.reduce(into: []) { ports, port in
                if let port { ports.insert(port) }
            }
        }
    }
}
