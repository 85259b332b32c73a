import Crypto
import NIOCore
import SnugWeb

/// A file of the web client as it is served.
struct WebAsset: Sendable {
    var contentType: String
    var bytes: ByteBuffer
    /// The compressed bytes; nil where compressing does not pay.
    var gzip: ByteBuffer?
    /// The entity tag, which changes with the bytes (RFC 9110 §8.8.3).
    var etag: String

    init(contentType: String, bytes: [UInt8]) {
        self.contentType = contentType
        self.bytes = ByteBuffer(bytes: bytes)
        gzip = Gzip.compressed(bytes).map { ByteBuffer(bytes: $0) }
        etag = "\"\(Self.digest(bytes))\""
    }

    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(12).map { String($0, radix: 36) }.joined()
    }
}
