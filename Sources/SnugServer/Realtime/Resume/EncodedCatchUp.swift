import NIOCore
import SnugChat

/// A ``CatchUp`` with its frames, encoded outside the event loop.
enum EncodedCatchUp: Sendable {
    /// All that was missed, as frames in one piece.
    case missed(ByteBuffer, lastSeq: Int64, lastRev: Int64, readRev: Int64)
    case tooMuch(lastSeq: Int64, lastRev: Int64)

    /// Encodes what was missed, and no more of it than is worth sending.
    init(_ catchUp: CatchUp) {
        switch catchUp {
        case .tooMuch(let lastSeq, let lastRev):
            self = .tooMuch(lastSeq: lastSeq, lastRev: lastRev)
        case .missed(let missed):
            var frames = ByteBuffer()
            for index in 0..<(missed.messages.count + missed.changes.count) {
                let isNew = index < missed.messages.count
                frames.writeImmutableBuffer(
                    isNew
                        ? ServerFrame.text(JSONWriter.bytes { $0.message(missed.messages[index]) })
                        : ServerFrame.change(missed.changes[index - missed.messages.count]))
                // More than a slow reader may have waiting is better fetched by pages.
                guard frames.readableBytes <= Limits.resumeBytesMax else {
                    self = .tooMuch(lastSeq: missed.lastSeq, lastRev: missed.lastRev)
                    return
                }
            }
            self = .missed(frames, lastSeq: missed.lastSeq, lastRev: missed.lastRev, readRev: missed.readRev)
        }
    }
}
