import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
public import NIOCore
public import ServiceLifecycle
public import SnugChat

/// The server of `/metrics`, on a port of its own that only this machine reaches.
public struct MetricsServer: Service {
    // Without Hummingbird's `Application`, whose clock wakes an idle server every second.
    private let listener: any Service
    private let address: String

    /// - Parameter sample: a function that returns the figures of the moment it is called.
    public init(
        host: String,
        port: Int,
        registry: PrometheusRegistry,
        group: any EventLoopGroup,
        logger: Logger,
        listening: @escaping @Sendable (Int) async -> Void,
        sample: @escaping @Sendable () async -> [MetricSample]
    ) throws {
        address = "\(host):\(port)"
        let router = Router(context: SnugContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ProblemMiddleware())
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.text(with: await sample()))))
        }
        let responder = RequestResponder(routes: router.buildResponder(), logger: logger)
        listener = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(host, port: port), serverName: nil),
            eventLoopGroup: group,
            logger: logger.ofLibrary,
            responder: { try await responder.respond(to: $0, $1, on: $2) },
            onServerRunning: { await listening($0.localAddress?.port ?? port) })
    }

    /// Serves until a graceful shutdown.
    /// - Throws: ``Fault``
    public func run() async throws {
        do {
            try await listener.run()
        } catch let error as IOError {
            throw Fault(address: address, cause: error)
        }
    }

    /// The failure to listen on its port.
    public struct Fault: Error, Sendable {
        public var address: String
        public var cause: any Error
    }
}
