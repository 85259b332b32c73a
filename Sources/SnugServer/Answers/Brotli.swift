import CLibBrotli
import NIOCore
import NIOPosix
import SnugChat
import Synchronization

/// Compression in the Brotli format (RFC 7932), by the system's library.
enum Brotli {
    /// Compresses text that is kept, a tenth smaller than gzip can.
    ///
    /// It takes some 80 ms for 160 KB.
    /// - Returns: the compressed bytes; nil where they would be no fewer.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var size = bytes.count
        let out = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { output, count in
            // The library writes at most as many bytes as `size` says, which it sets to those it wrote.
            let isDone = unsafe BrotliEncoderCompress(
                Limits.brotliQuality, Limits.brotliWindowBits, BROTLI_MODE_TEXT, bytes.count, bytes, &size,
                output.baseAddress)
            count = isDone == BROTLI_TRUE ? size : 0
        }
        return out.isEmpty || out.count >= bytes.count ? nil : out
    }
}

/// The Brotli form of a kept file, made once, when someone first takes it.
final class BrotliForm: Sendable {
    private let bytes: ByteBuffer
    private let making = Mutex<Task<ByteBuffer?, Never>?>(nil)

    init(of bytes: ByteBuffer) {
        self.bytes = bytes
    }

    /// Returns the compressed bytes, nil where compressing does not pay; the first caller waits for them to be made,
    /// on a thread that serves nobody.
    func compressed() async -> ByteBuffer? {
        await making.withLock { [bytes] making in
            if let making { return making }
            let task = Task {
                try? await NIOThreadPool.singleton.runIfActive {
                    Brotli.compressed(Array(buffer: bytes)).map { ByteBuffer(bytes: $0) }
                }
            }
            making = task
            return task
        }.value
    }
}
