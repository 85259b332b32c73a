/// A setting of the server, as its administrators see it.
public struct ServerSetting: Sendable, Hashable {
    /// The name that `snug config` uses: `smtp.host`.
    public var key: String
    /// The text in effect; nil where there is none, and for a secret.
    public var value: String?
    /// The text in effect where no source has one.
    public var defaultValue: String?
    public var origin: Origin
    /// The variable or the file that the value comes from.
    public var place: String?
    /// The shape of its value: `ADDRESS:PORT`, `closed|open`.
    public var valueName: String
    /// The effect, and the reason to change it.
    public var help: String
    public var isSecret: Bool
    /// True if it can be changed from here: no source overrides the database, and a wrong value could be corrected.
    public var isWritable: Bool
    /// True if a change takes effect only at the server's next start.
    public var takesRestart: Bool
    /// True if such a change has been made and has not taken effect yet.
    public var isWaiting: Bool

    /// A source of settings, those that override others first.
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

/// The port to the server's settings, from all their sources.
public protocol SettingsKeeper: Sendable {
    /// Returns the settings in the order of `snug config show`.
    func settings() async throws -> [ServerSetting]
    /// Checks that these texts can be kept, by their keys, and that a server could start with all of them.
    /// - Throws: ``Refusal/invalid(_:)`` with the keys as fields.
    func check(_ changes: [String: String?]) async throws
    /// Reads every source again and puts into effect the settings that need no restart.
    func reload() async
}
