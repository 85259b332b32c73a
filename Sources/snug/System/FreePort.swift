import ArgumentParser
import NIOCore
import NIOPosix

/// A port that is free just now.
///
/// Links and origins carry the port, so it must be known before the server listens.
enum FreePort {
    static func find(on host: String) throws -> Int {
        do {
            let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: host, port: 0).wait()
            defer { try? channel.close().wait() }
            guard let port = channel.localAddress?.port else { throw ValidationError("--listen: no port is free.") }
            return port
        } catch {
            guard let fault = ListenFault(error, at: Endpoint(host: host, port: 0).text) else { throw error }
            throw ValidationError("\(fault)")
        }
    }
}
