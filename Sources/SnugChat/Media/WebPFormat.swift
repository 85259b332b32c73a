/// A WebP (RFC 9649), moving ones too, in which the chunks that its picture does not need give way to others of the same
/// length that hold nothing.
///
/// The length of the whole stands at its beginning, and is gone when the chunks come: so nothing gets shorter, except by
/// what lies behind that length.
struct WebPFormat: MediaFormat {
    /// The bits of an extended file's features that announce notes (RFC 9649 §2.7).
    private static let notes: UInt8 = 0x0C
    /// The name of a chunk that nobody reads: RIFF has had it for filling since 1991.
    private static let filling = Array("JUNK".utf8)

    let first = MediaStep.gather(12)
    private var state = State.header
    /// Bytes that the file has left by the length at its beginning.
    private var left = 0
    private var canvas: MediaSize?
    private var frame: MediaSize?
    private var hasPixels = false
    private var isMoving = false
    private var hasEnded = false

    private enum State {
        case header
        case chunk
        /// The first bytes of a chunk that tells the size, and how many it has in all.
        case extended(Int)
        case lossy(Int)
        case lossless(Int)
        case remainder
        case end
    }

    var picture: MediaPicture? {
        guard hasEnded, hasPixels, let size = canvas ?? frame else { return nil }
        return MediaPicture(type: "image/webp", size: size, isMoving: isMoving)
    }

    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep? {
        switch state {
        case .header:
            var header = MediaBytes(bytes[4...])
            guard let count = header.littleEndian(bytes: 4), count >= 4 else { return nil }
            left = count - 4
            kept += bytes
            return nextChunk()
        case .chunk:
            return chunk(bytes, into: &kept)
        case .extended(let count):
            guard canvas == nil, !hasPixels, let size = WebPSize.extended(bytes) else { return nil }
            canvas = size
            kept.append(bytes[0] & ~Self.notes)
            kept += bytes.dropFirst()
            return nextChunk(after: .keep(count - bytes.count))
        case .lossy(let count):
            guard let size = WebPSize.lossy(bytes) else { return nil }
            return picture(size, bytes, of: count, into: &kept)
        case .lossless(let count):
            guard let size = WebPSize.lossless(bytes) else { return nil }
            return picture(size, bytes, of: count, into: &kept)
        case .remainder:
            state = .end
            return .fill(0, left)
        case .end:
            hasEnded = true
            return .dropRest
        }
    }

    private mutating func chunk(_ header: [UInt8], into kept: inout [UInt8]) -> MediaStep? {
        var bytes = MediaBytes(header[...])
        guard let type = bytes.code(), let length = bytes.littleEndian(bytes: 4) else { return nil }
        // One of odd length has a byte more, which some leave out at the end.
        let count = min(length + length % 2, left)
        guard count >= length else { return nil }
        left -= count
        func gather(_ wanted: Int, _ next: (Int) -> State) -> MediaStep? {
            guard count >= wanted else { return nil }
            kept += header
            state = next(count)
            return .gather(wanted)
        }
        switch type {
        case "VP8X": return gather(10, State.extended)
        case "VP8 ": return gather(10, State.lossy)
        case "VP8L": return gather(5, State.lossless)
        case "ANMF":
            guard canvas != nil else { return nil }
            hasPixels = true
            isMoving = true
            kept += header
            return nextChunk(after: .keep(count))
        case "ALPH", "ANIM", "ICCP":
            kept += header
            return nextChunk(after: .keep(count))
        default:
            kept += Self.filling + header.dropFirst(4)
            return nextChunk(after: .fill(0, count))
        }
    }

    private mutating func picture(
        _ size: MediaSize, _ bytes: [UInt8], of count: Int, into kept: inout [UInt8]
    ) -> MediaStep? {
        guard frame == nil, canvas ?? size == size else { return nil }
        frame = size
        hasPixels = true
        kept += bytes
        return nextChunk(after: .keep(count - bytes.count))
    }

    /// Goes on to the next chunk, or to the end; what is too short for a chunk there is filled.
    private mutating func nextChunk(after step: MediaStep = .keep()) -> MediaStep {
        var step = step
        if left >= 8 {
            left -= 8
            step.gathered = 8
            state = .chunk
        } else {
            state = .remainder
        }
        return step
    }
}
