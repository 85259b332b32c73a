/// A mail as SMTP carries it: sender, recipient and message (RFC 5321 §2.3.1).
struct SMTPEnvelope: Sendable, Hashable {
    var from: String
    /// The recipient; nil for nobody, when the conversation ends once the sender is accepted.
    var to: String?
    /// The whole message with CR LF line ends, before dot-stuffing.
    var bytes: [UInt8]

    /// True if an address needs SMTPUTF8 (RFC 6531 §3.1).
    var needsUTF8: Bool { !(from + (to ?? "")).utf8.allSatisfy { $0 < 128 } }
}
