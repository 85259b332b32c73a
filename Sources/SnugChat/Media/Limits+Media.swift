/// The bounds on files that are sent, and on what is looked at in them while they pass.
extension Limits {
    /// Bytes at the beginning of a file by which its format is known: the first page of an Ogg tells its codec by the
    /// fortieth, the header of a WebM its kind by the fiftieth.
    public static let mediaBeginningBytes = 64
    /// Pixels of a picture that is shown: a camera of the best takes 60 million, and unpacked it takes 400 MB of whoever
    /// looks at it.
    public static let mediaPixelsMax = 100_000_000
    /// Passes over its pixels that a picture is made of, where it is shown: programs write about ten, and 882 of nothing,
    /// in 300 KB, keep whoever looks at it busy for ten seconds.
    public static let mediaPassesMax = 64
    /// Stray bytes between two segments of a JPEG, which decoders pass over; one of more is unknown.
    public static let mediaStrayBytesMax = 65_536
    /// Bytes of the box that says where the parts of a HEIC or AVIF lie, held at once: a telephone's has four thousand,
    /// and eight that are sent together take 8 MB.
    public static let mediaMetaBytesMax = 1_024 * 1_024
    /// Bytes of a short box of a film that is read as a whole: those that there are have a hundred.
    public static let mediaBoxBytesMax = 1_024
    /// Places in a HEIC or AVIF that are written over, each at most as long as the box: an ordinary one has two.
    public static let mediaPlacesMax = 256
}
