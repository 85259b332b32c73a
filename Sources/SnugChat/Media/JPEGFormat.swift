/// A JPEG (ITU-T T.81), of which only the segments stay that its picture needs, up to its end: behind it telephones put
/// films, and second pictures with a place of their own.
struct JPEGFormat: MediaFormat {
    let first = MediaStep.gather(2)
    private var state = State.start
    /// The bytes of a segment's head, or of no segment, that are neither kept nor left out yet.
    private var head: [UInt8] = []
    private var size: MediaSize?
    private var orientation: ExifOrientation?
    private var scans = 0
    private var hasEnded = false

    private enum State {
        case start
        case marker
        /// Within bytes that are neither segment nor filling, which decoders pass over.
        case stray
        /// The code of a marker behind bytes of filling, between segments or within what is compressed.
        case code(inScan: Bool)
        case length(UInt8)
        case segment(UInt8)
        case scan
        case end
    }

    var picture: MediaPicture? {
        guard hasEnded, let size else { return nil }
        return MediaPicture(
            type: "image/jpeg", size: orientation?.isTurned == true ? size.turned : size, passes: scans)
    }

    var undecided: [UInt8] { head }

    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep? {
        let next = next(bytes, into: &kept)
        if next == nil { kept += head }
        return next
    }

    private mutating func next(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep? {
        switch state {
        case .start:
            kept += bytes
            return marker()
        case .marker:
            return bytes[0] == 0xFF ? begin(bytes[1], into: &kept) : stray(bytes)
        case .stray:
            return stray(bytes)
        case .code(let inScan):
            return inScan ? scan(bytes[0], into: &kept) : begin(bytes[0], into: &kept)
        case .length(let code):
            return begin(code, length: Int(bytes[0]) << 8 | Int(bytes[1]), into: &kept)
        case .segment(let code):
            guard read(code, bytes, into: &kept) else { return nil }
            return marker()
        case .scan:
            return scan(bytes.last, into: &kept)
        case .end:
            return .dropRest
        }
    }

    private mutating func marker() -> MediaStep {
        head = []
        state = .marker
        return .gather(2)
    }

    /// Passes over bytes that are no marker's, as decoders do: a segment behind them is one all the same.
    ///
    /// They are left out once there is one.
    private mutating func stray(_ bytes: [UInt8]) -> MediaStep? {
        let isMarker = bytes.last == 0xFF
        head += isMarker ? bytes.dropLast() : bytes[...]
        guard head.count <= Limits.mediaStrayBytesMax else { return nil }
        state = isMarker ? .code(inScan: false) : .stray
        return .gather(1)
    }

    /// Goes on by the code of a marker, behind as many bytes of filling as there are (T.81 B.1.1.2).
    private mutating func begin(_ code: UInt8, into kept: inout [UInt8]) -> MediaStep? {
        switch code {
        case 0xFF:
            state = .code(inScan: false)
            return .gather(1)
        case JPEGMarker.end:
            guard size != nil, scans > 0 else { return nil }
            kept += [0xFF, code]
            head = []
            hasEnded = true
            state = .end
            return .dropRest
        case let code where JPEGMarker.isAlone(code):
            return stray([0xFF, code])
        default:
            guard JPEGMarker.use(code) != nil else { return nil }
            head = [0xFF, code]
            state = .length(code)
            return .gather(2)
        }
    }

    private mutating func begin(_ code: UInt8, length: Int, into kept: inout [UInt8]) -> MediaStep? {
        guard length >= 2, let use = JPEGMarker.use(code) else { return nil }
        switch use {
        case .leftOut:
            _ = marker()
            return .drop(length - 2, thenGather: 2)
        case .read:
            head.appendBigEndian(length, bytes: 2)
            state = .segment(code)
            return .gather(length - 2)
        case .kept:
            guard code != JPEGMarker.scan || size != nil else { return nil }
            kept += head
            kept.appendBigEndian(length, bytes: 2)
            _ = marker()
            guard code == JPEGMarker.scan else { return .keep(length - 2, thenGather: 2) }
            scans += 1
            state = .scan
            return .keep(length - 2)
        }
    }

    /// Looks at a segment as a whole, and keeps it if the picture needs it.
    /// - Returns: false for one that cannot be.
    private mutating func read(_ code: UInt8, _ segment: [UInt8], into kept: inout [UInt8]) -> Bool {
        switch code {
        case JPEGMarker.jfif:
            guard segment.starts(with: "JFIF\0".utf8), segment.count >= 14 else { return true }
            // Without the picture in small behind its twelve bytes.
            kept += [0xFF, code, 0, 16] + segment.prefix(12) + [0, 0]
        case JPEGMarker.exif:
            guard orientation == nil, scans == 0, let found = ExifOrientation(segment) else { return true }
            orientation = found
            kept += found.segment
        case JPEGMarker.colours:
            if segment.starts(with: "ICC_PROFILE\0".utf8) { kept += head + segment }
        case JPEGMarker.adobe:
            guard segment.starts(with: "Adobe".utf8), segment.count >= 12 else { return true }
            kept += [0xFF, code, 0, 14] + segment.prefix(12)
        default:
            guard size == nil, let found = JPEGMarker.size(segment) else { return false }
            size = found
            kept += head + segment
        }
        return true
    }

    /// Goes on within what is compressed: `0xFF` is a byte of it where 0 follows, and divides it where a restart does
    /// (T.81 B.1.1.5).
    private mutating func scan(_ code: UInt8?, into kept: inout [UInt8]) -> MediaStep? {
        switch code {
        case nil: break
        case 0xFF:
            state = .code(inScan: true)
            return .gather(1)
        case .some(let code):
            guard code == 0 || JPEGMarker.restarts.contains(code) else { return begin(code, into: &kept) }
            kept += [0xFF, code]
        }
        state = .scan
        return .keep(before: 0xFF, thenGather: 2)
    }
}
