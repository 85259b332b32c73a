/// A PNG (W3C PNG, third edition), moving ones too, of which only the chunks stay that its picture needs, up to its end.
struct PNGFormat: MediaFormat {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The chunks that make the picture, its colours, its measures and its movement.
    private static let needed: Set<String> = [
        "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sBIT", "sRGB", "cICP", "iCCP", "mDCV", "cLLI",
        "bKGD", "hIST", "pHYs", "sPLT", "oFFs",
    ]
    /// The chunks of its movement; without them its first picture stands still.
    private static let moving: Set<String> = ["acTL", "fcTL", "fdAT"]

    /// The first chunk is the header (PNG §5.6): 8 bytes, 13 of data, a checksum of 4.
    let first = MediaStep.keep(signature.count, thenGather: 25)
    private let isStill: Bool
    private var size: MediaSize?
    private var hasPixels = false
    private var hasEnded = false

    /// - Parameter isStill: true where its movement is left out.
    init(isStill: Bool = false) { self.isStill = isStill }

    var picture: MediaPicture? { hasEnded ? size.map { MediaPicture(type: "image/png", size: $0) } : nil }

    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep? {
        if hasEnded { return .dropRest }
        var chunk = MediaBytes(bytes[...])
        guard let count = chunk.bigEndian(bytes: 4), let type = chunk.code() else { return nil }
        guard size != nil else {
            guard type == "IHDR", count == 13, let width = chunk.bigEndian(bytes: 4),
                let height = chunk.bigEndian(bytes: 4)
            else { return nil }
            size = MediaSize(width: width, height: height)
            kept += bytes
            return .gather(8)
        }
        // No length is longer (PNG §5.3), and no decoder shows what has an unknown chunk that it needs.
        guard count < 1 << 31, isNeeded(type) || isAncillary(type) else { return nil }
        guard isNeeded(type) else { return .drop(count + 4, thenGather: 8) }
        if type == "IDAT" { hasPixels = true }
        guard type == "IEND" else {
            kept += bytes
            return .keep(count + 4, thenGather: 8)
        }
        guard hasPixels, count == 0 else { return nil }
        kept += bytes
        hasEnded = true
        return .keep(4)
    }

    private func isNeeded(_ type: String) -> Bool {
        Self.needed.contains(type) || !isStill && Self.moving.contains(type)
    }

    /// True where a picture can be shown without it: its type begins with a small letter (PNG §5.4).
    private func isAncillary(_ type: String) -> Bool {
        type.utf8.count == 4 && type.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "z") ~= $0 }
            && type.utf8.first.map { $0 & 0x20 != 0 } ?? false
    }
}
