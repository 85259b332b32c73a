import Crypto
import NIOCore
import SnugWeb

/// A file of the web client.
struct WebAsset: Sendable {
    var contentType: String
    var bytes: ByteBuffer
    /// Changes with the bytes (RFC 9110 §8.8.3).
    var etag: String

    /// By the name under which `/assets/` serves it.
    static let all: [String: WebAsset] = {
        var assets: [String: WebAsset] = [:]
        for index in 0..<Int(snug_web_assets_count) {
            // The table is the compiler's own: its count, names and sizes belong together and never change.
            let entry = unsafe snug_web_assets[index]
            let bytes = unsafe Array(UnsafeBufferPointer(start: entry.bytes, count: Int(entry.size)))
            let digest = SHA256.hash(data: bytes).prefix(12).map { String($0, radix: 36) }.joined()
            unsafe assets[String(cString: entry.path)] = WebAsset(
                contentType: unsafe String(cString: entry.content_type),
                bytes: ByteBuffer(bytes: bytes), etag: "\"\(digest)\"")
        }
        return assets
    }()
}
