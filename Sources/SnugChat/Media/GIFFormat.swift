/// A GIF (GIF89a), of which its comments go and all that applications add but how often it moves.
struct GIFFormat: MediaFormat {
    static let signatures = ["GIF87a", "GIF89a"]

    /// The sign, and the description of the screen (§17, §18).
    let first = MediaStep.gather(13)
    private var state = State.header
    private var size: MediaSize?
    private var hasPixels = false
    private var hasEnded = false

    private enum State {
        case header
        case block
        case label
        case application(count: Int)
        /// The rest of a description of a picture.
        case picture
        /// The length of the next piece of data, which is kept or goes.
        case piece(isKept: Bool)
        case end
    }

    /// The applications whose data say how often the picture moves.
    private static let loops = ["NETSCAPE2.0", "ANIMEXTS1.0"]

    var picture: MediaPicture? { hasEnded ? size.map { MediaPicture(type: "image/gif", size: $0) } : nil }

    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep? {
        switch state {
        case .header:
            size = MediaSize(width: Int(bytes[6]) | Int(bytes[7]) << 8, height: Int(bytes[8]) | Int(bytes[9]) << 8)
            kept += bytes
            state = .block
            return .keep(Self.tableBytes(bytes[10]), thenGather: 1)
        case .block: return block(bytes[0], into: &kept)
        case .label: return label(bytes[0], into: &kept)
        case .application(let count): return application(bytes, nameBytes: count, into: &kept)
        case .picture:
            // Its place and size, and then the size of the codes behind its table (§20, §22).
            kept += bytes
            hasPixels = true
            state = .piece(isKept: true)
            return .keep(Self.tableBytes(bytes[8]) + 1, thenGather: 1)
        case .piece(let isKept): return piece(Int(bytes[0]), isKept: isKept, into: &kept)
        case .end: return .dropRest
        }
    }

    /// Returns the bytes of the table of colours that a packed field announces.
    private static func tableBytes(_ packed: UInt8) -> Int { packed & 0x80 == 0 ? 0 : 3 << (Int(packed & 7) + 1) }

    private mutating func block(_ sign: UInt8, into kept: inout [UInt8]) -> MediaStep? {
        switch sign {
        case 0x21:
            state = .label
            return .gather(1)
        case 0x2C:
            kept.append(sign)
            state = .picture
            return .gather(9)
        case 0x3B where hasPixels:
            kept.append(sign)
            hasEnded = true
            state = .end
            return .dropRest
        default: return nil
        }
    }

    /// Goes on by the kind of an extension: how the next picture is shown stays (§23); comments and texts go.
    private mutating func label(_ label: UInt8, into kept: inout [UInt8]) -> MediaStep? {
        switch label {
        case 0xF9:
            kept += [0x21, label]
            state = .piece(isKept: true)
        case 0xFF:
            state = .application(count: 0)
        default:
            state = .piece(isKept: false)
        }
        return .gather(1)
    }

    /// Reads the length of an application's name, and then the name (§26).
    private mutating func application(_ bytes: [UInt8], nameBytes: Int, into kept: inout [UInt8]) -> MediaStep? {
        if nameBytes == 0, bytes[0] == 11 {
            state = .application(count: 11)
            return .gather(11)
        }
        guard nameBytes > 0 else { return piece(Int(bytes[0]), isKept: false, into: &kept) }
        let isLoop = Self.loops.contains { bytes.elementsEqual($0.utf8) }
        if isLoop { kept += [0x21, 0xFF, 11] + bytes }
        state = .piece(isKept: isLoop)
        return .gather(1)
    }

    /// Goes on by the length of a piece of data, the last of which has none (§15).
    private mutating func piece(_ count: Int, isKept: Bool, into kept: inout [UInt8]) -> MediaStep {
        if isKept { kept.append(UInt8(truncatingIfNeeded: count)) }
        state = count == 0 ? .block : .piece(isKept: isKept)
        return isKept ? .keep(count, thenGather: 1) : .drop(count, thenGather: 1)
    }
}
