import Hummingbird
import SnugChat

/// The groups of calls of PROTOCOL §3 and §5 and the pages beside them, of which both the router and the OpenAPI
/// document are made.
struct Routes: Sendable {
    let chat: Chat
    let readiness: ReadinessProbe
    let publicSite: PublicSite
    let site: Site
    let hub: Hub
    let proxies: TrustedProxies
    let admission: SocketAdmission
    let client: WebClient
    let backups: any BackupArchive
    let keeper: any SettingsKeeper
    let inspector: any Inspector
    let gauge: any DiskGauge
    /// True where requests are counted and timed.
    let hasMetrics: Bool
    private let answers = AnswerQuota()

    /// All groups, in the order of the document.
    var groups: [any RouteGroup] {
        let dependencies = RouteDependencies(chat: chat, site: site, hub: hub, proxies: proxies, answers: answers)
        return [
            SiteRoutes(site: publicSite),
            SetupRoutes(dependencies: dependencies),
            AuthRoutes(dependencies: dependencies),
            PasswordRoutes(dependencies: dependencies),
            PasskeyRoutes(dependencies: dependencies),
            SessionRoutes(dependencies: dependencies),
            UserRoutes(dependencies: dependencies),
            OwnAccountRoutes(dependencies: dependencies),
            PushRoutes(dependencies: dependencies),
            PictureRoutes(dependencies: dependencies),
            RoomRoutes(dependencies: dependencies),
            MemberRoutes(dependencies: dependencies),
            MessageRoutes(dependencies: dependencies),
            ReactionRoutes(dependencies: dependencies),
            AttachmentRoutes(dependencies: dependencies),
            MentionRoutes(dependencies: dependencies),
            SearchRoutes(dependencies: dependencies),
            AdministrationRoutes(dependencies: dependencies),
            HelpRoutes(dependencies: dependencies),
            InviteRoutes(dependencies: dependencies),
            BackupRoutes(dependencies: dependencies, archive: backups),
            SettingsRoutes(dependencies: dependencies, keeper: keeper),
            DiagnosticsRoutes(dependencies: dependencies, inspector: inspector, keeper: keeper),
            OverviewRoutes(dependencies: dependencies, gauge: gauge, archive: backups, inspector: inspector),
            SocketRoutes(admission: admission),
            LegacySignInRoutes(dependencies: dependencies),
            LegacyRoomRoutes(dependencies: dependencies),
            UnsubscribeRoutes(dependencies: dependencies),
            HealthRoutes(readiness: readiness),
            DocumentRoutes { document },
            WebRoutes(
                client: client, site: publicSite, canonicalHost: CanonicalHost(site: site, proxies: proxies)),
        ]
    }

    /// The OpenAPI document: every call of every group, pages left out.
    var document: JSONValue { OpenAPIDocument(groups, site: site).json }

    func router() -> Router<SnugContext> {
        let router = Router(context: SnugContext.self, options: [.autoGenerateHeadEndpoints])
        if hasMetrics { router.add(middleware: RequestMeter()) }
        router.add(middleware: ResponseHeaders(site: site))
        router.add(middleware: Compression())
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: BodyDemandMiddleware())
        RouteTable(groups.flatMap(\.operations), places: AnswerPlaces(proxies: proxies, answers: answers))
            .add(to: router)
        return router
    }
}
