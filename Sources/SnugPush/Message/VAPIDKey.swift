import Crypto
import FoundationEssentials
import SnugChat

/// The key by which push services know this server again: a subscription is bound to it, and lost with it.
public struct VAPIDKey: Sendable {
    private let key: P256.Signing.PrivateKey

    /// Makes a new key.
    public init() { key = P256.Signing.PrivateKey() }

    /// Creates the key that was kept as ``bytes``; nil where these are no key.
    public init?(bytes: [UInt8]) {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
        self.key = key
    }

    /// The secret, as it is kept: 32 bytes.
    public var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// The public key as browsers want it for `applicationServerKey`: an uncompressed point in base64url.
    public var publicKey: String { Array(key.publicKey.x963Representation).base64URL }

    /// Returns a token by which a push service knows who sends (RFC 8292 §2): a JWT with ES256.
    ///
    /// - Parameters:
    ///   - origin: the service's, such as `https://push.example:8443`, without a path
    ///   - expiry: at most 24 hours ahead
    /// - Throws: swift-crypto's error.
    func token(for origin: String, from contact: VAPIDContact, expiry: Timestamp) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let claims = try encoder.encode(Claims(aud: origin, exp: expiry.seconds, sub: contact.url))
        let signed = Self.header + "." + Array(claims).base64URL
        // JWS has r and s side by side (RFC 7518 §3.4), not in DER.
        let signature = try key.signature(for: Array(signed.utf8)).rawRepresentation
        return signed + "." + Array(signature).base64URL
    }

    private static let header = Array(#"{"typ":"JWT","alg":"ES256"}"#.utf8).base64URL

    private struct Claims: Encodable {
        var aud: String
        var exp: Int64
        var sub: String
    }
}
