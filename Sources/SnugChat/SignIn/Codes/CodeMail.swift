/// The way of the mail that carries a code.
public enum CodeMail: String, Sendable, Hashable, CaseIterable {
    /// There is none: nobody is to have the code, or it is no code that is mailed.
    case none
    case waiting
    case sent
    /// It was printed for whoever runs the server, as no relay is set.
    case printed
    /// The relay refused it, or did not take it in time.
    case failed
    /// An owner was shown the code, in place of a mail.
    case handedOn = "handed_on"
}
