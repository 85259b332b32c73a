/// The places where a WebP tells its size.
enum WebPSize {
    /// Returns the size of the canvas of an extended file (RFC 9649 §2.7).
    static func extended(_ data: [UInt8]) -> MediaSize? {
        var bytes = MediaBytes(data[...])
        guard bytes.bytes(4) != nil, let width = bytes.littleEndian(bytes: 3), let height = bytes.littleEndian(bytes: 3)
        else { return nil }
        return MediaSize(width: width + 1, height: height + 1)
    }

    /// Returns the size of a key frame of VP8 (RFC 6386 §9.1).
    static func lossy(_ data: [UInt8]) -> MediaSize? {
        var bytes = MediaBytes(data[...])
        guard let tag = bytes.littleEndian(bytes: 3), tag & 1 == 0, bytes.bigEndian(bytes: 3) == 0x9D_012A,
            let width = bytes.littleEndian(bytes: 2), let height = bytes.littleEndian(bytes: 2)
        else { return nil }
        return MediaSize(width: width & 0x3FFF, height: height & 0x3FFF)
    }

    /// Returns the size of a picture without loss (RFC 9649 §3.4).
    static func lossless(_ data: [UInt8]) -> MediaSize? {
        var bytes = MediaBytes(data[...])
        guard bytes.byte() == 0x2F, let bits = bytes.littleEndian(bytes: 4), bits >> 29 == 0 else { return nil }
        return MediaSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
    }
}
