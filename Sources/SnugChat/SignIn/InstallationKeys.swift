import Crypto

/// The keys of this installation, derived from one secret that lives in the database file (RFC 5869, one per purpose).
public struct InstallationKeys: Sendable {
    /// Bytes of the secret.
    public static let secretBytes = 32

    private let proofs: SymmetricKey
    private let mails: SymmetricKey
    private let handles: SymmetricKey

    /// Derives the keys.
    /// - Parameter secret: ``secretBytes`` bytes.
    public init(secret: [UInt8]) {
        let secret = SymmetricKey(data: secret)
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(purpose.utf8), outputByteCount: 32)
        }
        proofs = key("snug proofs")
        mails = key("snug mails")
        handles = key("snug handles")
    }

    /// Returns a name for something that says nothing about it and is the same each time: 32 bytes.
    func handle(of subject: String, for purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose):\(subject)".utf8), using: handles))
    }

    /// Returns a proof of a secret that a person or client will show again, bound to its purpose and subject: 32 bytes.
    ///
    /// The proof is kept, the secret is not.
    func proof(of secret: String, for purpose: String, of subject: String) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: proofs)
        for part in [purpose, subject, secret] {
            // With its length in front, so that no two lists of parts read the same.
            hmac.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return Array(hmac.finalize())
    }

    /// Returns true if `proof` was made of `secret`, in constant time.
    func matches(_ proof: [UInt8], secret: String, for purpose: String, of subject: String) -> Bool {
        Self.areEqual(proof, self.proof(of: secret, for: purpose, of: subject))
    }

    /// Returns true if these are the same bytes, in a time that does not tell where they differ.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Encrypts what must not be readable in the database file (AES-256-GCM, a fresh nonce).
    /// - Returns: the nonce, the ciphertext and the tag.
    func seal(_ bytes: [UInt8]) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(bytes, using: mails)
        return Array(sealed.nonce) + sealed.ciphertext + sealed.tag
    }

    /// Decrypts what ``seal(_:)`` returned.
    /// - Throws: the cipher's error for bytes that were changed, or sealed by another installation.
    func open(_ bytes: [UInt8]) throws -> [UInt8] {
        Array(try AES.GCM.open(AES.GCM.SealedBox(combined: bytes), using: mails))
    }
}
