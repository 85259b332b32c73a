public import SnugChat

/// A mailer that prints mails, so that the first day works without a mail server.
public struct ConsoleMailer: Mailer {
    public typealias Print = @Sendable (_ mail: String) throws -> Void

    private let print: Print

    /// - Parameter print: a function that takes a whole mail, line ends included.
    public init(print: @escaping Print) {
        self.print = print
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
        do {
            try print(whole)
        } catch {
            throw MailFault(.transient, at: .data, "standard output cannot be written: \(error)")
        }
    }
}
