import HTTPTypes
import Hummingbird
public import Logging
public import NIOCore
public import ServiceLifecycle
public import SnugChat

/// The server of `/metrics`, on a port of its own that only this machine reaches.
public struct MetricsServer: Service {
    private let application: Application<RouterResponder<BasicRequestContext>>
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
    ) {
        address = "\(host):\(port)"
        let router = Router()
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.text(with: await sample()))))
        }
        application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { await listening($0.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(group),
            logger: logger)
    }

    /// Serves until a graceful shutdown.
    /// - Throws: ``Fault``
    public func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw Fault(address: address, reason: "\(error)")
        }
    }

    /// The failure to listen on its port.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        var address: String
        var reason: String

        public var description: String {
            "\(address) cannot be listened on for metrics: \(reason). Choose another with --metrics-listen."
        }
    }
}
