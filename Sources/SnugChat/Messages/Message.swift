/// One entry of a room's log.
public struct Message: Sendable, Hashable {
    public typealias ID = Identifier<Message>
    public var id: ID
    public var roomID: Room.ID
    /// Its number in the room: 1, 2, 3 … without gaps, in the order of commit.
    public var seq: Int64
    public var userID: User.ID
    /// Plain text, at most ``Limits/contentBytesMax`` bytes of UTF-8; empty once deleted, blank perhaps beside files.
    public var content: String
    public var timestamp: Timestamp
    /// The sender's own key for the message, unique per sender, which makes sending it again harmless.
    public var clientID: String?
    /// The seq of the message it answers, in the same room.
    public var replyTo: Int64?
    /// The number of its latest change in the room's second counter; 0 while unchanged.
    public var rev: Int64
    public var editedAt: Timestamp?
    public var deletedAt: Timestamp?
    /// The reactions, in the order in which each emoji first came.
    public var reactions: [Reaction]
    /// The files that it carries, in their sender's order; none once deleted.
    public var attachments: [Attachment]

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
        reactions: [Reaction] = [],
        attachments: [Attachment] = []
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
        self.attachments = attachments
    }
}
