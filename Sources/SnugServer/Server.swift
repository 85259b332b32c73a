import Hummingbird
import HummingbirdCore
public import Logging
public import NIOCore
public import ServiceLifecycle
public import SnugChat

/// The server as a service that listens, serves, and on a graceful shutdown lets requests and sockets finish.
public struct Server: Service {
    /// The settings of a server besides the rules.
    public struct Settings: Sendable {
        public var host: String
        public var port: Int
        public var proxies: TrustedProxies
        /// True if the site's address was set, and is no mere default.
        public var hasSiteURL: Bool
        /// True if `/ws/echo` echoes its messages, for the conformance suite.
        public var hasEcho: Bool
        /// The most connections at once, sockets and requests together.
        public var connectionsMax: Int

        /// The certificate to show; nil for plain HTTP.
        public var certificate: TLSCertificate?

        public init(
            host: String,
            port: Int,
            proxies: TrustedProxies = .none,
            hasSiteURL: Bool = true,
            connectionsMax: Int,
            certificate: TLSCertificate? = nil,
            hasEcho: Bool = false
        ) {
            self.certificate = certificate
            self.hasEcho = hasEcho
            self.hasSiteURL = hasSiteURL
            self.connectionsMax = connectionsMax
            self.host = host
            self.port = port
            self.proxies = proxies
        }
    }

    private let listener: any Service
    private let budget: ConnectionBudget

    /// Creates a server with its routes; it listens once it runs.
    /// - Parameters:
    ///   - group: the event loops, the same as the hub's.
    ///   - listening: a function called with the port once connections are accepted.
    /// - Throws: ``ModuleBundle/Fault``, for a mistake in the embedded web client.
    public init(
        chat: Chat,
        readiness: ReadinessProbe,
        publicSite: PublicSite,
        hub: Hub,
        backups: any BackupArchive,
        keeper: any SettingsKeeper,
        inspector: any Inspector,
        gauge: any DiskGauge,
        settings: Settings,
        group: any EventLoopGroup,
        logger: Logger,
        hasMetrics: Bool,
        listening: @escaping @Sendable (Int) async -> Void
    ) throws {
        let site = Site(origin: chat.policy.siteURL, isConfigured: settings.hasSiteURL)
        let admission = SocketAdmission(
            chat: chat, site: site, hub: hub, proxies: settings.proxies, hasEcho: settings.hasEcho)
        let routes = Routes(
            chat: chat, readiness: readiness, publicSite: publicSite, site: site, hub: hub, proxies: settings.proxies,
            admission: admission, client: try WebClient.embedded(), backups: backups, keeper: keeper,
            inspector: inspector, gauge: gauge, hasMetrics: hasMetrics)
        budget = ConnectionBudget(connectionsMax: settings.connectionsMax)
        let responder = RequestResponder(routes: routes.router().buildResponder(), logger: logger)
        let server = HTTPServerBuilder { [budget] responder in
            SocketServer(
                responder: responder, admission: admission, chat: chat, hub: hub, budget: budget,
                certificate: settings.certificate)
        }
        listener = try server.buildServer(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1_024),
            eventLoopGroup: group,
            logger: logger.ofLibrary,
            responder: { try await responder.respond(to: $0, $1, on: $2) },
            onServerRunning: { await listening($0.localAddress?.port ?? settings.port) })
    }

    /// Serves until a graceful shutdown, and returns once every connection has closed.
    public func run() async throws {
        try await listener.run()
        // Sockets close before the store does: answers on their way go out.
        await budget.emptied()
    }
}
