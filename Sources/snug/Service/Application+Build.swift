import Foundation
import Logging
import Metrics
import NIOCore
import NIOPosix
import ServiceLifecycle
import SnugACME
import SnugChat
import SnugIdentity
import SnugMail
import SnugPush
import SnugServer

extension Application {
    /// Builds the parts of the server and connects them.
    ///
    /// - Returns: the services to run, in the order of their start.
    func build(on open: OpenStore, _ relay: EventRelay) async throws -> [any Service] {
        let store = open.store
        let stored = try await store.settings()
        try outside.database.checkNotMoved(stored)
        let sources = sources.over(stored)
        let settings = try ServeSettings(sources, port: outside.listen.port)
        level.value = settings.logLevel
        if let complaint = sources.complaintOfUnknownFindings { logger.warning("\(complaint)") }
        let registry = settings.metrics.map { _ in PrometheusRegistry() }
        // Before any other part is built: counters made earlier are not in the registry.
        if let registry { MetricsSystem.bootstrap(registry) }

        let group = MultiThreadedEventLoopGroup.singleton
        let pushes = try await pushSender(on: store, settings, group)
        let services = try await useCases(on: open, settings, pushes)
        // Nothing is under way before the server listens.
        try await services.maintenance.removeUnfinishedFiles()
        let troubles = TroubleLog(readiness: services.readiness, clock: SteadyClock(), logger: logger)
        open.faults.connect(troubles.note)
        services.throttleRefusals.connect(troubles.noteRefusal)
        if let former = try await services.console.noteStart(version: Version.number),
            SettingText.host(of: former) != SettingText.host(of: settings.policy.siteURL)
        {
            logger.notice(
                "The site has another name: passkeys made under the former one do not work, nor do its links and cookies",
                metadata: ["former": "\(former)", "now": "\(settings.policy.siteURL)"])
        }
        let hub = try await Hub(
            group: group, socketsPerUser: settings.socketsPerUser, socketsPerAddress: settings.socketsPerAddress)
        let mailer = LiveMailer(mailer(settings.smtp))
        if settings.smtp == nil {
            logger.warning(
                "No mail server is set (--smtp-host): mails, with their codes, are printed to standard output")
        }
        let mails = MailWorker(outbox: services.mailQueue, mailer: mailer, clock: SystemClock(), logger: logger)
        let pushWorker = PushWorker(
            outbox: services.pushQueue, sender: pushes, clock: SystemClock(), logger: logger)
        let pushWatch = PushWatch(
            queue: services.pushQueue, maintenance: services.maintenance, logger: logger,
            isLooking: hub.isLookedAt(by:))
        let missedMails = MissedMailWatch(
            missed: services.missedMails, maintenance: services.maintenance, clock: SystemClock(), logger: logger,
            isThere: hub.isThere)
        let backups = BackupService(
            settings.backups, of: open, maintenance: services.maintenance, clock: SystemClock(), logger: logger)
        let live = try LiveSettings(
            flags: flags, sources: sources, port: settings.listen.port, store: store, logger: logger
        ) { settings in
            level.value = settings.logLevel
            services.adopt(settings.policy)
            pushes.adopt(settings.push)
            pushWorker.wake()
            hub.adopt(socketsPerUser: settings.socketsPerUser, socketsPerAddress: settings.socketsPerAddress)
            mailer.replace(with: self.mailer(settings.smtp))
            mails.wake()
            missedMails.settingsChanged()
            await backups.adopt(settings.backups)
        }
        let file = settings.database.file.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        let gauge = DatabaseGauge(open: open, file: file, backups: backups)
        let sweep = HourlySweep(
            maintenance: services.maintenance, gauge: gauge, clock: SystemClock(), logger: logger)
        let indexer = SearchIndexer(maintenance: services.maintenance, logger: logger)
        let settingsWatch = SettingsWatch(settings: live)
        relay.connect([hub, mails, pushWatch, pushWorker, missedMails, sweep, indexer, settingsWatch])
        try settings.acme.map { try ACMEFolder($0.folder).prepare(for: $0.names, at: SystemClock().now) }
        let watch = try settings.tls.map { CertificateWatch(certificate: try TLSCertificate($0), logger: logger) }
        let renewal = settings.acme.map { acme in
            CertificateRenewal(
                acme, group: group, userAgent: "snug/\(Version.number)", clock: SystemClock(),
                random: SystemRandomness(), logger: logger, taken: { watch?.take() })
        }
        let server = try Server(
            chat: services.chat, readiness: services.readiness, publicSite: services.publicSite, hub: hub,
            backups: backups, keeper: live,
            inspector: ServerInspector(flags: flags, port: settings.listen.port, store: open), gauge: gauge,
            settings: .init(
                host: settings.listen.host, port: settings.listen.port, proxies: settings.proxies,
                hasSiteURL: settings.hasSiteURL,
                connectionsMax: max(
                    Limits.descriptorsKept, FileDescriptorLimit.takeAll() - Limits.descriptorsKept),
                certificate: watch?.certificate,
                hasEcho: ProcessInfo.processInfo.environment["SNUG_TEST_ECHO"] == "1"),
            group: group, logger: logger, hasMetrics: registry != nil,
            listening: { _ in await welcome(services.console, settings) })

        let plain = try await plainServer(settings, renewal, group)
        var running: [any Service] = [
            mails, pushWatch, pushWorker, missedMails, sweep, indexer, settingsWatch, backups, troubles, StartProof(),
            ReloadOnHangup {
                await live.reload(isAsked: true)
                watch?.look()
                renewal?.ask()
            }, server,
        ]
        if let file {
            running.append(DatabaseWatch(database: file, readiness: services.readiness))
            running.append(
                ExternalWriteWatcher(
                    log: "\(file)-wal",
                    maintenance: services.maintenance, hub: hub, mails: mails, settings: live, logger: logger))
        }
        if case .postgres(let store) = open {
            running.append(
                PeerLink(hub: hub, channel: store, maintenance: services.maintenance, random: SystemRandomness()))
        }
        if let plain { running.append(plain) }
        // Of a certificate that the server gets by itself it hears at once.
        if let renewal { running.append(renewal) } else if let watch { running.append(watch) }
        if let registry, let endpoint = settings.metrics {
            let sampler = MetricsSampler(
                store: open, maintenance: services.maintenance, mailQueue: services.mailQueue,
                pushQueue: services.pushQueue, hub: hub, gauge: gauge)
            running.append(try metricsServer(at: endpoint, registry, sampler, group))
        }
        if let watchdog = Watchdog(readiness: file == nil ? nil : services.readiness, group: group) {
            running.append(watchdog)
        }
        return running
    }

    private func pushSender(
        on store: any Store, _ settings: ServeSettings, _ group: any EventLoopGroup
    ) async throws -> WebPushSender {
        let key = VAPIDKey(bytes: try await store.pushKey { VAPIDKey().bytes })
        guard let key else { throw StoreFault(.damaged, "the key of pushes is none") }
        return WebPushSender(
            key: key, settings: settings.push, clock: SystemClock(), random: SystemRandomness(), group: group)
    }

    private func useCases(
        on open: OpenStore, _ settings: ServeSettings, _ pushes: WebPushSender
    ) async throws -> ChatServices {
        let random = SystemRandomness()
        let store = open.store
        let secrets = try await store.installationSecrets(random: random)
        // Made where there is none yet; from then on it is read with what it belongs to.
        _ = try await store.installationEpoch(random: random)
        return ChatServices(
            policy: settings.policy,
            store: store,
            node: settings.node,
            keys: InstallationKeys(secret: secrets.installation),
            hasher: ScryptHasher(random: random),
            signer: await JWTSigner(secret: secrets.tokens),
            verifier: WebAuthnVerifier(),
            clock: SystemClock(),
            random: random,
            space: open.space,
            pushes: pushes)
    }

    /// Listens on the port that leads to https, if there is one.
    private func plainServer(
        _ settings: ServeSettings, _ renewal: CertificateRenewal?, _ group: any EventLoopGroup
    ) async throws -> PlainServer? {
        guard let plain = settings.plain else { return nil }
        return try await PlainServer(
            host: plain.host, port: plain.port, origin: settings.policy.siteURL, group: group,
            proof: { renewal?.answers.answer(for: $0) })
    }

    private func mailer(_ smtp: SMTPSettings?) -> any Mailer {
        guard let smtp else { return Console.mailer }
        return SMTPMailer(settings: smtp, clock: SystemClock(), random: SystemRandomness())
    }

    private func metricsServer(
        at endpoint: Endpoint, _ registry: PrometheusRegistry, _ sampler: MetricsSampler, _ group: any EventLoopGroup
    ) throws -> MetricsServer {
        try MetricsServer(
            host: endpoint.host, port: endpoint.port, registry: registry, group: group, logger: logger,
            listening: { Console.say("Metrics on http://\(Endpoint(host: endpoint.host, port: $0).text)/metrics") },
            sample: sampler.samples)
    }

    private func welcome(_ console: ServerConsole, _ settings: ServeSettings) async {
        Console.say("Listening on http\(settings.tls == nil ? "" : "s")://\(settings.listen.text)")
        if let plain = settings.plain { Console.say("Leading to https from http://\(plain.text)") }
        do {
            let link = try await settings.node == nil ? console.setupLink() : console.sharedSetupLink()
            if let link {
                Console.say("Set-up link: \(link)")
                Console.say(
                    "Open it within \(Limits.setupTokenLifetime.components.seconds / 60) minutes to become this server's owner."
                )
            }
        } catch {
            logger.error("The set-up link could not be made", metadata: ["error": "\(error)"])
        }
        FailedStarts.serve()
        Systemd.notify("READY=1\nSTATUS=Listening on \(settings.listen.text)")
    }
}
