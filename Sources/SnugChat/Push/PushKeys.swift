import Crypto

/// The keys of a browser's subscription, with which pushes are sealed so that no service between can read them
/// (RFC 8291 §2).
public struct PushKeys: Sendable, Hashable {
    /// The browser's public key: a point of P-256, uncompressed, of 65 bytes.
    public let publicKey: [UInt8]
    /// The secret that proves a push to come from this server: 16 bytes.
    public let secret: [UInt8]

    /// The length of ``publicKey`` in bytes.
    public static let publicKeyBytes = 65
    /// The length of ``secret`` in bytes.
    public static let secretBytes = 16

    /// Creates the keys; nil unless both have their length and the point lies on the curve.
    public init?(publicKey: [UInt8], secret: [UInt8]) {
        guard publicKey.count == Self.publicKeyBytes, secret.count == Self.secretBytes,
            (try? P256.KeyAgreement.PublicKey(x963Representation: publicKey)) != nil
        else { return nil }
        self.publicKey = publicKey
        self.secret = secret
    }

    /// Creates the keys as browsers give them out, in base64url without padding; nil unless they are keys.
    /// - Parameters:
    ///   - p256dh: ``publicKey``
    ///   - auth: ``secret``
    public init?(p256dh: String, auth: String) {
        guard let publicKey = [UInt8](base64URL: p256dh, bytesMax: Self.publicKeyBytes),
            let secret = [UInt8](base64URL: auth, bytesMax: Self.secretBytes)
        else { return nil }
        self.init(publicKey: publicKey, secret: secret)
    }
}
