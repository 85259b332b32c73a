import Glibc
public import SnugChat
import Synchronization

/// A mailer that prints mails, so that the first day works without a mail server.
public final class ConsoleMailer: Mailer {
    private let print: Mutex<@Sendable (String) -> Void>

    /// - Parameter print: a function that takes a whole mail, line ends included; standard output by default.
    public init(print: @escaping @Sendable (String) -> Void = ConsoleMailer.printOut) {
        self.print = Mutex(print)
    }

    /// Prints a mail, with spaces in place of the line breaks and control characters of its headers.
    public func deliver(_ mail: Mail) async throws(MailFault) {
        let text = mail.text.hasSuffix("\n") ? mail.text : mail.text + "\n"
        let whole = """
            --- mail to \(HeaderText.oneLine(mail.recipient)) ---
            To: \(HeaderText.oneLine(mail.recipient))
            Subject: \(HeaderText.oneLine(mail.subject))

            \(text)--- end of mail ---

            """
        print.withLock { $0(whole) }
    }

    /// Writes to standard output past the C library's buffer: someone is waiting for the code.
    @Sendable public static func printOut(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // The buffer is that of `rest` and as long as it says.
            let written = unsafe rest.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
