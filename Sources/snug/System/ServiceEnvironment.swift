import SnugChat

/// The environment of a service, as `systemctl show` tells it: `systemctl edit` puts variables there, and files of them.
struct ServiceEnvironment: Sendable, Hashable {
    var variables: [String: String] = [:]
    /// The environment files, in the order in which they are read.
    var files: [String] = []

    /// That of the installed service, asked once; nil where systemd does not run this machine.
    static let ofUnit: ServiceEnvironment? = ServiceUnit.output(
        of: ["systemctl", "show", "snug", "--property", "Environment,EnvironmentFiles"]
    ).map(ServiceEnvironment.init)

    /// - Parameter shown: lines as `Environment=A=b "C=d e"` and `EnvironmentFiles=/etc/a (ignore_errors=yes)`.
    init(shown: String) {
        for line in shown.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "Environment":
                for word in Self.words(parts[1]) {
                    guard let equals = word.firstIndex(of: "=") else { continue }
                    variables[String(word[..<equals])] = String(word[word.index(after: equals)...])
                }
            case "EnvironmentFiles":
                let path = parts[1].firstRange(of: " (ignore_errors=").map { parts[1][..<$0.lowerBound] } ?? parts[1]
                if !path.isEmpty { files.append(String(path)) }
            default: break
            }
        }
    }

    /// Returns the words of a line in which those with spaces are quoted, and a backslash takes the next character as it
    /// is.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word: String?
        var (isQuoted, isEscaped) = (false, false)
        for character in line {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
                word = word ?? ""
            } else if character == " ", !isQuoted {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap { $0 }
    }
}
