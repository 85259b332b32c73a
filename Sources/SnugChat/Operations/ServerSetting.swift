/// One of the server's settings, as its administrators see it.
public struct ServerSetting: Sendable, Hashable {
    /// As `snug config` calls it: `smtp.host`.
    public var key: String
    /// What counts; nil where nothing does, and for a secret.
    public var value: String?
    /// What counts where no source says anything.
    public var defaultValue: String?
    public var origin: Origin
    /// The variable or the file that it comes from.
    public var place: String?
    /// The shape of its value: `ADDRESS:PORT`, `closed|open`.
    public var valueName: String
    /// What it does and why one would change it.
    public var help: String
    public var isSecret: Bool
    /// Whether it can be changed from here: nothing counts before the database, and a wrong value could be mended.
    public var isWritable: Bool
    /// Whether a change holds only from the server's next start on.
    public var takesRestart: Bool
    /// Whether such a change has been made, and the server still does as before.
    public var isWaiting: Bool

    public enum Origin: String, Sendable, Hashable {
        case flag, environment, file, credential, database
        case defaultValue = "default"
        case unset
    }

    public init(
        key: String,
        value: String?,
        defaultValue: String?,
        origin: Origin,
        place: String?,
        valueName: String,
        help: String,
        isSecret: Bool,
        isWritable: Bool,
        takesRestart: Bool,
        isWaiting: Bool
    ) {
        self.key = key
        self.value = value
        self.defaultValue = defaultValue
        self.origin = origin
        self.place = place
        self.valueName = valueName
        self.help = help
        self.isSecret = isSecret
        self.isWritable = isWritable
        self.takesRestart = takesRestart
        self.isWaiting = isWaiting
    }
}

/// Port: the server's settings, from all their sources.
public protocol SettingsKeeper: Sendable {
    /// Returns the settings in the order of `snug config show`.
    func settings() async throws -> [ServerSetting]
    /// Checks that these texts can be kept, by their keys, and that a server could start with all of them.
    /// - Throws: ``Refusal/invalid(_:)`` with the keys as fields.
    func check(_ changes: [String: String?]) async throws
    /// Reads every source again and puts into effect the settings that need no restart.
    func reload() async
}
