import Crypto

/// A person's picture as it is kept and shown: checked, and without anything that a camera or a program wrote beside it.
public struct Picture: Sendable, Hashable {
    public var type: MediaType
    public var bytes: [UInt8]

    /// A file format that every browser shows.
    public enum MediaType: String, Sendable, Hashable, CaseIterable {
        case jpeg = "image/jpeg"
        case png = "image/png"
        case webp = "image/webp"
    }

    /// Creates a picture that was checked when it was kept.
    public init(stored bytes: [UInt8], _ type: MediaType) {
        self.type = type
        self.bytes = bytes
    }

    /// Checks a file that somebody sent, and takes out of it all that the picture does not need: where and by which
    /// camera it was taken, a second picture in small, comments, and bytes behind its end.
    ///
    /// The format is known by its first bytes. The pixels are not looked at: they stay as they were compressed.
    /// - Throws: ``PictureFault``
    public init(sent file: [UInt8]) throws(PictureFault) {
        guard file.count <= Limits.pictureBytesMax else { throw .tooManyBytes }
        guard let type = Self.type(of: file) else { throw .otherFormat }
        self.type = type
        let picture: MediaPicture
        switch type {
        case .jpeg: (bytes, picture) = try Self.filtered(file, JPEGFormat())
        case .png: (bytes, picture) = try Self.filtered(file, PNGFormat(isStill: true))
        case .webp: (bytes, picture) = try Self.filtered(file, WebPFormat())
        }
        guard !picture.isMoving else { throw .moving }
        // Each is a way over all pixels.
        guard picture.passes <= Limits.pictureScansMax else { throw .unreadable }
        let sides = Limits.pictureSideMin...Limits.pictureSideMax
        guard sides.contains(picture.size.width), sides.contains(picture.size.height) else { throw .otherSize }
    }

    private static func type(of file: [UInt8]) -> MediaType? {
        let beginning = MediaBeginning(Array(file.prefix(Limits.mediaBeginningBytes)))
        return switch beginning.format(declaredType: "") {
        case is JPEGFormat: .jpeg
        case is PNGFormat: .png
        case is WebPFormat: .webp
        default: nil
        }
    }

    private static func filtered(
        _ file: [UInt8], _ format: some MediaFormat
    ) throws(PictureFault) -> ([UInt8], MediaPicture) {
        var filter = MediaFilter(format)
        var kept: [UInt8] = []
        do {
            try filter.take(file, into: &kept)
            guard let picture = try filter.end(into: &kept)?.picture else { throw PictureFault.unreadable }
            return (kept, picture)
        } catch {
            throw .unreadable
        }
    }

    /// The beginning of the SHA-256 of its bytes in hexadecimal, by which another picture has another address.
    public var tag: String {
        SHA256.hash(data: bytes).prefix(Limits.pictureTagBytes)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// The reason why a file is not taken for a picture of a person.
public enum PictureFault: Error, Sendable, Hashable, CaseIterable {
    case tooManyBytes
    /// It is neither JPEG nor PNG nor WebP.
    case otherFormat
    /// It begins like one of these, and does not go on like it.
    case unreadable
    /// It is a film.
    case moving
    case otherSize
}
