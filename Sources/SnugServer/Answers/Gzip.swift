import CZlib
import NIOCore
import SnugChat

/// Compression in the gzip format (RFC 1952), by the system's zlib.
enum Gzip {
    /// Compresses bytes that are kept, as well as it can be done.
    /// - Returns: the compressed bytes; nil where they would be no fewer.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard let stream = GzipStream(level: 9, windowBits: 15, memoryLevel: 9) else { return nil }
        var out = stream.compress(ByteBuffer(bytes: bytes))
        out.writeImmutableBuffer(stream.finish())
        return out.readableBytes < bytes.count ? Array(buffer: out) : nil
    }

    /// Compresses an answer that is made for one reader.
    /// - Returns: the compressed bytes; nil where they would be no fewer.
    static func compressed(_ bytes: ByteBuffer) -> ByteBuffer? {
        guard let stream = GzipStream() else { return nil }
        var out = stream.compress(bytes)
        out.writeImmutableBuffer(stream.finish())
        return out.readableBytes < bytes.readableBytes ? out : nil
    }
}

/// A compression that takes its bytes piece by piece, in memory that does not grow with them.
@safe
final class GzipStream {
    /// The state of zlib, which points back to it: made in `init` and freed in `deinit`, it never moves.
    private let state: UnsafeMutablePointer<z_stream>

    /// - Returns: nil where there is no memory for it.
    init?(
        level: Int32 = Limits.gzipLevel,
        windowBits: Int32 = Limits.gzipWindowBits,
        memoryLevel: Int32 = Limits.gzipMemoryLevel
    ) {
        let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe state.initialize(to: z_stream())
        guard unsafe snug_gzip_begin(state, level, windowBits, memoryLevel) == Z_OK else {
            unsafe state.deallocate()
            return nil
        }
        unsafe self.state = state
    }

    deinit {
        unsafe deflateEnd(state)
        unsafe state.deallocate()
    }

    /// Takes bytes, and returns those that are compressed by now: perhaps none.
    func compress(_ bytes: ByteBuffer) -> ByteBuffer {
        var bytes = bytes
        var out = ByteBuffer()
        while let piece = bytes.readSlice(length: min(bytes.readableBytes, Limits.gzipBytesAtOnceMax)),
            piece.readableBytes > 0
        {
            // The bytes stay where they are while the closure runs, and zlib keeps no pointer to them.
            unsafe piece.withUnsafeReadableBytes { input in
                unsafe state.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe state.pointee.avail_in = UInt32(input.count)
                deflate(Z_NO_FLUSH, into: &out)
            }
        }
        return out
    }

    /// Returns the end of the compressed bytes; nothing can be added to them.
    func finish() -> ByteBuffer {
        var out = ByteBuffer()
        unsafe state.pointee.avail_in = 0
        deflate(Z_FINISH, into: &out)
        return out
    }

    /// Lets zlib write all that it has.
    private func deflate(_ flush: Int32, into out: inout ByteBuffer) {
        var isFull = true
        while isFull {
            // zlib writes at most as many bytes as the buffer lends it, and keeps no pointer to them.
            unsafe out.writeWithUnsafeMutableBytes(minimumWritableBytes: Limits.gzipOutputBytes) { output in
                let room = min(output.count, Limits.gzipBytesAtOnceMax)
                unsafe state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe state.pointee.avail_out = UInt32(room)
                unsafe CZlib.deflate(state, flush)
                isFull = unsafe state.pointee.avail_out == 0
                return unsafe room - Int(state.pointee.avail_out)
            }
        }
    }
}
