import ArgumentParser
import SnugChat

/// One setting with the type of its value, declared once for every source: flag, environment, credential, database.
struct Setting<Value: Sendable>: SettingDeclaration {
    var name: String
    var defaultValue: String?
    var valueName: String
    var help: String
    var expected: String?
    var isSecret = false
    var isHostOnly = false
    var takesEffect = Effect.atOnce
    /// Returns a text as it may be shown, where only a part of it is secret.
    var redact: @Sendable (String) -> String = { $0 }
    /// Returns the value in a text; nil where the text is not of its ``valueName``.
    var parse: @Sendable (String) -> Value?

    func accepts(_ text: String) -> Bool { parse(text) != nil }
    func redacted(_ text: String) -> String { redact(text) }
}

/// The properties of a setting that do not depend on the type of its value.
protocol SettingDeclaration: Sendable {
    /// The name as a flag: `smtp-host`.
    ///
    /// In the environment it is `SNUG_SMTP_HOST`, for `snug config` it is `smtp.host`.
    var name: String { get }
    /// The text that counts where no source has one.
    var defaultValue: String? { get }
    /// The shape of its value, for help: `ADDRESS:PORT`.
    var valueName: String { get }
    /// The explanation for help and the settings page.
    var help: String { get }
    /// The values that it takes, in words that follow “is not”; nil where its ``valueName`` says it.
    var expected: String? { get }
    /// True for a value that is never shown and never a flag, which `ps` would show to every user.
    var isSecret: Bool { get }
    /// True for a setting about the machine itself, its files and ports.
    ///
    /// A browser never changes these; a person with a shell does, who can also mend a mistake.
    var isHostOnly: Bool { get }
    var takesEffect: Effect { get }

    func accepts(_ text: String) -> Bool
    /// Returns a text as it may be shown, where only a part of it is secret.
    func redacted(_ text: String) -> String
}

/// The moment at which a changed setting takes effect in a running server.
enum Effect: Sendable, Hashable {
    case atOnce
    case afterRestart
    /// Not kept in the database, which it locates.
    case notInDatabase
}

extension SettingDeclaration {
    var environmentName: String { "SNUG_" + name.uppercased().replacing("-", with: "_") }
    /// The name in the database and for `snug config`.
    var key: String { name.replacing("-", with: ".") }
    var argumentHelp: ArgumentHelp {
        ArgumentHelp("\(help)\(defaultValue.map { " (default: \($0))" } ?? "")", valueName: valueName)
    }

    /// The values that a shell offers: those of a short list, or the names of files.
    var completion: CompletionKind {
        switch valueName {
        case "FILE": .file()
        case "DIRECTORY": .directory
        case let list where list.contains("|"): .list(list.split(separator: "|").map(String.init))
        default: .default
        }
    }

    /// Returns a sentence on why a text cannot be the value; nil where it can.
    func complaint(about text: String) -> String? {
        if text.utf8.count > Limits.settingBytesMax { return "A setting has at most \(Limits.settingBytesMax) bytes." }
        return accepts(text) ? nil : "\(isSecret ? "This" : "“\(shown(text))”") is not \(expectation)."
    }

    /// The values that it takes, in words that follow “is not”.
    var expectation: String {
        switch (expected, valueName) {
        case (let expected?, _): expected
        case (nil, "FILE"): "the path of a file"
        case (nil, "DIRECTORY"): "the path of a folder"
        case (nil, let list) where list.contains("|"): Self.choice(of: list.split(separator: "|"))
        default: "one line of text"
        }
    }

    private static func choice(of words: [Substring]) -> String {
        "\(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
    }

    /// Returns a value as it may be shown: what is secret is hidden.
    func shown(_ text: String) -> String { isSecret ? "(secret)" : redacted(text) }
}
