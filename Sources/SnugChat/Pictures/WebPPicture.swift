/// A WebP (RFC 9649), reduced to the chunks that its picture needs.
enum WebPPicture {
    static let beginning = Array("RIFF".utf8)
    /// The bytes at the ninth place.
    static let form = Array("WEBP".utf8)

    /// The features of an extended file (RFC 9649 §2.7).
    private enum Feature {
        static let animation: UInt8 = 0x02
        static let xmp: UInt8 = 0x04
        static let exif: UInt8 = 0x08
    }

    /// Returns the file without what the picture does not need, and its size.
    /// - Throws: ``PictureFault/unreadable``, ``PictureFault/moving``
    static func reduced(_ file: [UInt8]) throws(PictureFault) -> ([UInt8], PictureSize) {
        var bytes = PictureBytes(file[...])
        // Whatever lies behind the length that it gives is no part of it.
        guard bytes.bytes(4) != nil, let length = bytes.littleEndian(bytes: 4), let content = bytes.bytes(length),
            content.starts(with: form)
        else { throw .unreadable }
        var chunks = PictureBytes(content.dropFirst(form.count))
        var kept = form
        var canvas: PictureSize?
        while let chunk = RIFFChunk(&chunks) {
            switch chunk.type {
            case "VP8X":
                guard canvas == nil, kept.count == form.count, let features = chunk.data.first else {
                    throw .unreadable
                }
                guard features & Feature.animation == 0 else { throw .moving }
                canvas = extendedSize(chunk.data)
                guard canvas != nil else { throw .unreadable }
                var data = Array(chunk.data)
                data[0] = features & ~(Feature.exif | Feature.xmp)
                kept += RIFFChunk.bytes(chunk.type, data)
            case "ICCP", "ALPH":
                guard canvas != nil else { throw .unreadable }
                kept += RIFFChunk.bytes(chunk.type, chunk.data)
            case "VP8 ", "VP8L":
                let size = chunk.type == "VP8L" ? losslessSize(chunk.data) : lossySize(chunk.data)
                guard let size, canvas ?? size == size else { throw .unreadable }
                kept += RIFFChunk.bytes(chunk.type, chunk.data)
                var whole = beginning
                whole.appendLittleEndian(kept.count)
                return (whole + kept, size)
            case "ANIM", "ANMF": throw .moving
            default: break
            }
        }
        throw .unreadable
    }

    /// Returns the size of the canvas of an extended file (RFC 9649 §2.7).
    private static func extendedSize(_ data: ArraySlice<UInt8>) -> PictureSize? {
        var bytes = PictureBytes(data)
        guard data.count == 10, bytes.bytes(4) != nil, let width = bytes.littleEndian(bytes: 3),
            let height = bytes.littleEndian(bytes: 3)
        else { return nil }
        return PictureSize(width: width + 1, height: height + 1)
    }

    /// Returns the size of a key frame of VP8 (RFC 6386 §9.1).
    private static func lossySize(_ data: ArraySlice<UInt8>) -> PictureSize? {
        var bytes = PictureBytes(data)
        guard let tag = bytes.littleEndian(bytes: 3), tag & 1 == 0, bytes.bigEndian(bytes: 3) == 0x9D_012A,
            let width = bytes.littleEndian(bytes: 2), let height = bytes.littleEndian(bytes: 2)
        else { return nil }
        return PictureSize(width: width & 0x3FFF, height: height & 0x3FFF)
    }

    /// Returns the size of a picture without loss (RFC 9649 §3.4).
    private static func losslessSize(_ data: ArraySlice<UInt8>) -> PictureSize? {
        var bytes = PictureBytes(data)
        guard bytes.byte() == 0x2F, let bits = bytes.littleEndian(bytes: 4), bits >> 29 == 0 else { return nil }
        return PictureSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
    }
}

/// A chunk of a RIFF file (RFC 9649 §2.3).
private struct RIFFChunk {
    let type: String
    let data: ArraySlice<UInt8>

    /// Reads the next one; nil where there is no whole one.
    init?(_ rest: inout PictureBytes) {
        guard let type = rest.bytes(4), let count = rest.littleEndian(bytes: 4), let data = rest.bytes(count) else {
            return nil
        }
        // One of odd length has a byte more.
        if count % 2 == 1 { _ = rest.byte() }
        self.type = String(decoding: type, as: UTF8.self)
        self.data = data
    }

    /// Returns a chunk as it is written.
    static func bytes(_ type: String, _ data: some Collection<UInt8>) -> [UInt8] {
        var bytes = Array(type.utf8)
        bytes.appendLittleEndian(data.count)
        return bytes + data + (data.count % 2 == 1 ? [0] : [])
    }
}
