/// One entry of a room's log.
public struct Message: Sendable, Hashable {
    public typealias ID = Identifier<Message>
    public var id: ID
    public var roomID: Room.ID
    /// Its number in the room: 1, 2, 3 … without gaps, in the order of commit.
    public var seq: Int64
    public var userID: User.ID
    /// Plain text, at most ``Limits/contentBytesMax`` bytes of UTF-8; empty once deleted.
    public var content: String
    public var timestamp: Timestamp
    /// What makes sending it again harmless; unique per sender.
    public var clientID: String?
    /// The seq of the message it answers, in the same room.
    public var replyTo: Int64?
    /// The number of its latest change in the room's second counter; 0 while unchanged.
    public var rev: Int64
    public var editedAt: Timestamp?
    public var deletedAt: Timestamp?
    /// In the order of their first.
    public var reactions: [Reaction]

    public init(
        id: ID,
        roomID: Room.ID,
        seq: Int64,
        userID: User.ID,
        content: String,
        timestamp: Timestamp,
        clientID: String? = nil,
        replyTo: Int64? = nil,
        rev: Int64 = 0,
        editedAt: Timestamp? = nil,
        deletedAt: Timestamp? = nil,
        reactions: [Reaction] = []
    ) {
        self.id = id
        self.roomID = roomID
        self.seq = seq
        self.userID = userID
        self.content = content
        self.timestamp = timestamp
        self.clientID = clientID
        self.replyTo = replyTo
        self.rev = rev
        self.editedAt = editedAt
        self.deletedAt = deletedAt
        self.reactions = reactions
    }
}

/// A message as its author means it, before it has a place in the log.
public struct Draft: Sendable, Hashable {
    public var roomID: Room.ID
    public var content: String
    public var clientID: String?
    public var replyTo: Int64?

    public init(roomID: Room.ID, content: String, clientID: String? = nil, replyTo: Int64? = nil) {
        self.roomID = roomID
        self.content = content
        self.clientID = clientID
        self.replyTo = replyTo
    }

    /// - Throws: ``Refusal/invalid(_:)``
    func check() throws(Refusal) {
        var check = FieldCheck()
        if content.utf8.count > Limits.contentBytesMax {
            check.refuse("content", "A message has at most \(Limits.contentBytesMax) bytes of UTF-8.")
        } else if content.allSatisfy(\.isWhitespace) {
            check.refuse("content", "A message needs some text.")
        } else if content.utf8.contains(0) {
            check.refuse("content", "A message cannot hold a NUL character.")
        }
        if let clientID, !Self.isClientID(clientID) {
            check.refuse("client_id", "A client_id is 1 to 64 characters of A-Z a-z 0-9 _ -.")
        }
        try check.finish()
    }

    static func isClientID(_ text: String) -> Bool {
        (1...Limits.clientIDBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

/// The outcome of posting: the message, and whether this call is what put it into the log.
public struct Posted: Sendable, Hashable {
    public var message: Message
    /// False where the same `client_id` had been posted before.
    public var isNew: Bool

    public init(message: Message, isNew: Bool) {
        self.message = message
        self.isNew = isNew
    }
}

/// Where in a room's log a page is cut.
public enum PageCursor: Sendable, Hashable {
    case newest
    case before(Int64)
    case after(Int64)
    case around(Int64)

    /// The seqs of the page: `limit` of them, fewer where the log ends. Nil where there are none.
    ///
    /// The log has no gaps, so a page is arithmetic.
    func seqs(limit: Int, lastSeq: Int64) -> ClosedRange<Int64>? {
        let size = Int64(limit)
        let (low, high): (Int64, Int64)
        switch self {
        case .newest:
            (low, high) = (lastSeq - size + 1, lastSeq)
        case .before(let seq):
            let end = min(max(seq, 1) - 1, lastSeq)
            (low, high) = (end - size + 1, end)
        case .after(let seq):
            let start = min(max(seq, 0), lastSeq) + 1
            (low, high) = (start, start + size - 1)
        case .around(let seq):
            let middle = min(max(seq, 1), max(lastSeq, 1))
            let start = max(1, middle - size / 2)
            (low, high) = (start, start + size - 1)
        }
        let (first, last) = (max(low, 1), min(high, lastSeq))
        return first <= last ? first...last : nil
    }
}

/// Some of a room's messages, ascending by seq.
public struct MessagePage: Sendable, Hashable {
    public var messages: [Message]
    /// Whether there are more in the direction that was asked for (around: in either).
    public var hasMore: Bool

    public init(messages: [Message], hasMore: Bool) {
        self.messages = messages
        self.hasMore = hasMore
    }
}

/// Messages changed after some rev, ascending by rev.
public struct ChangePage: Sendable, Hashable {
    public var messages: [Message]
    /// Everything up to this rev is known to whoever has this page.
    public var lastRev: Int64
    public var hasMore: Bool

    public init(messages: [Message], lastRev: Int64, hasMore: Bool) {
        self.messages = messages
        self.lastRev = lastRev
        self.hasMore = hasMore
    }
}

/// What a reconnected client missed in one room.
public enum CatchUp: Sendable, Hashable {
    /// New messages ascending by seq, then older ones changed meanwhile ascending by rev.
    ///
    /// `readRev` is the room's rev when they were read: a later change is in none of them.
    case missed(messages: [Message], changes: [Message], lastSeq: Int64, lastRev: Int64, readRev: Int64)
    /// More than ``Limits/resumeMessagesMax``: the client pages.
    case tooMuch(lastSeq: Int64, lastRev: Int64)
}
