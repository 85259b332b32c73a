import Crypto
import NIOCore
import SnugChat
import SnugWeb

/// A file of the web client as it is served.
struct WebAsset: Sendable {
    var contentType: String
    var bytes: ByteBuffer
    /// The compressed bytes; nil where compressing does not pay.
    var gzip: ByteBuffer?
    /// The same, smaller still.
    var brotli: BrotliForm?
    /// The entity tag, which changes with the bytes (RFC 9110 §8.8.3).
    var etag: String

    init(contentType: String, bytes: [UInt8]) {
        self.contentType = contentType
        self.bytes = ByteBuffer(bytes: bytes)
        gzip = Gzip.compressed(bytes).map { ByteBuffer(bytes: $0) }
        brotli = gzip == nil ? nil : BrotliForm(of: self.bytes)
        etag = "\"\(Self.digest(bytes))\""
    }

    /// Returns true if a list of entity tags names this file's.
    func isNamed(in list: String) -> Bool { EntityTags(list).name(etag) }

    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(12).map { String($0, radix: 36) }.joined()
    }
}

/// A list of entity tags, as `If-None-Match` has it.
struct EntityTags {
    private let tags: [String]

    init(_ list: String) { tags = list.split(separator: ",").map(\.trimmed) }

    /// Returns true if the list names a tag, in the weak comparison (RFC 9110 §13.1.2): a proxy that compresses makes
    /// a tag a weak one.
    func name(_ tag: String) -> Bool { tags.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag } }
}
