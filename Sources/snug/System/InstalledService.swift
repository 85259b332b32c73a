import Foundation
import Glibc
import SnugChat
import SystemPackage

/// The service as `systemd/snug.service` has it.
///
/// Commands of root and of the service's own user work on its database by its settings without any flags.
struct InstalledService: Sendable {
    var stateDirectory = "/var/lib/snug"
    var environmentFile = "/etc/snug/snug.env"
    var passwordFile = "/etc/snug/smtp-password"

    /// Returns the environment that systemd gives the service, overridden by this process's own.
    ///
    /// Only for root and the owner of the service's data, and for the service's own database: other users of the
    /// machine, such as one with a checkout, and work on other databases get their own environment unchanged.
    /// - Parameter database: the path or address that was named; nil for none.
    func environment(
        over given: [String: String], for database: String? = nil, user: uid_t = geteuid()
    ) -> [String: String] {
        guard given["STATE_DIRECTORY"] == nil, let owner = Self.owner(of: stateDirectory), [owner, 0].contains(user)
        else { return given }
        var environment = settings
        environment["STATE_DIRECTORY"] = stateDirectory
        let named = database ?? given[Settings.database.environmentName] ?? ""
        let own = Self.database(in: environment)
        guard named.isEmpty || Self.isSame(named, own.isEmpty ? self.database : own) else { return given }
        let password = Settings.smtpPassword.environmentName
        if user == 0, environment[password] ?? "" == "", environment["\(password)_FILE"] ?? "" == "",
            FileManager.default.contents(atPath: passwordFile)?.isEmpty == false, ServiceUnit.takesPassword
        {
            // The credential, which systemd reads for the service.
            environment["\(password)_FILE"] = passwordFile
        }
        return environment.merging(given) { $1 }
    }

    /// The service whose database this is, by its path or address; nil for any other, and where none is installed.
    static func serving(_ path: String) -> InstalledService? {
        let service = InstalledService()
        guard owner(of: service.stateDirectory) != nil else { return nil }
        let own = database(in: service.settings)
        return isSame(path, own.isEmpty ? service.database : own) ? service : nil
    }

    /// The service of a database, where systemd runs this machine: else nobody can be told to type its commands.
    static func managed(_ path: String) -> InstalledService? { Systemd.isHere ? serving(path) : nil }

    /// The variables of the environment file; nil where it is not there or this user may not read it.
    var variables: [String: String]? { file?.variables }

    /// The environment file; nil where it is not there or this user may not read it.
    var file: EnvironmentFile? { FileManager.default.contents(atPath: environmentFile).map { EnvironmentFile($0) } }

    /// The variables that the service is started with: those of the unit and its drop-ins, and those of its files, which
    /// count before them.
    private var settings: [String: String] {
        let own = ProcessInfo.processInfo.environment
        // The service itself has been given them.
        guard own["STATE_DIRECTORY"] != stateDirectory else { return own }
        let unit = stateDirectory == InstalledService().stateDirectory ? ServiceEnvironment.ofUnit : nil
        let files = (unit?.files ?? []).isEmpty ? [environmentFile] : unit?.files ?? []
        return files.reduce(into: unit?.variables ?? [:]) { variables, path in
            let file = FileManager.default.contents(atPath: path).map { EnvironmentFile($0) }
            variables.merge(file?.variables ?? [:]) { $1 }
        }
    }

    /// The moment at which the environment file was last changed.
    var settingsChangedAt: Timestamp? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: environmentFile)
        return (attributes?[.modificationDate] as? Date).map { Timestamp(seconds: Int64($0.timeIntervalSince1970)) }
    }

    private var database: String { "\(stateDirectory)/snug.db" }

    /// The service's database, where this user may not even see whether it is there; else nil.
    var unreachableDatabase: String? {
        guard Self.owner(of: stateDirectory) != nil else { return nil }
        return unsafe access(stateDirectory, X_OK) == 0 ? nil : database
    }

    /// True where the service is here and runs as another user than this process.
    var isOfAnotherUser: Bool { Self.owner(of: stateDirectory).map { $0 != geteuid() } ?? false }

    private static func isSame(_ path: String, _ other: String) -> Bool {
        func plain(_ text: String) -> String {
            let location = DatabaseLocation(text)
            return location?.file.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
                ?? location?.description ?? text
        }
        return plain(path) == plain(other)
    }

    /// Returns the database that variables name, by a file where it has a password; empty where they name none.
    private static func database(in variables: [String: String]) -> String {
        let name = Settings.database.environmentName
        if let text = variables[name], !text.isEmpty { return text }
        guard let path = variables["\(name)_FILE"], !path.isEmpty else { return "" }
        return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func owner(of path: String) -> uid_t? {
        try? FilePath(path).stat().userID.rawValue
    }
}
