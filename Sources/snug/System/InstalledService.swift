import Foundation
import Glibc
import SystemPackage

/// The service as `systemd/snug.service` has it: its own user's commands work on its database by its settings, without
/// being told where they are.
struct InstalledService: Sendable {
    var stateDirectory = "/var/lib/snug"
    var environmentFile = "/etc/snug/snug.env"

    /// What systemd would give the service, under what this process was given itself.
    ///
    /// For whoever owns the service's data alone: a checkout on the same box has its own.
    func environment(over given: [String: String], user: uid_t = geteuid()) -> [String: String] {
        guard given["STATE_DIRECTORY"] == nil, Self.owner(of: stateDirectory) == user else { return given }
        let text = (try? String(contentsOfFile: environmentFile, encoding: .utf8)) ?? ""
        var environment = Self.variables(text)
        environment["STATE_DIRECTORY"] = stateDirectory
        return environment.merging(given) { $1 }
    }

    /// The lines of an environment file (systemd.exec(5), EnvironmentFile=), each value on its line.
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
