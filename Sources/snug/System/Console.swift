import FoundationEssentials
import Glibc
import SnugChat
import SnugMail
import Synchronization

/// The terminal that a command was typed into: whole lines, each out at once.
enum Console {
    private static let failure = Mutex<StandardStream.Fault?>(nil)

    /// The first reason why something could not be said; a command that was not heard did not end well.
    static var fault: StandardStream.Fault? { failure.withLock { $0 } }

    /// Says a line on standard output.
    static func say(_ line: String) { put(line.printable) }

    /// Says a table on standard output.
    static func say(_ table: TextTable) { say(lines: table.text) }

    /// Says lines on standard output that are this program's own, such as its help.
    static func say(lines text: String) { put(printable(lines: text)) }

    private static func put(_ text: String) {
        do throws(StandardStream.Fault) {
            try StandardStream.output.write(text + "\n")
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// Says a value as one JSON object or array on standard output, for programs.
    static func say(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        put(String(decoding: try encoder.encode(value), as: UTF8.self).printableJSON)
    }

    /// The mailer that prints to standard output; a mail that it does not take at once is tried again.
    ///
    /// To the journal every line of it is information, whatever it begins with: nothing in a mail is a complaint.
    static let mailer = ConsoleMailer(pace: Log.isJournal(STDOUT_FILENO) ? PrintingPace() : nil) { mail in
        let text = Log.isJournal(STDOUT_FILENO) ? prioritised(mail, 6) : mail
        try StandardStream.output.write(text, patience: .zero)
    }

    /// Says on standard error what is no part of the answer.
    static func note(_ line: String) { try? StandardStream.error.write(line.printable + "\n") }

    /// Says on standard error why something was not done; lines after the first are indented.
    static func complain(_ text: String) { complain(lines: "snug: " + text.replacing(/\n(?! )/, with: "\n  ")) }

    /// Says on standard error, in lines that are this program's own, why something was not done.
    ///
    /// To the journal each is an error, by which `snug check` finds it again.
    static func complain(lines text: String) {
        let text = printable(lines: text) + "\n"
        // Where nobody hears it, the exit code is left.
        try? StandardStream.error.write(Log.isJournal(STDERR_FILENO) ? prioritised(text, 3) : text)
    }

    private static func printable(lines: String) -> String {
        lines.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
            .joined(separator: "\n")
    }

    /// Returns whole lines with a priority in front of each (sd-daemon(3)).
    static func prioritised(_ lines: String, _ priority: Int) -> String {
        lines.split(separator: "\n").map { "<\(priority)>\($0)\n" }.joined()
    }
}
