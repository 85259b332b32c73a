/// A file that a message carries, or waits for the message that names it.
public struct Attachment: Sendable, Hashable {
    public typealias ID = Identifier<Attachment>
    public var id: ID
    public var roomID: Room.ID
    /// The user who uploaded it.
    public var userID: User.ID
    /// The seq of the message that carries it; nil while no message does.
    public var seq: Int64?
    /// One line of text, never a path.
    public var name: String
    /// The media type that its bytes say.
    public var type: String
    /// The bytes that are kept.
    public var size: Int64
    /// Pixels, as a picture or film is to be shown; nil where the bytes say none.
    public var width: Int?
    public var height: Int?
    /// The words that stand for it where it is not seen.
    public var alt: String?
    /// The small picture of it.
    public var previewID: ID?
    public var createdAt: Timestamp

    public init(
        id: ID,
        roomID: Room.ID,
        userID: User.ID,
        seq: Int64? = nil,
        name: String,
        type: String,
        size: Int64,
        width: Int? = nil,
        height: Int? = nil,
        alt: String? = nil,
        previewID: ID? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.roomID = roomID
        self.userID = userID
        self.seq = seq
        self.name = name
        self.type = type
        self.size = size
        self.width = width
        self.height = height
        self.alt = alt
        self.previewID = previewID
        self.createdAt = createdAt
    }

    /// The path at which it is read.
    public var path: String { Self.path(of: id, named: name) }

    /// The path at which its small picture is read, under its own name; nil where it has none.
    public var previewPath: String? { previewID.map { Self.path(of: $0, named: name) } }

    /// The number of the pieces that it is kept in.
    public var pieceCount: Int { Int((size + Limits.attachmentChunkBytes - 1) / Limits.attachmentChunkBytes) }

    /// The bytes that it takes to tell of it, roughly.
    var bytesSent: Int { 192 + name.utf8.count + (alt?.utf8.count ?? 0) }

    /// Returns a path with the name as its last segment (RFC 3986 §3.3).
    private static func path(of id: ID, named name: String) -> String {
        var path = Array("/api/v1/attachments/\(id)/".utf8)
        for byte in name.utf8 {
            if isPathCharacter(byte) {
                path.append(byte)
            } else {
                path += [UInt8(ascii: "%"), hexadecimal(byte >> 4), hexadecimal(byte & 15)]
            }
        }
        return String(decoding: path, as: UTF8.self)
    }

    private static func isPathCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@".utf8.contains(byte)
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
    }
}

/// A file with the hash of its bytes, by which its readers know that they have it.
public struct StoredAttachment: Sendable, Hashable {
    public var attachment: Attachment
    /// The SHA-256 of the bytes that are kept.
    public var sha256: [UInt8]

    public init(attachment: Attachment, sha256: [UInt8]) {
        self.attachment = attachment
        self.sha256 = sha256
    }
}

/// A file in the list of those that were sent in a room.
public struct SentAttachment: Sendable, Hashable {
    public var attachment: Attachment
    /// The seq of its message.
    public var seq: Int64
    /// The time of its message.
    public var timestamp: Timestamp

    public init(attachment: Attachment, seq: Int64, timestamp: Timestamp) {
        self.attachment = attachment
        self.seq = seq
        self.timestamp = timestamp
    }
}
