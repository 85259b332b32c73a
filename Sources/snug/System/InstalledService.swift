import Foundation
import Glibc
import SystemPackage

/// The service as `systemd/snug.service` has it.
///
/// Commands of the service's own user work on its database by its settings without any flags.
struct InstalledService: Sendable {
    var stateDirectory = "/var/lib/snug"
    var environmentFile = "/etc/snug/snug.env"

    /// Returns the environment that systemd gives the service, overridden by this process's own.
    ///
    /// Only for the owner of the service's data: other users of the machine, such as one with a checkout, get their own
    /// environment unchanged.
    func environment(over given: [String: String], user: uid_t = geteuid()) -> [String: String] {
        guard given["STATE_DIRECTORY"] == nil, Self.owner(of: stateDirectory) == user else { return given }
        let text = (try? String(contentsOfFile: environmentFile, encoding: .utf8)) ?? ""
        var environment = Self.variables(text)
        environment["STATE_DIRECTORY"] = stateDirectory
        return environment.merging(given) { $1 }
    }

    /// Reads an environment file (systemd.exec(5), EnvironmentFile=) whose values each take one line.
    static func variables(_ text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard let first = line.first, first != "#", first != ";", let equals = line.firstIndex(of: "=") else {
                continue
            }
            var value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            for quote in ["\"", "'"] where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
                value = String(value.dropFirst().dropLast())
                break
            }
            variables[line[..<equals].trimmingCharacters(in: .whitespaces)] = value
        }
        return variables
    }

    private static func owner(of path: String) -> uid_t? {
        try? FilePath(path).stat().userID.rawValue
    }
}
