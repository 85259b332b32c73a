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
        let size: PictureSize
        if file.starts(with: JPEGPicture.beginning) {
            type = .jpeg
            (bytes, size) = try JPEGPicture.reduced(file)
        } else if file.starts(with: PNGPicture.beginning) {
            type = .png
            (bytes, size) = try PNGPicture.reduced(file)
        } else if file.starts(with: WebPPicture.beginning), file.dropFirst(8).starts(with: WebPPicture.form) {
            type = .webp
            (bytes, size) = try WebPPicture.reduced(file)
        } else {
            throw .otherFormat
        }
        let sides = Limits.pictureSideMin...Limits.pictureSideMax
        guard sides.contains(size.width), sides.contains(size.height) else { throw .otherSize }
    }

    /// The beginning of the SHA-256 of its bytes in hexadecimal, by which another picture has another address.
    public var tag: String {
        SHA256.hash(data: bytes).prefix(Limits.pictureTagBytes)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// The pixels of a picture, side by side and one above the other.
struct PictureSize: Hashable {
    var width: Int
    var height: Int
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
