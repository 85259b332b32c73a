import SnugChat

/// The relay that mails go to.
public struct SMTPSettings: Sendable {
    /// The protection of the connection.
    public enum TLS: String, Sendable, Hashable, CaseIterable {
        /// A connection that begins in the clear and must offer STARTTLS (RFC 3207).
        case starttls
        /// TLS from the first byte (RFC 8314 §3.3).
        case implicit
        /// No protection, of the password either: for a relay on the same machine.
        case none

        /// The standard port for this protection.
        public var standardPort: Int {
            switch self {
            case .starttls: 587
            case .implicit: 465
            case .none: 25
            }
        }
    }

    public var host: String
    public var port: Int
    public var tls: TLS
    public var username: String?
    public var password: String?
    /// The path of certificates (PEM) to trust in place of the system's.
    public var caFile: String?
    public var from: MailFrom
    /// The name that this machine gives in EHLO, or its address in brackets (RFC 5321 §4.1.1.1, §4.1.3).
    public var ehloName: String
    /// The time limit for the connection, and for its TLS.
    public var connectTimeout = Limits.smtpConnectTimeout
    /// The time limit for each reply.
    public var replyTimeout = Limits.smtpReplyTimeout
    /// The time limit for a delivery once there is a connection, however promptly each command is answered.
    public var deliveryTimeout = Limits.smtpDeliveryWithin

    public init(
        host: String,
        port: Int,
        tls: TLS = .starttls,
        username: String? = nil,
        password: String? = nil,
        caFile: String? = nil,
        from: MailFrom,
        ehloName: String
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.username = username
        self.password = password
        self.caFile = caFile
        self.from = from
        self.ehloName = ehloName
    }
}

extension SMTPSettings {
    /// Returns words without the password and what it was sent as, which a relay may repeat in its answer.
    func withoutSecrets(_ words: String) -> String {
        guard let password, !password.isEmpty else { return words }
        let name = username ?? ""
        let secrets = [SMTPDialogue.base64("\0\(name)\0\(password)"), SMTPDialogue.base64(password), password]
        return secrets.reduce(words) { $0.replacing($1, with: "…") }
    }
}

/// The sender of mails.
public struct MailFrom: Sendable, Hashable {
    public var address: String
    public var name: String?

    public init(address: String, name: String? = nil) {
        self.address = address
        self.name = name
    }

    /// Creates a sender from `address` or `Name <address>`, or nil where there is no address in it.
    public init?(_ text: String) {
        var address = text.trimmed
        var name: String?
        if address.hasSuffix(">"), let start = address.lastIndex(of: "<") {
            let display = address[..<start].trimmed.trimmingQuotes
            name = display.isEmpty ? nil : display
            address = String(address[address.index(after: start)...].dropLast())
        }
        guard let checked = EmailAddress(address), !(name ?? "").unicodeScalars.contains(where: { $0.value < 32 })
        else {
            return nil
        }
        self.init(address: checked.text, name: name)
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        count >= 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
    }
}
