import FoundationEssentials
import SnugChat

/// The conversation with a server about one mail (RFC 5321), a pure machine: replies in, actions out.
struct SMTPDialogue: Sendable {
    /// An action for the connection to carry out.
    enum Action: Sendable, Hashable {
        /// Send these bytes and wait for the reply.
        case send([UInt8])
        /// Begin TLS, then call ``tlsStarted()``.
        case startTLS
        /// The server has taken the mail. Send this farewell and close.
        case finished(farewell: [UInt8])
        case failed(MailFault)
    }

    /// The step that the next reply answers.
    private enum State: Sendable, Hashable {
        case greeting
        case ehlo
        case helo
        case startTLS
        case handshake
        case authPlain
        case authLogin
        case authLoginName
        case authLoginPassword
        case mailFrom
        case recipient
        case data
        case body
        case over
    }

    /// A way to sign in (RFC 4954; LOGIN is older and nowhere written down).
    private enum Mechanism: String, CaseIterable {
        case plain = "PLAIN"
        case login = "LOGIN"
    }

    /// The extensions that the server offers (RFC 5321 §4.1.1.1), forgotten when TLS begins (RFC 3207 §4.2).
    private struct Offers: Sendable {
        var words: [String: [String]] = [:]

        init(_ reply: SMTPReply) {
            for line in reply.lines.dropFirst() {
                // Some old servers write AUTH=LOGIN.
                let parts = line.uppercased().split { $0 == " " || $0 == "=" }.map(String.init)
                if let keyword = parts.first { words[keyword, default: []] += parts.dropFirst() }
            }
        }

        func has(_ keyword: String) -> Bool { words[keyword] != nil }
    }

    private let envelope: SMTPEnvelope
    private let tls: SMTPSettings.TLS
    private let username: String?
    private let password: String?
    private let ehloName: String
    /// The ways to sign in that the server offers and has not refused, in the order in which they are tried.
    private var mechanisms: [Mechanism] = []
    private var state = State.greeting
    private var isSecure: Bool

    init(_ envelope: SMTPEnvelope, settings: SMTPSettings) {
        self.envelope = envelope
        tls = settings.tls
        username = settings.username
        password = settings.password
        ehloName = settings.ehloName
        isSecure = settings.tls == .implicit
    }

    /// The reply that is awaited, in words for messages.
    var awaited: String {
        switch state {
        case .greeting: "its greeting"
        case .ehlo, .helo: "the answer to EHLO"
        case .startTLS, .handshake: "the start of TLS"
        case .authPlain, .authLogin, .authLoginName, .authLoginPassword: "the answer to AUTH"
        case .mailFrom: "the answer to MAIL FROM"
        case .recipient: "the answer to RCPT TO"
        case .data: "the answer to DATA"
        case .body: "its acceptance of the mail"
        case .over: "nothing"
        }
    }

    /// Takes a reply and returns the next action.
    /// - Parameter hasMore: true if the server had said more than this reply when it came.
    mutating func received(_ reply: SMTPReply, hasMore: Bool = false) -> Action {
        if reply.code == 421 {
            return fail(.transient, "the mail server is closing: \(reply.summary)")
        }
        switch state {
        case .greeting:
            guard reply.code == 220 else { return refuse(reply, "greeted with") }
            return say("EHLO \(ehloName)", awaiting: .ehlo)
        case .ehlo:
            if reply.code == 250 { return greeted(Offers(reply)) }
            // A server too old for EHLO can take a mail that needs none of its extensions (RFC 5321 §3.2).
            guard tls == .none, username == nil, !envelope.needsUTF8, !reply.isTransient else {
                return refuse(reply, "answered EHLO with")
            }
            return say("HELO \(ehloName)", awaiting: .helo)
        case .helo:
            guard reply.code == 250 else { return refuse(reply, "answered HELO with") }
            return startMail(offers: nil)
        case .startTLS:
            guard reply.code == 220 else { return refuse(reply, "answered STARTTLS with") }
            // Bytes that came in the clear behind the reply could have been put there by anyone (CVE-2011-0411).
            guard !hasMore else { return fail(.transient, "the mail server talked on before TLS began") }
            state = .handshake
            return .startTLS
        case .handshake, .over:
            return fail(.transient, "the mail server spoke out of turn: \(reply.summary)")
        case .authPlain, .authLoginPassword:
            guard reply.code == 235 else { return signInRefused(reply) }
            return startMail(offers: offers)
        case .authLogin:
            guard reply.code == 334 else { return signInRefused(reply) }
            return say(Self.base64(username ?? ""), awaiting: .authLoginName)
        case .authLoginName:
            guard reply.code == 334 else { return refuse(reply, "answered the user name with") }
            return say(Self.base64(password ?? ""), awaiting: .authLoginPassword)
        case .mailFrom:
            guard reply.code == 250 else { return refuse(reply, "refused the sender:", isAboutMail: true) }
            guard let recipient = envelope.to else { return finish() }
            return say("RCPT TO:<\(recipient)>", awaiting: .recipient)
        case .recipient:
            guard reply.code == 250 || reply.code == 251 else {
                return refuse(reply, "refused the recipient:", isAboutMail: true)
            }
            return say("DATA", awaiting: .data)
        case .data:
            guard reply.code == 354 else { return refuse(reply, "refused the mail:", isAboutMail: true) }
            state = .body
            return .send(Self.dotStuffed(envelope.bytes))
        case .body:
            guard reply.code == 250 else { return refuse(reply, "refused the mail:", isAboutMail: true) }
            return finish()
        }
    }

    private mutating func finish() -> Action {
        state = .over
        return .finished(farewell: Array("QUIT\r\n".utf8))
    }

    /// Notes that TLS is up, the certificate and its name verified: replies from before count for nothing.
    mutating func tlsStarted() -> Action? {
        isSecure = true
        // With implicit TLS the greeting is still to come.
        guard state == .handshake else { return nil }
        return say("EHLO \(ehloName)", awaiting: .ehlo)
    }

    private var offers: Offers?

    private mutating func greeted(_ offers: Offers) -> Action {
        self.offers = offers
        if tls == .starttls, !isSecure {
            guard offers.has("STARTTLS") else {
                return fail(
                    .transient, at: .tls, "the mail server does not offer STARTTLS; nothing was sent in the clear")
            }
            return say("STARTTLS", awaiting: .startTLS)
        }
        guard username != nil else { return startMail(offers: offers) }
        let offered = offers.words["AUTH"] ?? []
        mechanisms = Mechanism.allCases.filter { offered.contains($0.rawValue) }
        return signIn() ?? fail(.transient, "the mail server offers neither AUTH PLAIN nor AUTH LOGIN")
    }

    /// Begins the next way to sign in; nil where none is left.
    private mutating func signIn() -> Action? {
        guard !mechanisms.isEmpty else { return nil }
        switch mechanisms.removeFirst() {
        case .plain:
            let words = "\0\(username ?? "")\0\(password ?? "")"
            return say("AUTH PLAIN \(Self.base64(words))", awaiting: .authPlain)
        case .login:
            return say("AUTH LOGIN", awaiting: .authLogin)
        }
    }

    /// Goes on with the next way to sign in where the server refused the way.
    ///
    /// A wrong user name or password is wrong in every way, and a second try would count towards a lock.
    private mutating func signInRefused(_ reply: SMTPReply) -> Action {
        if reply.isAboutMechanism, let next = signIn() { return next }
        return refuse(reply, "did not accept the user name and password:")
    }

    private mutating func startMail(offers: Offers?) -> Action {
        if Self.breaksOut(envelope.from) || Self.breaksOut(envelope.to ?? "") {
            return fail(.permanent, "an address with a line break or bracket in it is not sent")
        }
        var parameters = ""
        if let offers, offers.has("SIZE") { parameters += " SIZE=\(envelope.bytes.count)" }
        if let offers, offers.has("8BITMIME") { parameters += " BODY=8BITMIME" }
        if envelope.needsUTF8 {
            guard offers?.has("SMTPUTF8") == true else {
                return fail(.permanent, "the mail server cannot take an address beyond ASCII (SMTPUTF8)")
            }
            parameters += " SMTPUTF8"
        }
        return say("MAIL FROM:<\(envelope.from)>\(parameters)", awaiting: .mailFrom)
    }

    private static func breaksOut(_ address: String) -> Bool {
        address.unicodeScalars.contains { $0.value < 33 || $0 == "<" || $0 == ">" || $0.value == 127 }
    }

    private mutating func say(_ line: String, awaiting next: State) -> Action {
        state = next
        return .send(Array("\(line)\r\n".utf8))
    }

    /// Ends the conversation for a reply that refuses a step.
    ///
    /// A refusal of this mail is final if the server says so; one of the connection may be set right, and the mail must
    /// not be lost over it.
    private mutating func refuse(_ reply: SMTPReply, _ how: String, isAboutMail: Bool = false) -> Action {
        let isFinal = isAboutMail && !reply.isTransient && !reply.isPositive
        return fail(isFinal ? .permanent : .transient, "the mail server \(how) \(reply.summary)")
    }

    /// Ends the conversation with a fault.
    /// - Parameter stage: the stage that failed; the current one where none is given.
    private mutating func fail(_ kind: MailFault.Kind, at stage: MailFault.Stage? = nil, _ detail: String) -> Action {
        let stage = stage ?? self.stage
        state = .over
        return .failed(MailFault(kind, at: stage, detail))
    }

    private var stage: MailFault.Stage? {
        switch state {
        case .startTLS, .handshake: .tls
        case .authPlain, .authLogin, .authLoginPassword: .auth
        case .mailFrom: .sender
        case .recipient: .recipient
        case .data, .body: .data
        case .greeting, .ehlo, .helo, .authLoginName, .over: nil
        }
    }

    /// True while TLS is about to begin: a connection that breaks off now broke off over that.
    var isStartingTLS: Bool { stage == .tls }

    static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }

    /// Returns a message with dots doubled at the beginning of lines (transparency, RFC 5321 §4.5.2), and the end of
    /// data.
    static func dotStuffed(_ bytes: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(bytes.count + 64)
        var isLineStart = true
        for byte in bytes {
            if isLineStart, byte == UInt8(ascii: ".") { stuffed.append(byte) }
            stuffed.append(byte)
            isLineStart = byte == UInt8(ascii: "\n")
        }
        if !isLineStart { stuffed += [0x0D, 0x0A] }
        return stuffed + Array(".\r\n".utf8)
    }
}
