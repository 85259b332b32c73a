/// The kind of a file, as its bytes say.
public struct MediaKind: Sendable, Hashable {
    /// A media type (RFC 6838); ``unknown`` for all that is not known.
    public var type: String
    /// Pixels of a picture or film side by side, as it is shown: turned as it says; nil where the height is.
    public var width: Int?
    /// Pixels one above the other.
    public var height: Int?

    public static let unknown = "application/octet-stream"

    /// The types that browsers show and that hold no script.
    ///
    /// Neither SVG nor PDF may ever be one of them.
    public static let shown = [
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif",
        "video/mp4", "video/quicktime", "video/webm",
        "audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/webm",
    ]

    public init(type: String, width: Int? = nil, height: Int? = nil) {
        self.type = type
        self.width = width
        self.height = height
    }
}
