import Crypto
import FoundationEssentials
import SnugChat

/// The body of a request to an authority: a JSON Web Signature in its flattened form (RFC 8555 §6.2).
struct SignedRequest: Codable, Sendable, Hashable {
    let protected: String
    let payload: String
    let signature: String

    private struct Header: Encodable {
        var alg = "ES256"
        var jwk: JSONWebKey?
        var kid: String?
        var nonce: String
        var url: String
    }

    /// Signs a payload.
    /// - Parameters:
    ///   - payload: JSON; empty to fetch something (RFC 8555 §6.3).
    ///   - account: the account's URL; nil for the request that makes or finds it.
    init(_ payload: [UInt8], to url: String, nonce: String, by key: AccountKey, account: String?) throws {
        let header = Header(jwk: account == nil ? key.publicKey : nil, kid: account, nonce: nonce, url: url)
        protected = Array(try Self.encoder.encode(header)).base64URL
        self.payload = payload.base64URL
        let signed = Array("\(protected).\(self.payload)".utf8)
        signature = Array(try key.key.signature(for: signed).rawRepresentation).base64URL
    }

    var bytes: [UInt8] { get throws { Array(try Self.encoder.encode(self)) } }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
