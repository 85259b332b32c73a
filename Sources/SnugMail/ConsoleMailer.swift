public import SnugChat

/// A mailer that prints mails, so that the first day works without a mail server.
public struct ConsoleMailer: Mailer {
    public typealias Print = @Sendable (_ mail: String) throws -> Void

    private let pace: PrintingPace?
    private let print: Print

    /// - Parameters:
    ///   - pace: the pace of its reader; nil for one that takes all.
    ///   - print: a function that takes a whole mail, line ends included.
    public init(pace: PrintingPace? = nil, print: @escaping Print) {
        self.pace = pace
        self.print = print
    }

    /// Prints a mail, with spaces in place of the line breaks and control characters of its headers, and the numbers of
    /// those in its lines.
    public func deliver(_ mail: Mail) async throws(MailFault) {
        let text = mail.text.hasSuffix("\n") ? mail.text : mail.text + "\n"
        let whole = """
            --- mail to \(HeaderText.oneLine(mail.recipient)) ---
            To: \(HeaderText.oneLine(mail.recipient))
            Subject: \(HeaderText.oneLine(mail.subject))

            \(text)--- end of mail ---
            """
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map { "\(String($0).printable)\n" }
        do {
            if let pace { try await Task.sleep(for: pace.take(at: .now)) }
            try print(lines.joined())
        } catch {
            throw MailFault(.transient, at: .data, "standard output cannot be written: \(error)")
        }
    }
}
