/// The kind of a file, as its bytes say.
public struct MediaKind: Sendable, Hashable {
    public var type: String
    public var width: Int?
    public var height: Int?

    public init(type: String, width: Int? = nil, height: Int? = nil) {
        self.type = type
        self.width = width
        self.height = height
    }
}

/// The reason why a file is not kept.
public enum MediaFault: Error, Sendable, Hashable {
    /// It is a picture from which what it carries beside the picture cannot be taken.
    case uncleanable
}

/// A filter that hands on the bytes of a file as they come.
public struct MediaFilter: Sendable {
    public init(declaredType: String) {}

    /// Takes the next bytes.
    public mutating func take(_ bytes: ArraySlice<UInt8>, into kept: inout [UInt8]) throws(MediaFault) {
        kept += bytes
    }

    /// Ends the file and returns its kind.
    public mutating func finish(into kept: inout [UInt8]) throws(MediaFault) -> MediaKind {
        MediaKind(type: "application/octet-stream")
    }
}
