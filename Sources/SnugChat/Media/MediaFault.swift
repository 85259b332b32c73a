/// The reason why a file cannot be taken at all.
public enum MediaFault: Error, Sendable, Hashable {
    /// It is a HEIC or AVIF whose notes lie before the box that says where, or in a place that cannot be told: whoever
    /// took it as it came has passed them on already.
    case uncleanable
}
