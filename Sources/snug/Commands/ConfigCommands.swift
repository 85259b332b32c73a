import ArgumentParser
import SnugChat
import SnugMail
import SnugStore

/// The `snug config` commands.
struct ConfigCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show and change the settings.",
        discussion: """
            A flag counts before the environment, the environment before files and credentials, those before the \
            database, which these commands change. A running server takes most changes up within a second.
            """,
        subcommands: [Show.self, Set.self, Unset.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the settings as this command finds them.", discussion: "Secrets are never shown.")

        @Flag(help: "Say where each value comes from.") var origin = false
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let sources = try await options.sources()
            let found = try Settings.all.map { setting in
                if let value = try sources.find(setting) {
                    return (setting: setting, text: setting.shown(value.text) as String?, origin: value.origin.noun)
                }
                let derived = try sources.derived(setting)
                return (setting: setting, text: derived, origin: derived == nil ? "unset" : "the default")
            }
            var table = origin ? TextTable("SETTING", "VALUE", "FROM") : TextTable("SETTING", "VALUE")
            for (setting, text, origin) in found {
                let cells = [setting.key, text ?? "-"] + (self.origin ? [origin] : [])
                table.add(cells)
            }
            try form.say(
                found.reduce(into: [:]) { $0[$1.setting.key] = Shown(value: $1.text, origin: $1.origin) },
                or: table)
        }

        private struct Shown: Encodable {
            var value: String?
            var origin: String
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a setting in the database.",
            discussion: "It is checked first. A secret is read from standard input: give - as its value.")

        @Argument(help: "Which: smtp.host, site.url …; snug config show lists them.", completion: ConfigCommands.keys)
        var key: String
        @Argument(help: ArgumentHelp("What it is to be; - reads it from standard input.")) var value: String
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let setting = try ConfigCommands.setting(key)
            if setting.isSecret, value != "-" {
                throw ValidationError(
                    "\(setting.key) is a secret, and others can see what is on the command line. "
                        + "Give - as its value, and it is read from standard input.")
            }
            let text = value == "-" ? readLine() ?? "" : value
            if let complaint = setting.complaint(about: text) {
                throw ValidationError("\(setting.key): \(complaint)")
            }
            // Whoever reads it stands in another folder.
            guard !["FILE", "DIRECTORY"].contains(setting.valueName) || text.hasPrefix("/") else {
                throw ValidationError("\(setting.key): “\(text)” is no absolute path.")
            }
            try await options.work { try await $0.setSetting(setting.key, to: text) }
            let said = "\(setting.key) is \(setting.shown(text)) in the database."
            try InEffect(setting, in: try await options.sources()).say(in: form, after: said)
        }
    }

    struct Unset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget what the database says of a setting.")

        @Argument(help: "Which.", completion: ConfigCommands.keys) var key: String
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let setting = try ConfigCommands.setting(key)
            try await options.work { try await $0.setSetting(setting.key, to: nil) }
            let said = "\(setting.key) is no longer set in the database."
            try InEffect(setting, in: try await options.sources()).say(in: form, after: said)
        }
    }

    private static let keys = CompletionKind.list(
        Settings.all.filter { $0.takesEffect != .notInDatabase }.map(\.key))

    /// Returns the setting of a name, if the database may hold it.
    ///
    /// - Throws: `ValidationError` that names the nearest setting or the variable to set instead.
    private static func setting(_ key: String) throws -> any SettingDeclaration {
        guard let setting = Settings.named(key) else {
            let nearest = Settings.nearestKey(to: key).map { " Did you mean \($0)?" } ?? ""
            throw ValidationError("There is no setting \(key).\(nearest) snug config show lists them.")
        }
        guard setting.takesEffect != .notInDatabase else {
            throw ValidationError("\(setting.key) cannot be kept in the database: set \(setting.environmentName).")
        }
        return setting
    }
}

/// The state of a setting after a change in the database, as JSON and in words.
private struct InEffect: Encodable {
    var key: String
    var value: String?
    var origin: String
    /// True where a running server takes the change up at its next start alone.
    var takes_restart: Bool
    /// True where another source counts before the database.
    var is_overridden: Bool

    init(_ setting: any SettingDeclaration, in sources: SettingSources) throws {
        Self.warn(of: sources)
        let found = try sources.find(setting)
        key = setting.key
        value = found.map { setting.shown($0.text) }
        origin = found?.origin.noun ?? "unset"
        takes_restart = setting.takesEffect == .afterRestart
        switch found?.origin {
        case .database, .defaultValue, nil: is_overridden = false
        default: is_overridden = true
        }
    }

    /// Says on standard error why a server would not start with the settings as they now are.
    private static func warn(of sources: SettingSources) {
        do {
            // Any port serves: none is opened.
            _ = try ServeSettings(sources, port: 1)
        } catch {
            Console.note("A server does not start like this: \(SettingText.reason(error))")
        }
    }

    func say(in form: AnswerForm, after words: String) throws {
        try form.say(
            self, or: words, is_overridden ? "But \(origin) counts before the database." : nil,
            takes_restart ? "A running server takes it up at its next start." : nil)
    }
}

extension SettingSources {
    /// Returns the text in effect for a setting that no source has, where it follows from others; else nil.
    fileprivate func derived(_ setting: any SettingDeclaration) throws -> String? {
        switch setting.name {
        case Settings.database.name: try database.description
        case Settings.backupDirectory.name: try backupFolder.path
        case Settings.siteURL.name:
            try standardOrigin(port: try require(Settings.listen).port)
        case Settings.smtpPort.name: "\(try require(Settings.smtpTLS).standardPort)"
        default: nil
        }
    }
}

extension SettingSources.Source {
    /// The source as `snug config show --origin` names it.
    fileprivate var noun: String {
        switch self {
        case .flag: "a flag"
        case .environment(let name): name
        case .file(let path): "the file \(path)"
        case .credential: "a systemd credential"
        case .database: "the database"
        case .defaultValue: "the default"
        }
    }
}
