/// Facts about this installation that are needed before, or without, its use cases.
extension Store {
    /// Returns the secrets of this installation, 32 random bytes each, made at its first start.
    public func installationSecrets(
        random: any Randomness
    ) async throws -> (installation: [UInt8], tokens: [UInt8]) {
        let known = try await read { (try $0.secret(.installation), try $0.secret(.tokens)) }
        if let installation = known.0, let tokens = known.1 { return (installation, tokens) }
        return try await write { store in
            func secret(_ name: SecretName) throws -> [UInt8] {
                let secret = random.bytes(InstallationKeys.secretBytes)
                return try store.addSecret(name, secret) ? secret : try store.secret(name) ?? secret
            }
            return (try secret(.installation), try secret(.tokens))
        }
    }

    /// Returns the random name of this installation's log, made at its first start.
    ///
    /// A backup that is served has another one, whether it was restored or put in place by hand, and gives no number
    /// again that the lost rows may have had: what clients know of the log by its seqs holds for this one alone.
    public func installationEpoch(random: any Randomness) async throws -> String {
        if let epoch = try await read({ try $0.setting(LogEpoch.settingName) }) { return epoch }
        return try await write { store in
            let epoch = LogEpoch.name(from: random)
            guard try store.changeSetting(LogEpoch.settingName, from: nil, to: epoch) else {
                return try store.setting(LogEpoch.settingName) ?? epoch
            }
            if let former = try store.setting(LogEpoch.copiedFromSettingName),
                try store.changeSetting(LogEpoch.copiedFromSettingName, from: former, to: nil)
            {
                try store.skipNumbers()
            }
            return epoch
        }
    }

    /// Returns the settings that the database holds: texts by name.
    public func settings() async throws -> [String: String] { try await read { try $0.settings() } }

    /// Notes where everything was moved to, so that no server goes on here by mistake.
    /// - Parameter place: the address or path; nil to serve this one again.
    public func noteMoved(to place: String?) async throws {
        try await write { try $0.setSetting(SettingName.movedTo, to: place) }
    }

    /// Returns the address under which the server on this store runs or last ran.
    public func notedSite() async throws -> String? { try await read { try $0.setting(SettingName.site) } }

    /// Returns the version of the server that runs or last ran on this store; nil where it noted none.
    public func notedVersion() async throws -> String? { try await read { try $0.setting(SettingName.version) } }

    /// Returns the outcome of the backups so far.
    public func backupRecord() async throws -> BackupRecord {
        try await read { store in
            func time(_ name: String) throws -> Timestamp? {
                try store.setting(name).flatMap(Int64.init).map(Timestamp.init(rawValue:))
            }
            return BackupRecord(
                lastGood: try time(SettingName.backup), lastTry: try time(SettingName.backupTry),
                failure: try store.setting(SettingName.backupFailure), node: try store.setting(SettingName.backupNode))
        }
    }
}

/// The random name of a log of rooms and messages.
public enum LogEpoch {
    /// The name of the setting that holds it.
    public static let settingName = "log.epoch"
    /// The name of the setting that holds, in a copy, the name of the log that it was made of: a copy has none of its own.
    public static let copiedFromSettingName = "log.copied-from"

    /// Makes a new name, in base64url.
    public static func name(from random: any Randomness) -> String { random.bytes(Limits.epochBytes).base64URL }
}

/// The names under which the settings table keeps what the server notes of itself; moments in microseconds since 1970.
public enum SettingName {
    public static let site = "last.site-url"
    /// The name of the setting that holds, in a database that was moved, the place to which it was.
    public static let movedTo = "moved.to"
    static let siteNames = "last.site-names"
    static let version = "last.version"
    static let backup = "last.backup"
    static let backupTry = "last.backup.try"
    static let backupNode = "last.backup.node"
    static let backupFailure = "last.backup.failure"
    static let readiness = "last.readiness"
    /// The newest message at the moment since which there are mails about what was missed; none while there are none.
    static let missedMailsSince = "last.missed-mails.since"
    static let indexMerge = "last.search.merge"
    /// The last message in a file's index of words, and the version of its entries.
    public static let lastIndexed = "last.message.indexed"
    /// A sign that words were removed which are still in that index's pages.
    public static let indexRemoval = "last.search.removal"
}
