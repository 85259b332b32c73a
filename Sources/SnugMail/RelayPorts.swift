import NIOCore
import NIOPosix

/// Which of the ports of mail a relay can be reached at from here: providers of small boxes block some of them.
public enum RelayPorts {
    public static let usual = [587, 465, 25]

    /// Those where a connection is accepted.
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
