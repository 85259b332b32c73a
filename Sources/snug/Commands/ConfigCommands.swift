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
        @Flag(help: "As one JSON object.") var json = false
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
            guard !json else {
                let object = found.reduce(into: [:]) { $0[$1.setting.key] = Shown(value: $1.text, origin: $1.origin) }
                return try Console.say(json: object)
            }
            var table = origin ? TextTable("SETTING", "VALUE", "FROM") : TextTable("SETTING", "VALUE")
            for (setting, text, origin) in found {
                let cells = [setting.key, text ?? "-"] + (self.origin ? [origin] : [])
                table.add(cells)
            }
            Console.say(table)
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
            try await options.work { console in
                try await console.setSetting(setting.key, to: text)
                Console.say("\(setting.key) is \(setting.shown(text)) in the database.")
            }
            try await ConfigCommands.tellWhatHolds(setting, in: try await options.sources())
        }
    }

    struct Unset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget what the database says of a setting.")

        @Argument(help: "Which.", completion: ConfigCommands.keys) var key: String
        @OptionGroup var options: FileOptions

        func run() async throws {
            let setting = try ConfigCommands.setting(key)
            try await options.work { console in
                try await console.setSetting(setting.key, to: nil)
                Console.say("\(setting.key) is not in the database.")
            }
            try await ConfigCommands.tellWhatHolds(setting, in: try await options.sources())
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

    /// Says on standard error why a server would not start with the settings as they now are.
    private static func warn(of sources: SettingSources) {
        do {
            // Any port serves: none is opened.
            _ = try ServeSettings(sources, port: 1)
        } catch {
            Console.note("A server does not start like this: \(SettingText.reason(error))")
        }
    }

    private static func tellWhatHolds(_ setting: any SettingDeclaration, in sources: SettingSources) async throws {
        warn(of: sources)
        switch try sources.find(setting)?.origin {
        case .database, .defaultValue, nil: break
        case .some(let origin): Console.say("But \(origin.noun) counts before the database.")
        }
        if setting.takesEffect == .afterRestart { Console.say("A running server takes it up at its next start.") }
    }
}

extension SettingSources {
    /// Returns the text in effect for a setting that no source has, where it follows from others; else nil.
    fileprivate func derived(_ setting: any SettingDeclaration) throws -> String? {
        switch setting.name {
        case Settings.database.name: try databasePath
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
