import Foundation
import Logging
import ServiceLifecycle
import SnugChat
import SnugPostgres
import SnugStore
import UnixSignals

/// The server as a process, from opening the database to the signal that stops it.
struct Application {
    /// The settings known before the database is open, whose own come on top.
    let outside: ServeSettings
    let sources: SettingSources
    let flags: [String: String]
    let level: LiveLogLevel
    let logger: Logger

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

    /// Opens the database, builds the parts and runs them until SIGTERM or SIGINT.
    func run() async throws {
        let relay = EventRelay()
        Systemd.notify("STATUS=Opening \(outside.database)")
        let store: OpenStore
        do {
            store = try await open(relay)
        } catch is LongWork.Interruption where outside.database.file == nil {
            // Told to stop while it waited for the database: nothing has gone wrong.
            FailedStarts.forget()
            logger.info("Stopped")
            return
        }
        // One that came when nothing of the upgrade was left to end.
        if let signal = SignalWatch.received {
            try store.close()
            logger.info("Stopped")
            LongWork.Interruption(signal: signal).endProcess()
        }
        do {
            try await serve(try await build(on: store, relay))
        } catch let fault as StoreFault {
            try? store.close()
            throw outside.database.fault(of: fault)
        } catch {
            try? store.close()
            throw error
        }
        try store.close()
        logger.info("Stopped")
    }

    private func open(_ relay: EventRelay) async throws -> OpenStore {
        try await LongWork.carryOut { monitor in
            switch outside.database {
            case .file(let path):
                .file(
                    try SQLiteStore.open(
                        path: path, for: .serving, events: relay, backups: outside.backups.folder, monitor: monitor,
                        upgrading: note))
            case .postgres(let address): .postgres(try await open(address, relay))
            }
        }
    }

    /// Opens a database in PostgreSQL.
    ///
    /// One that cannot be reached is waited for, as after a start of the whole machine, and so is the end of this node's
    /// own former session.
    private func open(_ address: PostgresAddress, _ relay: EventRelay) async throws -> PostgresStore {
        let end = ContinuousClock.now + Limits.postgresStartWithin
        var isTold = false
        // Where something is left of a former one, an empty database is none to begin on.
        let former = await sources.formerDatabase
        while true {
            do throws(PostgresFault) {
                let store = try PostgresStore(
                    address, for: former == nil ? .serving : .command, as: outside.node, events: relay,
                    tell: { [logger] in logger.note($0) })
                do throws(PostgresFault) { try store.hearOfOthers() } catch {
                    store.close()
                    throw error
                }
                logger.info(
                    "The database is open", metadata: ["database": "\(address)", "node": "\(outside.node ?? "")"])
                return store
            } catch {
                if error.reason == .empty, let former { throw former.fault }
                guard error.isOfConnection, ContinuousClock.now < end else { throw error }
                if !isTold {
                    logger.warning("The database is waited for", metadata: ["error": "\(error)"])
                    Systemd.notify("STATUS=Waiting for the database: \(error)")
                    isTold = true
                }
            }
            if SignalWatch.received != nil { throw CancellationError() }
            try await Task.sleep(for: Limits.postgresStartRetryEvery)
        }
    }

    /// Tells of a schema step: the server is away meanwhile.
    private func note(_ progress: UpgradeProgress) {
        switch progress {
        case .begins(let from, let to):
            Systemd.notify("STATUS=Upgrading the database from schema \(from) to \(to)")
            logger.notice("The database is being upgraded", metadata: ["from": "\(from)", "to": "\(to)"])
        case .copied(let copy, let took):
            logger.notice(
                "A copy from before is kept, for snug rollback",
                metadata: ["file": "\(copy)", "took": "\(took.inTenths)"])
        case .ended(let from, let to, let took):
            logger.notice(
                "The database is upgraded",
                metadata: ["from": "\(from)", "to": "\(to)", "took": "\(took.inTenths)"])
        }
    }

    private func serve(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services + [StopNotice()], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Limits.stopWithin
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.warning("Some connections were cut off: they did not end within \(Limits.stopWithin)")
        }
    }
}

/// The word to systemd that the server is stopping, said as soon as it is told to.
private struct StopNotice: Service {
    func run() async throws {
        try await gracefulShutdown()
        Systemd.notify("STOPPING=1\nSTATUS=Stopping: requests and sockets end")
    }
}

extension Duration {
    /// The duration in seconds, to a tenth: `4.8 s`.
    fileprivate var inTenths: String {
        "\(formatted(.units(allowed: [.seconds], width: .narrow, fractionalPart: .show(length: 1))))"
    }
}
