import ArgumentParser
import SnugChat

/// One setting with the type of its value, declared once for every source: flag, environment, credential, database.
struct Setting<Value: Sendable>: SettingDeclaration {
    var name: String
    var defaultValue: String?
    var valueName: String
    var help: String
    var isSecret = false
    var isHostOnly = false
    var takesEffect = Effect.atOnce
    /// The value in a text; nil where the text is not of its ``valueName``.
    var parse: @Sendable (String) -> Value?

    func accepts(_ text: String) -> Bool { parse(text) != nil }
}

/// What is known of a setting whatever its type.
protocol SettingDeclaration: Sendable {
    /// As a flag says it: `smtp-host`. The environment says `SNUG_SMTP_HOST`, `snug config` says `smtp.host`.
    var name: String { get }
    /// What counts where no source says anything.
    var defaultValue: String? { get }
    /// The shape of its value, for help: `ADDRESS:PORT`.
    var valueName: String { get }
    /// What it does and why one would change it.
    var help: String { get }
    /// Never shown, and never a flag: `ps` shows those to everyone.
    var isSecret: Bool { get }
    /// About the machine itself, its files and ports: changed by whoever has a shell there, who can also mend it, and
    /// never by a browser.
    var isHostOnly: Bool { get }
    var takesEffect: Effect { get }

    func accepts(_ text: String) -> Bool
}

/// When a changed setting holds in a server that is running.
enum Effect: Sendable, Hashable {
    case atOnce
    case afterRestart
    /// It says where the database is, so it cannot be kept there.
    case notInDatabase
}

extension SettingDeclaration {
    var environmentName: String { "SNUG_" + name.uppercased().replacing("-", with: "_") }
    /// What the database and `snug config` call it.
    var key: String { name.replacing("-", with: ".") }
    var argumentHelp: ArgumentHelp {
        ArgumentHelp("\(help)\(defaultValue.map { " (default: \($0))" } ?? "")", valueName: valueName)
    }

    /// Why a text cannot be kept as its value; nil where it can.
    func complaint(about text: String) -> String? {
        if text.utf8.count > Limits.settingBytesMax { return "A setting has at most \(Limits.settingBytesMax) bytes." }
        return accepts(text) ? nil : "\(isSecret ? "This" : "“\(text)”") is not \(valueName)."
    }

    /// What may be shown of a value.
    func shown(_ text: String) -> String { isSecret ? "(secret)" : text }
}
