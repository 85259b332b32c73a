import ArgumentParser
import Foundation
import SnugChat
import SnugPostgres

/// The readings of arguments, each of which says what would be right.
///
/// Their errors are read behind “The value 'x' is invalid for '--days <DAYS>': ”.
enum ArgumentText {
    @Sendable static func address(_ text: String) throws -> EmailAddress {
        try read(text, as: "an e-mail address such as ada@example.org") { EmailAddress($0) }
    }

    @Sendable static func role(_ text: String) throws -> Role {
        try read(text, as: "owner, admin or member") { Role(rawValue: $0) }
    }

    @Sendable static func check(_ text: String) throws -> Finding.Check {
        let names = Finding.Check.allCases.map(\.rawValue)
        return try read(text, as: "one of \(names.joined(separator: ", "))", near: names) {
            Finding.Check(rawValue: $0)
        }
    }

    @Sendable static func finding(_ text: String) throws -> Finding.Trouble {
        try read(
            text, as: "the name of a finding; snug check --json has them as id",
            near: Finding.Trouble.allCases.map(\.rawValue)
        ) { Finding.Trouble(rawValue: $0) }
    }

    @Sendable static func zone(_ text: String) throws -> TimeZone {
        try read(text, as: "a time zone such as Europe/Berlin", near: TimeZone.knownTimeZoneIdentifiers) {
            TimeZone(identifier: $0)
        }
    }

    /// Returns the reading of a number in a range.
    static func number<Number: FixedWidthInteger & Sendable>(
        _ range: ClosedRange<Number>
    ) -> @Sendable (String) throws -> Number {
        { text in
            let isOpen = range.upperBound == .max
            let words =
                isOpen
                ? "a number from \(range.lowerBound) on" : "a number from \(range.lowerBound) to \(range.upperBound)"
            return try read(text, as: words) { Number($0).flatMap { range.contains($0) ? $0 : nil } }
        }
    }

    /// Returns the path that is meant: as every other path, one that no shell has read may begin with `~`.
    @Sendable static func path(_ text: String) throws -> String {
        text.hasPrefix("~") ? URL(fileURLWithPath: text).path : text
    }

    /// Returns the database that is meant, a file by its absolute path; a file with an address in it, as
    /// `SNUG_DATABASE_FILE` names one, stands for that one, password and all.
    @Sendable static func database(_ text: String) throws -> DatabaseLocation {
        if let kept = DatabaseLocation(keptIn: text) {
            try kept.checkIsReadable()
            return kept
        }
        let location = try read(text, as: "a file or an address such as postgresql://snug@db.example.org/snug") {
            DatabaseLocation($0)
        }
        try location.checkIsReadable()
        guard !location.hasPassword else {
            throw ValidationError("every user of this machine sees a password on the command line")
        }
        return location.file.map { DatabaseLocation.file(URL(fileURLWithPath: $0).path) } ?? location
    }

    /// Returns words on a command line, in which each address that may hold a password is as it may be shown.
    static func withoutSecrets(_ words: String, of arguments: [String]) -> String {
        let values = arguments.map { $0.hasPrefix("--") ? String($0.drop { $0 != "=" }.dropFirst()) : $0 }
        return values.filter { $0.contains("://") && $0.contains("@") || PostgresAddress($0) != nil }
            .reduce(words) { $0.replacing($1, with: DatabaseLocation.shown($1)) }
    }

    /// Checks that this process's arguments are UTF-8: others would name another file than the one that is meant.
    /// - Throws: `ValidationError`
    static func checkReadable() throws {
        for (place, argument) in CommandLine.arguments.enumerated() where argument.contains("\u{FFFD}") {
            // The array is as long as the one that it was made of.
            let bytes = unsafe CommandLine.unsafeArgv[place]
            guard let bytes = unsafe bytes, unsafe String(validatingCString: bytes) == nil else { continue }
            throw ValidationError("“\(argument)” is not UTF-8. Rename the file first; nothing was done.")
        }
    }

    private static func read<Value>(
        _ text: String, as words: String, near names: [String] = [], _ parse: (String) -> Value?
    ) throws -> Value {
        if let value = parse(text) { return value }
        let hint = NearestName.of(text, among: names).map { ". Did you mean \($0)?" } ?? ""
        throw ValidationError("it is not \(words)\(hint)")
    }
}
