/// The tracks of a film, as far as they say what it is.
struct Film: Sendable {
    private var track: MediaSize?
    private var size: MediaSize?
    private var hasPictures = false
    private var hasSound = false

    mutating func beginTrack() { track = nil }

    /// Returns its kind; nil for one without tracks.
    ///
    /// One of sounds alone is a sound, whatever it is called.
    func kind(_ type: String) -> MediaKind? {
        guard hasPictures || hasSound else { return nil }
        guard hasPictures, type.hasPrefix("video/") else {
            return MediaKind(type: type == "video/mp4" ? "audio/mp4" : type)
        }
        guard let size, size.isShown else { return MediaKind(type: type) }
        return MediaKind(type: type, width: size.width, height: size.height)
    }

    /// Reads the body of a box about the film, a track or its media.
    /// - Returns: the same without the times at which it was made.
    mutating func read(_ type: String, _ body: [UInt8]) -> [UInt8] {
        guard type != "hdlr" else {
            readHandler(body)
            return body
        }
        guard let version = body.first else { return body }
        if type == "tkhd" { track = Self.size(body, version) }
        // Two times of four bytes behind version and flags, or of eight (ISO 14496-12 §8.2.2, §8.3.2, §8.4.2).
        var body = body
        for index in 4..<(version == 1 ? 20 : 12) where body.indices.contains(index) { body[index] = 0 }
        return body
    }

    /// Reads what a track is for (ISO 14496-12 §8.4.3).
    private mutating func readHandler(_ body: [UInt8]) {
        var bytes = MediaBytes(body[...])
        guard bytes.bytes(8) != nil, let handler = bytes.code() else { return }
        if handler == "soun" { hasSound = true }
        guard handler == "vide" || handler == "pict" else { return }
        hasPictures = true
        size = size ?? track
    }

    /// Returns the size in the head of a track, as its matrix turns it (ISO 14496-12 §8.3.2).
    private static func size(_ body: [UInt8], _ version: UInt8) -> MediaSize? {
        var bytes = MediaBytes(body[...])
        guard bytes.bytes(version == 1 ? 52 : 40) != nil, let across = bytes.bigEndian(bytes: 4),
            bytes.bytes(12) != nil, let down = bytes.bigEndian(bytes: 4), bytes.bytes(16) != nil,
            let width = bytes.bigEndian(bytes: 4), let height = bytes.bigEndian(bytes: 4)
        else { return nil }
        // Both with 16 bits behind the point.
        let size = MediaSize(width: width >> 16, height: height >> 16)
        return across == 0 && down == 0 ? size.turned : size
    }
}
