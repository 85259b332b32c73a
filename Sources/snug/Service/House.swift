import Metrics
import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SnugChat
import SnugIdentity
import SnugMail
import SnugServer
import SnugStore
import UnixSignals

/// Puts the rooms of the house together and keeps them running until the process is told to stop.
struct House {
    /// What is known before the database is open: its own settings come on top.
    private let outside: ServeSettings
    private let sources: SettingSources
    private let flags: [String: String]
    private let level: LiveLogLevel
    private let logger: Logger

    init(
        _ outside: ServeSettings, _ sources: SettingSources, flags: [String: String], level: LiveLogLevel,
        logger: Logger
    ) {
        self.outside = outside
        self.sources = sources
        self.flags = flags
        self.level = level
        self.logger = logger
    }

    func run() async throws {
        let announcer = Announcer()
        let store = try SQLiteStore.open(path: outside.database, for: .serving, events: announcer)
        do {
            try await serve(store, announcer)
        } catch {
            try? store.close()
            throw error
        }
        try store.close()
        logger.info("Stopped")
    }

    private func serve(_ store: SQLiteStore, _ announcer: Announcer) async throws {
        let random = SystemRandomness()
        let clock = SystemClock()
        let sources = sources.over(try await Chat.settings(in: store))
        let settings = try ServeSettings(sources, port: outside.listen.port)
        level.value = settings.logLevel
        let registry = settings.metrics.map { _ in PrometheusRegistry() }
        // Before anything counts: what is made earlier counts for nothing.
        if let registry { MetricsSystem.bootstrap(registry) }
        let secrets = try await Chat.secrets(in: store, random: random)
        let chat = Chat(
            policy: settings.policy,
            store: store,
            keys: InstallationKeys(secret: secrets.installation),
            hasher: ScryptHasher(random: random),
            signer: await JWTSigner(secret: secrets.tokens),
            verifier: WebAuthnVerifier(),
            clock: clock,
            random: random)
        try await chat.noteSite()
        let group = MultiThreadedEventLoopGroup.singleton
        let hub = try await Hub(
            group: group, socketsPerUser: settings.socketsPerUser, socketsPerAddress: settings.socketsPerAddress)
        if settings.smtp == nil {
            logger.warning(
                "No mail server is set (--smtp-host): mails, with their codes, are printed to standard output")
        }
        let mailer = LiveMailer(self.mailer(settings.smtp, clock, random))
        let mails = MailQueue(outbox: chat, mailer: mailer, clock: clock, logger: logger)
        let backups = Backups(settings.backups, of: store, chat: chat, clock: clock, logger: logger)
        let live = try LiveSettings(
            flags: flags, sources: sources, port: settings.listen.port, chat: chat, logger: logger
        ) { [level] settings in
            level.value = settings.logLevel
            chat.adopt(settings.policy)
            hub.adopt(socketsPerUser: settings.socketsPerUser, socketsPerAddress: settings.socketsPerAddress)
            mailer.replace(with: self.mailer(settings.smtp, clock, random))
            mails.wake()
            await backups.adopt(settings.backups)
        }
        announcer.connect(hub: hub, mails: mails)
        let watch = try settings.tls.map { CertificateWatch(certificate: try TLSCertificate($0), logger: logger) }
        let server = try Server(
            chat: chat, hub: hub, backups: backups, keeper: live,
            inspector: Oversight(flags: flags, port: settings.listen.port, store: store),
            settings: .init(
                host: settings.listen.host, port: settings.listen.port, proxies: settings.proxies,
                connectionsMax: max(Limits.descriptorsKept, Descriptors.takeAll() - Limits.descriptorsKept),
                certificate: watch?.certificate,
                hasEcho: ProcessInfo.processInfo.environment["SNUG_TEST_ECHO"] == "1"),
            group: group, logger: logger, hasMetrics: registry != nil,
            listening: { _ in await welcome(chat, settings) })

        var services = ServiceGroupConfiguration(
            services: [
                mails, Upkeep(chat: chat, logger: logger), backups,
                OutsideChanges(chat: chat, hub: hub, mails: mails, settings: live, logger: logger),
                Reload {
                    await live.reload(isAsked: true)
                    watch?.look()
                }, server,
            ] + (watch.map { [$0] } ?? []) + metrics(registry, settings, store, chat, hub, group)
                + (Watchdog(chat: chat, group: group).map { [$0] } ?? []),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        services.maximumGracefulShutdownDuration = Limits.stopWithin
        do {
            try await ServiceGroup(configuration: services).run()
        } catch is CancellationError {
            logger.warning("Some connections were cut off: they did not end within \(Limits.stopWithin)")
        }
        Systemd.notify("STOPPING=1")
    }

    private func metrics(
        _ registry: PrometheusRegistry?, _ settings: ServeSettings, _ store: SQLiteStore, _ chat: Chat, _ hub: Hub,
        _ group: any EventLoopGroup
    ) -> [any Service] {
        guard let registry, let endpoint = settings.metrics else { return [] }
        let vitals = Vitals(store: store, chat: chat, hub: hub, database: settings.database)
        return [
            MetricsServer(
                host: endpoint.host, port: endpoint.port, registry: registry, group: group, logger: logger,
                listening: { Console.say("Metrics on http://\(Endpoint(host: endpoint.host, port: $0).text)/metrics") },
                vitals: vitals.samples)
        ]
    }

    private func mailer(_ smtp: SMTPSettings?, _ clock: any WallClock, _ random: any Randomness) -> any Mailer {
        guard let smtp else { return ConsoleMailer() }
        return SMTPMailer(settings: smtp, clock: clock, random: random)
    }

    private func welcome(_ chat: Chat, _ settings: ServeSettings) async {
        Console.say("Listening on http\(settings.tls == nil ? "" : "s")://\(settings.listen.text)")
        do {
            if let link = try await chat.setupLink() {
                Console.say("Set-up link: \(link)")
                Console.say(
                    "Open it within \(Limits.setupTokenLifetime.components.seconds / 60) minutes to become this server's owner."
                )
            }
        } catch {
            logger.error("The set-up link could not be made", metadata: ["error": "\(error)"])
        }
        Systemd.notify("READY=1")
    }
}
