import Crypto
import FoundationEssentials
import SnugChat

/// The sealing of a push's text for one browser: `aes128gcm` in a single record.
///
/// *Source:* RFC 8291 §3 and §4, RFC 8188 §2.
enum MessageEncryption {
    /// The length of a salt in bytes.
    static let saltBytes = 16

    /// The end of the last record, behind which there is padding alone (RFC 8188 §2).
    private static let delimiter: UInt8 = 2

    /// Returns the body of a push: header, then text and padding, encrypted.
    ///
    /// - Parameters:
    ///   - text: at most ``Limits/pushTextBytesMax`` bytes
    ///   - padding: the bytes to whose multiple the text is filled up; 1 for none
    ///   - key: a key of this message alone
    ///   - salt: ``saltBytes`` bytes that no other message has
    /// - Throws: ``PushFailure`` for a text that is too long; swift-crypto's error.
    static func seal(
        _ text: [UInt8], padding: Int = Limits.pushPaddingBytes, for receiver: PushKeys,
        key: P256.KeyAgreement.PrivateKey, salt: [UInt8]
    ) throws -> [UInt8] {
        guard text.count <= Limits.pushTextBytesMax else {
            throw PushFailure("A push has at most \(Limits.pushTextBytesMax) bytes of text.")
        }
        let sender = Array(key.publicKey.x963Representation)
        let secret = try key.sharedSecretFromKeyAgreement(
            with: P256.KeyAgreement.PublicKey(x963Representation: receiver.publicKey))
        let material = secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: receiver.secret,
            sharedInfo: Array("WebPush: info\0".utf8) + receiver.publicKey + sender, outputByteCount: 32)
        func derived(_ purpose: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: material, salt: salt, info: Array("Content-Encoding: \(purpose)\0".utf8),
                outputByteCount: count)
        }
        // Copied while the key lends its bytes.
        let nonce = try AES.GCM.Nonce(data: unsafe derived("nonce", 12).withUnsafeBytes { unsafe Array($0) })
        let filler = (padding - text.count % padding) % padding
        let record = text + [delimiter] + [UInt8](repeating: 0, count: filler)
        let sealed = try AES.GCM.seal(record, using: derived("aes128gcm", 16), nonce: nonce)
        let size = UInt32(Limits.pushRecordBytes)
        return salt + (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } + [UInt8(sender.count)] + sender
            + Array(sealed.ciphertext) + Array(sealed.tag)
    }
}
