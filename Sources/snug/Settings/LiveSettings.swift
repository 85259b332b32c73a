import Logging
import SnugChat

/// The settings in effect, which change while the server runs.
actor LiveSettings {
    let flags: [String: String]
    /// The port that was picked at the start.
    let port: Int
    let store: any Store
    private let logger: Logger
    private let apply: @Sendable (ServeSettings) async -> Void
    /// The texts in effect, by name.
    private(set) var held: [String: String]
    private var waiting: Set<String> = []
    /// True if one of those who wait for the next reading asked for its result in the log.
    private var isAsked = false
    /// One at a time: an older reading must not be applied after a newer one.
    private lazy var readings = CoalescedRuns { [weak self] in await self?.read() }

    /// - Parameters:
    ///   - sources: the sources that the server started with.
    ///   - apply: the action that puts changed settings into effect while the server runs.
    init(
        flags: [String: String], sources: SettingSources, port: Int, store: any Store, logger: Logger,
        apply: @escaping @Sendable (ServeSettings) async -> Void
    ) throws {
        self.flags = flags
        self.port = port
        self.store = store
        self.logger = logger
        self.apply = apply
        held = try sources.texts
    }

    /// Reads every source again: the database, and the files that others name.
    ///
    /// If one of them cannot be read, all settings stay as they were. Returns once what stood there when it was called is
    /// in effect.
    ///
    /// - Parameter isAsked: true for SIGHUP, whose result the log states even if no setting has changed.
    func reload(isAsked: Bool) async {
        self.isAsked = self.isAsked || isAsked
        await readings()
    }

    private func read() async {
        let isAsked = isAsked
        self.isAsked = false
        do {
            let sources = try await SettingSources(flags: flags).over(try await store.settings())
            let settings = try ServeSettings(sources, port: port)
            try await change(to: sources, settings, isAsked: isAsked)
        } catch {
            logger.error("The settings cannot be read again; those from before hold", metadata: ["error": "\(error)"])
        }
    }

    private func change(to sources: SettingSources, _ settings: ServeSettings, isAsked: Bool) async throws {
        let texts = try sources.texts
        let changed = Settings.all.filter { texts[$0.name] != held[$0.name] }
        let now = changed.filter { $0.takesEffect == .atOnce }
        if !now.isEmpty { await apply(settings) }
        for setting in now {
            held[setting.name] = texts[setting.name]
            let shown = texts[setting.name].map(setting.shown) ?? "(none)"
            // A relay's user name is often somebody's address.
            let value = shown.contains("@") ? "(address)" : shown
            logger.notice("Setting changed", metadata: ["setting": "\(setting.key)", "value": "\(value)"])
        }
        let later = Set(changed.filter { $0.takesEffect != .atOnce }.map(\.key))
        if isAsked || later != waiting {
            for key in later.sorted() {
                logger.warning("Setting waits for a restart", metadata: ["setting": "\(key)"])
            }
        }
        waiting = later
        if isAsked, changed.isEmpty { logger.notice("Settings read again; none has changed") }
    }
}

extension SettingSources {
    /// The texts that count, by the settings' names.
    var texts: [String: String] {
        get throws {
            try Settings.all.reduce(into: [:]) { $0[$1.name] = try find($1)?.text }
        }
    }
}
