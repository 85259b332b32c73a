/// A code or other secret that proves a claim to an address, once and for one purpose.
///
/// Those that are typed are six digits, mailed or handed on by an owner; those in links are long, and pressed.
public struct OneTimeCode: Sendable, Hashable {
    public typealias ID = Identifier<OneTimeCode>
    public var id: ID
    public var email: EmailAddress
    public var purpose: Purpose
    /// The registration that it proves; nil for every other purpose.
    public var registrationID: Registration.ID?
    /// The user whose new address it proves, or who had this one before; nil for every other purpose.
    public var userID: User.ID?
    /// The network that it was asked for from; empty where an administrator made a link.
    public var network: String
    /// HMAC-SHA-256 of the code under the installation's key, 32 bytes.
    ///
    /// It is random where no mail was sent, so that an unknown address looks the same.
    public var proof: [UInt8]
    public var createdAt: Timestamp
    public var expiresAt: Timestamp
    public var wrongTries: Int
    public var usedAt: Timestamp?
    public var mail: CodeMail

    /// A use of codes, which no code of another can stand in for.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// The second half of signing in; the password was right.
        case login
        /// Proves the address of a new account, and signs it in.
        case registration
        /// Allows a new password, and signs in with it where its holder asks for that.
        case reset
        /// Not mailed: held by a client between an accepted reset code and the new password.
        case resetGrant = "reset_grant"
        /// Not mailed: handed by an administrator to someone who cannot get in otherwise.
        case loginLink = "login_link"
        /// Mailed as a link, or handed on, to someone for whom an administrator made an account.
        case welcomeLink = "welcome_link"
        /// Proves the new address of an account; entered by its holder, who is signed in.
        case email
        /// Mailed as a link to the address that an account had before, which it puts back.
        case takeBack = "take_back"

        /// The purposes that let in, or let in someone who goes on: void once an account has another password or address.
        static let waysIn: Set = [Self.login, .reset, .resetGrant, .loginLink, .welcomeLink]

        /// The time that a code is good for.
        var lifetime: Duration {
            switch self {
            case .login, .registration, .reset, .email: Limits.codeLifetime
            case .resetGrant: Limits.resetGrantLifetime
            case .loginLink: Limits.loginLinkLifetime
            case .welcomeLink: Limits.welcomeLinkLifetime
            case .takeBack: Limits.takeBackLifetime
            }
        }
    }

    /// Returns true until the code is used or its time is over.
    func isLive(at now: Timestamp) -> Bool { usedAt == nil && expiresAt.isPending(at: now, within: purpose.lifetime) }

    /// Returns true while someone whom it was made for can still enter it.
    func waits(at now: Timestamp) -> Bool {
        isLive(at: now) && mail != .none && wrongTries < Limits.codeTriesMax
    }

    /// Returns true while no other code may be asked for.
    func isFresh(at now: Timestamp) -> Bool {
        usedAt == nil && (createdAt + Limits.codeResendAfter).isPending(at: now, within: Limits.codeResendAfter)
    }

    /// Returns true while a next code can be asked for in the place of this one.
    func isAwaited(at now: Timestamp) -> Bool {
        usedAt == nil && (createdAt + Limits.codePendingFor).isPending(at: now, within: Limits.codePendingFor)
    }

    public init(
        id: ID,
        email: EmailAddress,
        purpose: Purpose,
        registrationID: Registration.ID? = nil,
        userID: User.ID? = nil,
        network: String,
        proof: [UInt8],
        createdAt: Timestamp,
        expiresAt: Timestamp,
        wrongTries: Int = 0,
        usedAt: Timestamp? = nil,
        mail: CodeMail = .none
    ) {
        self.id = id
        self.email = email
        self.purpose = purpose
        self.registrationID = registrationID
        self.userID = userID
        self.network = network
        self.proof = proof
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.wrongTries = wrongTries
        self.usedAt = usedAt
        self.mail = mail
    }

    /// Returns six digits, each equally likely, leading zeros kept.
    static func digits(from random: any Randomness) -> String {
        let million: UInt32 = 1_000_000
        // Below this, the remainder is unbiased.
        let fair = UInt32.max - UInt32.max % million
        while true {
            let number = random.bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard number < fair else { continue }
            let digits = String(number % million)
            return String(repeating: "0", count: 6 - digits.count) + digits
        }
    }

    /// Returns a code as it was sent, of one that was typed or pasted: spaces and dashes do not count.
    static func normalised(_ typed: String) -> String {
        String(typed.filter { !$0.isWhitespace && $0 != "-" && $0 != "–" })
    }
}
