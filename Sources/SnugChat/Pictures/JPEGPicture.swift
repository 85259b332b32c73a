/// A JPEG (ITU-T T.81), reduced to the segments that its picture needs.
enum JPEGPicture {
    static let beginning: [UInt8] = [0xFF, 0xD8, 0xFF]

    /// The markers that are told apart here (T.81, table B.1).
    private enum Marker {
        static let start: UInt8 = 0xD8
        static let end: UInt8 = 0xD9
        static let scan: UInt8 = 0xDA
        static let huffmanTables: UInt8 = 0xC4
        static let quantization: UInt8 = 0xDB
        static let restartInterval: UInt8 = 0xDD
        /// Frames that browsers show: baseline, extended, progressive.
        static let frames: ClosedRange<UInt8> = 0xC0...0xC2
        /// Frames that they do not: without loss, in layers, or with arithmetic coding.
        static let otherFrames: Set<UInt8> = [0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF]
        static let jfif: UInt8 = 0xE0
        static let colours: UInt8 = 0xE2
        static let adobe: UInt8 = 0xEE
    }

    /// Returns the file without what the picture does not need, and its size.
    /// - Throws: ``PictureFault/unreadable``
    static func reduced(_ file: [UInt8]) throws(PictureFault) -> ([UInt8], PictureSize) {
        var bytes = PictureBytes(file[...])
        var kept: [UInt8] = [0xFF, Marker.start]
        kept.reserveCapacity(file.count)
        _ = bytes.bytes(2)
        var size: PictureSize?
        var scans = 0
        while let code = marker(&bytes) {
            if code == Marker.end {
                guard let size, scans > 0 else { break }
                return (kept + [0xFF, Marker.end], size)
            }
            guard let length = bytes.bigEndian(bytes: 2), let segment = bytes.bytes(length - 2) else { break }
            if Marker.frames.contains(code) {
                guard size == nil, let found = self.size(in: segment) else { break }
                size = found
            }
            guard !Marker.otherFrames.contains(code) else { break }
            if needs(code, segment) {
                kept += [0xFF, code, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
                kept += segment
            }
            if code == Marker.scan {
                scans += 1
                // Each is another pass over all pixels.
                guard size != nil, scans <= Limits.pictureScansMax else { break }
                kept += bytes.scan()
            }
        }
        throw .unreadable
    }

    /// Returns the code of the next marker, behind as many bytes of filling as there are (T.81 B.1.1.2).
    private static func marker(_ bytes: inout PictureBytes) -> UInt8? {
        guard bytes.byte() == 0xFF else { return nil }
        var code = bytes.byte()
        while code == 0xFF { code = bytes.byte() }
        // Those below and the restarts stand alone: between segments there are none.
        guard let code, code >= 0xC0, !(0xD0...Marker.start).contains(code) else { return nil }
        return code
    }

    /// Returns the size in a frame's header (T.81 B.2.2).
    private static func size(in segment: ArraySlice<UInt8>) -> PictureSize? {
        var bytes = PictureBytes(segment)
        guard bytes.byte() != nil, let height = bytes.bigEndian(bytes: 2), let width = bytes.bigEndian(bytes: 2) else {
            return nil
        }
        return PictureSize(width: width, height: height)
    }

    /// Returns true for a segment that changes what is seen.
    private static func needs(_ code: UInt8, _ segment: ArraySlice<UInt8>) -> Bool {
        switch code {
        case Marker.frames, Marker.huffmanTables, Marker.quantization, Marker.restartInterval, Marker.scan:
            true
        // It says what the colours are; with more than its own 14 bytes it holds a second picture.
        case Marker.jfif: segment.count == 14 && segment.starts(with: "JFIF\0".utf8)
        case Marker.colours: segment.starts(with: "ICC_PROFILE\0".utf8)
        case Marker.adobe: segment.count == 12 && segment.starts(with: "Adobe".utf8)
        default: false
        }
    }
}
