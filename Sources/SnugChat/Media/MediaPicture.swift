/// A picture as its file describes it.
struct MediaPicture: Sendable, Hashable {
    var type: String
    /// As it is shown.
    var size: MediaSize
    var isMoving = false
    /// The passes over its pixels that it is made of.
    var passes = 1

    /// Unknown where it has no pixels, or more than anyone should unpack, or is made of more passes over them.
    var kind: MediaKind {
        guard size.isShown, passes <= Limits.mediaPassesMax else { return MediaKind(type: MediaKind.unknown) }
        return MediaKind(type: type, width: size.width, height: size.height)
    }
}

/// The pixels of a picture, side by side and one above the other.
struct MediaSize: Sendable, Hashable {
    var width: Int
    var height: Int

    var turned: MediaSize { MediaSize(width: height, height: width) }

    /// True where there are pixels, and not too many to unpack.
    var isShown: Bool {
        let sides = 1...Limits.mediaPixelsMax
        return sides.contains(width) && sides.contains(height) && width <= Limits.mediaPixelsMax / height
    }
}
