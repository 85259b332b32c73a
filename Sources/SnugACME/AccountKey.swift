import Crypto
import FoundationEssentials
import SnugChat

/// The key of the account at an authority: ECDSA with P-256 and SHA-256, the one algorithm that each must take
/// (RFC 8555 §6.2).
struct AccountKey: Sendable {
    let key: P256.Signing.PrivateKey

    init() { key = P256.Signing.PrivateKey() }
    init(pem: String) throws { key = try P256.Signing.PrivateKey(pemRepresentation: pem) }

    var pem: String { key.pemRepresentation }
    var publicKey: JSONWebKey { JSONWebKey(key.publicKey) }

    /// Returns the proof for a challenge's token (RFC 8555 §8.1).
    func authorization(for token: String) -> String { "\(token).\(publicKey.thumbprint)" }
}

/// A public key as JSON (RFC 7517), with the members that identify it and no other.
struct JSONWebKey: Encodable, Sendable, Hashable {
    let crv = "P-256"
    let kty = "EC"
    let x: String
    let y: String

    private enum CodingKeys: CodingKey {
        case crv, kty, x, y
    }

    init(_ key: P256.Signing.PublicKey) {
        let point = Array(key.rawRepresentation)
        x = Array(point.prefix(point.count / 2)).base64URL
        y = Array(point.suffix(point.count / 2)).base64URL
    }

    /// The name of the key (RFC 7638): the digest of its members in the order of the alphabet, without white space.
    var thumbprint: String {
        // Base64url needs no escapes.
        let canonical = #"{"crv":"\#(crv)","kty":"\#(kty)","x":"\#(x)","y":"\#(y)"}"#
        return Array(SHA256.hash(data: Array(canonical.utf8))).base64URL
    }
}
