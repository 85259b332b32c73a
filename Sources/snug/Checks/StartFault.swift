import Foundation

/// The reason why a server does not start, as its own message says it.
struct StartFault: Sendable, Hashable {
    /// The message, a line.
    let text: String

    enum Reason: Sendable, Hashable {
        /// The value of an environment variable.
        case variable(String)
        /// The value that the database has of a setting.
        case stored(key: String)
        /// A file that the server's user may not read.
        case unreadable(path: String)
        /// A database that is another user's.
        case notOwned(path: String)
        /// A file on a disk that is read-only, or that the service's sandbox lets it only read.
        case shutOff(path: String)
        case portTaken
        /// A port below 1024, and no right to it.
        case portDenied
        case other
    }

    init(_ text: String) { self.text = text }

    /// Finds the message in what a service wrote to the journal in one run, a line each; nil where there is none.
    ///
    /// After it comes how the command is used, which helps nobody here.
    init?(journal: String) {
        let lines = journal.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("Usage: ") && !$0.hasPrefix("See 'snug ") }
        // What was said before it was in service did not keep it from starting; after it, only complaints count.
        let begin = lines.lastIndex { $0.hasPrefix("Listening on ") }
        let complaint = lines[(begin.map { $0 + 1 } ?? 0)...].last { line in Self.marks.contains { line.hasPrefix($0) }
        }
        guard let line = complaint ?? (begin == nil ? lines.last : nil) else { return nil }
        text = Self.marks.reduce(line) { $0.hasPrefix($1) ? String($0.dropFirst($1.count)) : $0 }
    }

    var reason: Reason {
        if let variable = text.firstMatch(of: /\(from (SNUG_[A-Z_]+)\)/)?.1 { return .variable(String(variable)) }
        if let key = text.firstMatch(of: /snug config unset ([a-z.]+)/)?.1 { return .stored(key: String(key)) }
        if let path = text.firstMatch(of: /(\/.+) cannot be read\./)?.1 { return .unreadable(path: String(path)) }
        if text.contains(Self.privilege) { return .portDenied }
        if let path = text.firstMatch(of: /(\/.+) belongs to \S+, and \S+ may not use it/)?.1 {
            return .notOwned(path: String(path))
        }
        if let path = text.firstMatch(of: /(\/.+) cannot be used: Read-only file system/)?.1 {
            return .shutOff(path: String(path))
        }
        if let path = text.firstMatch(of: /(\/.+) cannot be used: Permission denied/)?.1 {
            return .notOwned(path: String(path))
        }
        return text.contains(" cannot be listened on: ") ? .portTaken : .other
    }

    /// The words on a port that takes a privilege.
    static let privilege = "A port below 1024 takes a privilege"

    private static let marks = ["Error: ", "snug: ", "Fatal error: "]
}
