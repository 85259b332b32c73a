import FoundationEssentials
import SnugMail
import Synchronization

/// The terminal that a command was typed into: whole lines, each out at once.
enum Console {
    private static let failure = Mutex<StandardStream.Fault?>(nil)

    /// The first reason why something could not be said; a command that was not heard did not end well.
    static var fault: StandardStream.Fault? { failure.withLock { $0 } }

    /// Says a line on standard output.
    static func say(_ line: String) {
        do throws(StandardStream.Fault) {
            try StandardStream.output.write(plain(line) + "\n")
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// Says a value as one JSON object or array on standard output, for programs.
    static func say(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// The mailer that prints to standard output; a mail that it does not take at once is tried again.
    static let mailer = ConsoleMailer { try StandardStream.output.write($0, patience: .zero) }

    /// Says on standard error what is no part of the answer.
    static func note(_ line: String) { try? StandardStream.error.write(plain(line) + "\n") }

    /// Says on standard error why something was not done.
    static func complain(_ line: String) {
        // Where nobody hears it, the exit code is left.
        try? StandardStream.error.write("snug: " + plain(line) + "\n")
    }

    /// Returns true for a control character of either set (ISO 6429).
    static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

    /// Returns a text without the control characters that steer a terminal: a file's name may hold any.
    ///
    /// They are written as JSON has them, so that what was JSON stays it.
    static func plain(_ text: String) -> String {
        func steers(_ scalar: Unicode.Scalar) -> Bool { isControl(scalar) && scalar != "\n" && scalar != "\t" }
        guard text.unicodeScalars.contains(where: steers) else { return text }
        return text.unicodeScalars.reduce(into: "") { plain, scalar in
            if steers(scalar) {
                let digits = String(scalar.value, radix: 16)
                plain += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
    }
}
