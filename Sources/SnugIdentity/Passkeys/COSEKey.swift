import Crypto
import CryptoExtras
import FoundationEssentials

/// A public key as authenticators give it (COSE_Key, RFC 9052 §7, RFC 9053 §7, RFC 8230 §4), of the algorithms that
/// are asked for.
enum COSEKey {
    /// ECDSA on P-256 with SHA-256.
    case es256(P256.Signing.PublicKey)
    /// Ed25519.
    case eddsa(Curve25519.Signing.PublicKey)
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256(_RSA.Signing.PublicKey)

    /// Creates a key; nil where it is of another algorithm or no key at all.
    init?(_ key: CBOR) {
        switch (key[1]?.integer, key[3]?.integer) {
        case (2, -7):
            guard key[-1]?.integer == 1, let x = key[-2]?.bytes, x.count == 32, let y = key[-3]?.bytes, y.count == 32,
                let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
            else { return nil }
            self = .es256(key)
        case (1, -8):
            guard key[-1]?.integer == 6, let x = key[-2]?.bytes, x.count == 32,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { return nil }
            self = .eddsa(key)
        case (3, -257):
            // 2,048 to 8,192 bits: shorter ones are breakable, longer ones only slow.
            guard let n = key[-1]?.bytes, (256...1_024).contains(n.count), let e = key[-2]?.bytes,
                (1...8).contains(e.count), let key = try? _RSA.Signing.PublicKey(n: Data(n), e: Data(e))
            else { return nil }
            self = .rs256(key)
        default: return nil
        }
    }

    /// The `COSEAlgorithmIdentifier` (IANA COSE Algorithms).
    var algorithm: Int64 {
        switch self {
        case .es256: -7
        case .eddsa: -8
        case .rs256: -257
        }
    }

    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: message))
        case .eddsa(let key):
            return key.isValidSignature(signature, for: message)
        case .rs256(let key):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: message),
                padding: .insecurePKCS1v1_5)
        }
    }
}
