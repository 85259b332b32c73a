/// A PNG (W3C PNG, third edition), reduced to the chunks that its picture needs.
///
/// Those of a moving picture are none of them: what is left stands still.
enum PNGPicture {
    static let beginning: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The chunks without which it cannot be shown, and those that say what its colours are.
    private static let needed: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sBIT", "sRGB", "cICP", "iCCP",
    ]

    /// Returns the file without what the picture does not need, and its size.
    /// - Throws: ``PictureFault/unreadable``
    static func reduced(_ file: [UInt8]) throws(PictureFault) -> ([UInt8], PictureSize) {
        var bytes = PictureBytes(file.dropFirst(beginning.count))
        var kept = beginning
        kept.reserveCapacity(file.count)
        var size: PictureSize?
        var hasPixels = false
        while let chunk = PNGChunk(&bytes) {
            if chunk.type == "IHDR" {
                guard size == nil, let found = self.size(in: chunk.data) else { break }
                size = found
            }
            // The first chunk is the header (PNG §5.6), and no decoder shows what has an unknown one that it needs.
            guard size != nil, needed.contains(chunk.type) || chunk.isAncillary else { break }
            if needs(chunk) { kept += chunk.bytes }
            if chunk.type == "IDAT" { hasPixels = true }
            if chunk.type == "IEND" {
                guard let size, hasPixels else { break }
                return (kept, size)
            }
        }
        throw .unreadable
    }

    private static func needs(_ chunk: PNGChunk) -> Bool {
        // A compressed profile that is long has another use than colours.
        needed.contains(chunk.type) && (chunk.type != "iCCP" || chunk.data.count <= Limits.pictureProfileBytesMax)
    }

    /// Returns the size in a header (PNG §11.2.1).
    private static func size(in header: ArraySlice<UInt8>) -> PictureSize? {
        var bytes = PictureBytes(header)
        guard header.count == 13, let width = bytes.bigEndian(bytes: 4), let height = bytes.bigEndian(bytes: 4) else {
            return nil
        }
        return PictureSize(width: width, height: height)
    }
}

/// A chunk of a PNG (PNG §5.3).
private struct PNGChunk {
    /// All of it: length, type, data and checksum.
    let bytes: [UInt8]
    let type: String
    let data: ArraySlice<UInt8>

    /// Reads the next one; nil where there is no whole one.
    init?(_ rest: inout PictureBytes) {
        guard let length = rest.bytes(4), let type = rest.bytes(4) else { return nil }
        let count = length.reduce(0) { $0 << 8 | Int($1) }
        guard let data = rest.bytes(count), let checksum = rest.bytes(4) else { return nil }
        self.type = String(decoding: type, as: UTF8.self)
        self.data = data
        bytes = Array(length + type + data + checksum)
    }

    /// True where a picture can be shown without it: its type begins with a small letter (PNG §5.4).
    var isAncillary: Bool { type.utf8.first.map { $0 & 0x20 != 0 } ?? false }
}
