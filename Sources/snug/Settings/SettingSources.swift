import ArgumentParser
import Configuration
import Foundation
import Glibc
import SnugStore
import SystemPackage

/// The sources of settings.
///
/// In order of precedence: flag, environment, `SNUG_…_FILE`, systemd credential, database, default.
struct SettingSources: Sendable {
    /// The source of a value.
    enum Source: Sendable, Hashable {
        case flag
        case environment(String)
        case file(String)
        case credential
        case database
        case defaultValue
    }

    private var flags: [String: String]
    let environment: [String: String]
    private let variables: any ConfigProvider
    private let credentials: (any ConfigProvider)?
    /// The texts of the files that variables name, by path; nil for one that cannot be read.
    ///
    /// Read at once: root may do so, and acts as somebody else later.
    private let files: [String: String?]
    /// The database's texts, by key.
    private var stored: [String: String] = [:]

    /// This process's environment, over the installed service's for the service's database.
    static func environment(for flags: [String: String]) -> [String: String] {
        InstalledService().environment(
            over: ProcessInfo.processInfo.environment, for: flags[Settings.database.name])
    }

    /// - Parameters:
    ///   - environment: nil for ``environment(for:)``.
    ///   - earlier: sources that have read files already, as root may have: they are not read again.
    init(
        flags: [String: String], environment: [String: String]? = nil, after earlier: SettingSources? = nil
    ) async throws {
        let environment = environment ?? Self.environment(for: flags)
        self.flags = flags
        self.environment = environment
        files = Settings.all.reduce(into: [:]) { files, setting in
            guard let path = environment[setting.environmentName + "_FILE"], !path.isEmpty else { return }
            files[path] = earlier?.files[path] ?? .some(try? String(contentsOfFile: path, encoding: .utf8))
        }
        variables = EnvironmentVariablesProvider(environmentVariables: environment)
        // A command of the service's user knows of the folder and may not look into it.
        credentials =
            if let folder = environment["CREDENTIALS_DIRECTORY"], !ActingUser.isDenied(folder) {
                try await DirectoryFilesProvider(directoryPath: FilePath(folder), allowMissing: true)
            } else {
                nil
            }
    }

    /// Returns the sources of a running server, or those of one that would start by these.
    ///
    /// What a process says of itself is its user's word: of the files that it names, root has read those alone that the
    /// service's own settings name too. To be called once this process acts as that user.
    /// - Parameter flags: the flags that count before the server's.
    func running(_ server: RunningServer?, flags: [String: String]) async throws -> SettingSources {
        guard let server, let launch = server.settings else {
            return try await SettingSources(flags: flags, environment: environment, after: self)
        }
        var environment = launch.environment
        let file = Settings.smtpPassword.environmentName + "_FILE"
        if environment["CREDENTIALS_DIRECTORY"] != nil, environment[file] ?? "" == "" {
            // systemd shows the credential to the service alone; root has read the file that it is made of.
            environment[file] = self.environment[file]
        }
        if geteuid() == 0, server.user != 0 {
            environment["CREDENTIALS_DIRECTORY"] = nil
            environment = environment.filter { name, value in
                !name.hasSuffix("_FILE") || self.environment[name] == value
            }
        }
        return try await SettingSources(
            flags: launch.flags.merging(flags) { $1 }, environment: environment, after: self)
    }

    /// Returns these sources with a setting as a flag would have it.
    func setting(_ setting: any SettingDeclaration, to text: String) -> SettingSources {
        var sources = self
        sources.flags[setting.name] = text
        return sources
    }

    /// Returns these sources with the database's texts among them.
    func over(_ stored: [String: String]) -> SettingSources {
        var sources = self
        sources.stored = stored
        return sources
    }

    /// Returns the text that counts for a setting, and its source; nil where no source has one.
    ///
    /// An empty text counts as none, so that a line left blank in an environment file means the default.
    func find(_ setting: any SettingDeclaration) throws -> (text: String, origin: Source)? {
        if let flag = flags[setting.name] { return (flag, .flag) }
        let words = ["snug"] + setting.name.split(separator: "-").map(String.init)
        if let text = try variables.text(words) { return (text, .environment(setting.environmentName)) }
        if let path = environment[setting.environmentName + "_FILE"], !path.isEmpty {
            guard let text = files[path] ?? nil else {
                throw ValidationError("\(setting.environmentName)_FILE: \(path) cannot be read.")
            }
            return (text.trimmingCharacters(in: .whitespacesAndNewlines), .file(path))
        }
        if let text = try credentials?.text([setting.name]) { return (text, .credential) }
        if let text = stored[setting.key], setting.takesEffect != .notInDatabase { return (text, .database) }
        return try standard(setting).map { ($0, .defaultValue) }
    }

    /// Returns the default of a setting: with ``Settings/tlsACME`` the site is for everyone, on the usual ports.
    private func standard(_ setting: any SettingDeclaration) throws -> String? {
        switch setting.name {
        case Settings.listen.name where try find(Settings.tlsACME) != nil: Endpoint.everywhere(port: 443).text
        case Settings.httpListen.name where try find(Settings.tlsACME) != nil: Endpoint.everywhere(port: 80).text
        default: setting.defaultValue
        }
    }

    /// Returns the value that counts for a setting; nil where no source has one.
    ///
    /// - Throws: `ValidationError` that names the setting, its text and the shape that it takes.
    func value<Value>(_ setting: Setting<Value>) throws -> Value? {
        guard let (text, origin) = try find(setting) else { return nil }
        guard let value = setting.parse(text) else {
            let shown = setting.isSecret ? "its value" : "“\(setting.shown(text))”"
            let place = origin.words.map { " (from \($0))" } ?? ""
            let mend = origin == .database ? " Mend it with: snug config unset \(setting.key)" : ""
            throw ValidationError("--\(setting.name): \(shown)\(place) is not \(setting.expectation).\(mend)")
        }
        return value
    }

    func require<Value>(_ setting: Setting<Value>) throws -> Value {
        guard let value = try value(setting) else {
            throw ValidationError("--\(setting.name) is missing.")
        }
        return value
    }

    /// Returns the site's origin where none is set: that of the certificate's first name, else this machine's own.
    func standardOrigin(port: Int) throws -> String {
        let names = try value(Settings.tlsACME) ?? []
        let isSecure = try !names.isEmpty || value(Settings.tlsCertificate) != nil
        return SettingText.origin(of: names.first ?? "localhost", port: port, isSecure: isSecure)
    }

    var backupFolder: BackupFolder {
        get throws {
            let beside = URL(fileURLWithPath: try dataFolder, isDirectory: true)
            let path = try value(Settings.backupDirectory) ?? "backups"
            // Each process is somewhere else: but for a flag, a relative path begins at the database.
            let isHere = try find(Settings.backupDirectory)?.origin == .flag
            return BackupFolder(path: URL(fileURLWithPath: path, relativeTo: isHere ? nil : beside).path)
        }
    }

    /// The place of the database, by default a file.
    /// - Throws: `ValidationError`; also for a password where every user of this machine sees it.
    var database: DatabaseLocation {
        get throws {
            try checkOneDatabase()
            let location = try value(Settings.database) ?? .file("\(stateFolder)/snug.db")
            try location.checkIsReadable()
            guard !location.hasPassword || flags[Settings.database.name] == nil else {
                throw ValidationError(
                    "--database: every user of this machine sees a password on the command line. Give the address in"
                        + " the environment as \(Settings.database.environmentName), in a file that"
                        + " \(Settings.database.environmentName)_FILE names, or the password alone in a file that"
                        + " PGPASSFILE names.")
            }
            return location.reading(passwordFile: environment["PGPASSFILE"])
        }
    }

    /// Checks that a variable and a file do not name two databases, and that the file names one.
    private func checkOneDatabase() throws {
        let name = Settings.database.environmentName
        guard flags[Settings.database.name] == nil, let path = environment["\(name)_FILE"], !path.isEmpty,
            let text = files[path]??.trimmingCharacters(in: .whitespacesAndNewlines)
        else { return }
        guard !text.isEmpty else { throw ValidationError("\(name)_FILE: \(path) is empty.") }
        guard let variable = environment[name], !variable.isEmpty, variable != text else { return }
        throw ValidationError(
            "\(name) and \(name)_FILE name two databases. Remove the one that is not meant, such as by"
                + " sudo sed -i '/^\(name)=/d' /etc/snug/snug.env")
    }

    /// The folder of what the server keeps on this machine: that of the database's file, where there is one.
    var dataFolder: String { get throws { try database.file?.folderOfPath ?? stateFolder } }

    private var stateFolder: String {
        environment["STATE_DIRECTORY"].map { String($0.prefix { $0 != ":" }) } ?? "data"
    }
}

extension SettingSources.Source {
    /// The source as error messages name it; nil for a flag, which the command line shows.
    var words: String? {
        switch self {
        case .flag: nil
        case .environment(let name): name
        case .file(let path): path
        case .credential: "the systemd credential"
        case .database: "the database"
        case .defaultValue: "its default"
        }
    }
}

extension ConfigProvider {
    fileprivate func text(_ words: [String]) throws -> String? {
        guard case .string(let text)? = try value(forKey: AbsoluteConfigKey(words), type: .string).value?.content,
            !text.isEmpty
        else { return nil }
        return text
    }
}
