import SnugChat

/// The relay that mails go to.
public struct SMTPSettings: Sendable {
    /// How the connection is protected.
    public enum TLS: String, Sendable, Hashable, CaseIterable {
        /// Begins in the clear and must offer STARTTLS (RFC 3207).
        case starttls
        /// TLS from the first byte (RFC 8314 §3.3).
        case implicit
        /// In the clear, password and all: for a relay on the same machine.
        case none

        /// The port that goes with it.
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
    /// Certificates (PEM) to trust in place of the system's.
    public var caFile: String?
    public var from: MailFrom
    /// What this machine calls itself (RFC 5321 §4.1.1.1).
    public var heloName: String
    /// For the connection and its TLS; and for each reply.
    public var connectTimeout = Limits.smtpConnectTimeout
    public var replyTimeout = Limits.smtpReplyTimeout

    public init(
        host: String,
        port: Int,
        tls: TLS = .starttls,
        username: String? = nil,
        password: String? = nil,
        caFile: String? = nil,
        from: MailFrom,
        heloName: String
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.username = username
        self.password = password
        self.caFile = caFile
        self.from = from
        self.heloName = heloName
    }
}

/// Whom mails come from.
public struct MailFrom: Sendable, Hashable {
    public var address: String
    public var name: String?

    public init(address: String, name: String? = nil) {
        self.address = address
        self.name = name
    }

    /// `address` or `Name <address>`. Nil where there is no address in it.
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
