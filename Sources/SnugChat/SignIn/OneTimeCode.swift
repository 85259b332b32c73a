import Crypto

/// A mailed code of six digits that proves an address once, for one purpose.
public struct OneTimeCode: Sendable, Hashable {
    public typealias ID = Identifier<OneTimeCode>
    public var id: ID
    public var email: EmailAddress
    public var purpose: Purpose
    /// HMAC-SHA-256 of the code under the installation's key, 32 bytes. Random where no mail was sent,
    /// so that an unknown address looks the same.
    public var proof: [UInt8]
    public var createdAt: Timestamp
    public var expiresAt: Timestamp
    public var wrongTries: Int
    public var usedAt: Timestamp?

    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// The second half of signing in; the password was right.
        case login
        /// Proves the address of a new account, and signs it in.
        case registration
        /// Allows a new password. Never signs in.
        case reset
        /// Not mailed: what a client holds between an accepted reset code and the new password.
        case resetGrant = "reset_grant"
        /// Not mailed: what an administrator hands to someone who cannot get in otherwise.
        case loginLink = "login_link"
    }

    public init(
        id: ID,
        email: EmailAddress,
        purpose: Purpose,
        proof: [UInt8],
        createdAt: Timestamp,
        expiresAt: Timestamp,
        wrongTries: Int = 0,
        usedAt: Timestamp? = nil
    ) {
        self.id = id
        self.email = email
        self.purpose = purpose
        self.proof = proof
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.wrongTries = wrongTries
        self.usedAt = usedAt
    }

    /// Six digits, each equally likely, leading zeros kept.
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

    /// The code as people type or paste it: spaces and dashes do not count.
    static func normalised(_ typed: String) -> String {
        String(typed.filter { !$0.isWhitespace && $0 != "-" && $0 != "–" })
    }
}

/// Port: bytes nobody can guess. Handed in, so that tests know them.
public protocol Randomness: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// The keys of this installation, derived from one secret that lives in the database file (RFC 5869, one per purpose).
public struct InstallationKeys: Sendable {
    /// Bytes of the secret.
    public static let secretBytes = 32

    private let proofs: SymmetricKey
    private let mails: SymmetricKey
    private let handles: SymmetricKey

    public init(secret: [UInt8]) {
        let secret = SymmetricKey(data: secret)
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(purpose.utf8), outputByteCount: 32)
        }
        proofs = key("snug proofs")
        mails = key("snug mails")
        handles = key("snug handles")
    }

    /// A name for something that says nothing about it and is the same each time. 32 bytes.
    func handle(of subject: String, for purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose):\(subject)".utf8), using: handles))
    }

    /// What is kept of a secret that a person or client will show again, bound to what it is for. 32 bytes.
    func proof(of secret: String, for purpose: String, of subject: String) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: proofs)
        for part in [purpose, subject, secret] {
            // With its length in front, so that no two lists of parts read the same.
            hmac.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return Array(hmac.finalize())
    }

    /// Whether `secret` is the one that `proof` was made of, in constant time.
    func matches(_ proof: [UInt8], secret: String, for purpose: String, of subject: String) -> Bool {
        Self.areEqual(proof, self.proof(of: secret, for: purpose, of: subject))
    }

    /// Whether these are the same bytes, in a time that does not tell where they differ.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Encrypts what must not be readable in the database file (AES-256-GCM, a fresh nonce).
    func seal(_ bytes: [UInt8]) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(bytes, using: mails)
        return Array(sealed.nonce) + sealed.ciphertext + sealed.tag
    }

    func open(_ bytes: [UInt8]) throws -> [UInt8] {
        Array(try AES.GCM.open(AES.GCM.SealedBox(combined: bytes), using: mails))
    }
}
