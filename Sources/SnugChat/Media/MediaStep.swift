/// The next that is done with a file's bytes, as its format says.
struct MediaStep: Sendable {
    /// The use of bytes that pass without being looked at.
    enum Use: Sendable {
        case keep
        case drop
        /// They give way to as many of this one.
        case fill(UInt8)
        /// They are kept up to the next of this one, however many there are.
        case keepBefore(UInt8)
    }

    var use: Use
    /// Bytes that pass; `Int.max` for all that come.
    var count: Int
    /// Bytes behind those, gathered for the format to look at.
    var gathered: Int

    static func keep(_ count: Int = 0, thenGather gathered: Int = 0) -> MediaStep {
        MediaStep(use: .keep, count: count, gathered: gathered)
    }

    static func drop(_ count: Int, thenGather gathered: Int = 0) -> MediaStep {
        MediaStep(use: .drop, count: count, gathered: gathered)
    }

    static func fill(_ byte: UInt8, _ count: Int, thenGather gathered: Int = 0) -> MediaStep {
        MediaStep(use: .fill(byte), count: count, gathered: gathered)
    }

    static func keep(before byte: UInt8, thenGather gathered: Int) -> MediaStep {
        MediaStep(use: .keepBefore(byte), count: .max, gathered: gathered)
    }

    static func gather(_ count: Int) -> MediaStep { keep(thenGather: count) }

    static let keepRest = keep(.max)
    static let dropRest = drop(.max)
}

/// A format's way through a file of its own.
///
/// It holds no more than it asks to be gathered, and says of everything else only that it passes.
protocol MediaFormat: Sendable {
    /// The step that the first byte of the file begins.
    var first: MediaStep { get }
    /// The kind of a file that ends between two steps; nil where that is too early.
    var kind: MediaKind? { get }
    /// The picture that it holds; nil where it is none, or ends too early.
    var picture: MediaPicture? { get }

    /// The bytes that it was given and that are neither kept nor left out yet: they are kept where the file ends here.
    var undecided: [UInt8] { get }

    /// Looks at the bytes that were gathered, and gives those that stand in their place.
    /// - Returns: the next step; nil where they are none of the format, for which they are then kept as they are.
    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) throws(MediaFault) -> MediaStep?
}

extension MediaFormat {
    var kind: MediaKind? { picture?.kind }
    var picture: MediaPicture? { nil }
    var undecided: [UInt8] { [] }
}

/// A file that nothing is taken from.
struct PlainFormat: MediaFormat {
    let first = MediaStep.keepRest
    let kind: MediaKind?

    init(_ type: String) { kind = MediaKind(type: type) }

    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep? { nil }
}
