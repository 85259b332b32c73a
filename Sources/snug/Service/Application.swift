import Logging
import ServiceLifecycle
import SnugChat
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
        let store = try SQLiteStore.open(path: outside.database, for: .serving, events: relay)
        do {
            try await serve(try await build(on: store, relay))
        } catch {
            try? store.close()
            throw error
        }
        try store.close()
        logger.info("Stopped")
    }

    private func serve(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Limits.stopWithin
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.warning("Some connections were cut off: they did not end within \(Limits.stopWithin)")
        }
        Systemd.notify("STOPPING=1")
    }
}
