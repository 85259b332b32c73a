import HTTPTypes
import Hummingbird
import SnugChat

/// The site map: every call of PROTOCOL §3 and §5, and what answers it.
struct Routes {
    let chat: Chat
    let readiness: ReadinessProbe
    let site: Site
    let hub: Hub
    let proxies: TrustedProxies
    let admission: SocketAdmission
    let client: WebClient
    let backups: any BackupArchive
    let keeper: any SettingsKeeper
    let inspector: any Inspector
    /// Whether requests are counted and timed.
    let hasMetrics: Bool

    func router() -> Router<SnugContext> {
        let router = Router(context: SnugContext.self, options: [.autoGenerateHeadEndpoints])
        if hasMetrics { router.add(middleware: RequestMeter()) }
        router.add(middleware: ResponseHeaders(site: site))
        router.add(middleware: ProblemMiddleware())
        var map = RouteTable(router: router)
        let dependencies = RouteDependencies(chat: chat, site: site, hub: hub, proxies: proxies)

        let setup = SetupRoutes(dependencies: dependencies)
        map.post("/api/v1/setup", setup.setUp)

        let auth = AuthRoutes(dependencies: dependencies)
        map.post("/api/v1/auth/register", auth.register)
        map.post("/api/v1/auth/login", auth.login)
        map.post("/api/v1/auth/code", auth.resendCode)
        map.post("/api/v1/auth/verify", auth.verify)
        map.post("/api/v1/auth/refresh", auth.refresh)
        map.post("/api/v1/auth/logout", auth.logout)
        map.post("/api/v1/auth/password/forgot", auth.forgotPassword)
        map.post("/api/v1/auth/password/reset", auth.resetPassword)
        map.post("/api/v1/auth/link", auth.signInByLink)

        let passkeys = PasskeyRoutes(dependencies: dependencies)
        map.post("/api/v1/auth/passkeys/register/options", passkeys.registrationOptions)
        map.post("/api/v1/auth/passkeys/register", passkeys.register)
        map.post("/api/v1/auth/passkeys/login/options", passkeys.loginOptions)
        map.post("/api/v1/auth/passkeys/login", passkeys.login)
        map.delete("/api/v1/me/passkeys/:passkey", passkeys.remove)

        let users = UserRoutes(dependencies: dependencies)
        map.get("/api/v1/me", users.me)
        map.patch("/api/v1/me", users.changeMe)
        map.get("/api/v1/me/sessions", users.sessions)
        map.delete("/api/v1/me/sessions", users.endOtherSessions)
        map.delete("/api/v1/me/sessions/:session", users.endSession)
        map.get("/api/v1/users", users.list)

        let administration = AdministrationRoutes(dependencies: dependencies)
        map.patch("/api/v1/users/:user", administration.changeUser)
        map.get("/api/v1/accounts", administration.accounts)
        map.get("/api/v1/audit", administration.audit)
        map.get("/api/v1/invites", administration.invites)
        map.post("/api/v1/invites", administration.makeInvite)
        map.delete("/api/v1/invites/:invite", administration.revokeInvite)
        map.get("/api/v1/admin/rooms", administration.rooms)
        map.get("/api/v1/admin/sessions", administration.sessions)
        map.delete("/api/v1/admin/sessions/:session", administration.endSession)

        let backups = BackupRoutes(dependencies: dependencies, archive: backups)
        map.get("/api/v1/admin/backups", backups.list)
        map.post("/api/v1/admin/backups", backups.make)

        let settings = SettingsRoutes(dependencies: dependencies, keeper: keeper)
        map.get("/api/v1/admin/settings", settings.list)
        map.patch("/api/v1/admin/settings", settings.change)

        let diagnostics = DiagnosticsRoutes(dependencies: dependencies, inspector: inspector)
        map.get("/api/v1/admin/findings", diagnostics.findings)
        map.post("/api/v1/admin/test-mail", diagnostics.sendTestMail)

        let rooms = RoomRoutes(dependencies: dependencies)
        map.get("/api/v1/rooms", rooms.list)
        map.post("/api/v1/rooms", rooms.make)
        map.get("/api/v1/rooms/open", rooms.open)
        map.get("/api/v1/rooms/:room", rooms.show)
        map.patch("/api/v1/rooms/:room", rooms.rename)
        map.delete("/api/v1/rooms/:room", rooms.delete)
        map.post("/api/v1/rooms/:room/members", rooms.addMember)
        map.delete("/api/v1/rooms/:room/members/:user", rooms.removeMember)

        let messages = MessageRoutes(dependencies: dependencies)
        map.get("/api/v1/rooms/:room/messages", messages.page)
        map.post("/api/v1/rooms/:room/messages", messages.post)
        map.get("/api/v1/rooms/:room/changes", messages.changes)
        map.post("/api/v1/rooms/:room/read", messages.markRead)
        map.post("/api/v1/rooms/:room/notify", rooms.setNotify)
        map.patch("/api/v1/rooms/:room/messages/:seq", messages.edit)
        map.delete("/api/v1/rooms/:room/messages/:seq", messages.delete)
        map.put("/api/v1/rooms/:room/messages/:seq/reactions/:emoji", messages.react)
        map.delete("/api/v1/rooms/:room/messages/:seq/reactions/:emoji", messages.unreact)

        let legacy = LegacyRoutes(dependencies: dependencies)
        map.post("/register", legacy.answering(legacy.register))
        map.post("/login", legacy.answering(legacy.login))
        map.post("/send-otp", legacy.answering(legacy.sendCode))
        map.post("/verify-otp", legacy.answering(legacy.verify))
        map.post("/send-reset-otp", legacy.answering(legacy.sendResetCode))
        map.post("/verify-reset-otp", legacy.answering(legacy.verifyResetCode))
        map.post("/reset-password", legacy.answering(legacy.resetPassword))
        map.get("/users", legacy.answering(legacy.users))
        map.post("/create-room", legacy.answering(legacy.makeRoom))
        map.post("/add-user", legacy.answering(legacy.addUser))
        map.get("/rooms", legacy.answering(legacy.rooms))
        map.get("/get-messages/:room", legacy.answering(legacy.messages))
        map.post("/send-message", legacy.answering(legacy.post))

        let health = HealthRoutes(readiness: readiness)
        map.get("/healthz", health.isUp)
        map.get("/readyz", health.isReady)

        // A handshake that may not become a socket comes here to hear why.
        let sockets = SocketRoutes(admission: admission)
        map.get("/ws", sockets.refuse)
        map.get("/ws/:room/:user", sockets.refuse)

        let web = WebRoutes(client: client)
        map.get("/", web.page)
        for path in ["/setup", "/invite", "/login"] { map.get(path, web.page) }
        map.get("/sw.js", web.worker)
        map.get("/assets/**", web.asset)
        map.finish()
        return router
    }
}
