/// A message as its author means it, before it has a place in the log.
public struct Draft: Sendable, Hashable {
    public var roomID: Room.ID
    public var content: String
    public var clientID: String?
    public var replyTo: Int64?
    /// The files that it names, in their order: the author's own, of the same room, that no message names yet.
    public var attachmentIDs: [Attachment.ID]

    public init(
        roomID: Room.ID,
        content: String,
        clientID: String? = nil,
        replyTo: Int64? = nil,
        attachmentIDs: [Attachment.ID] = []
    ) {
        self.roomID = roomID
        self.content = content
        self.clientID = clientID
        self.replyTo = replyTo
        self.attachmentIDs = attachmentIDs
    }

    /// Checks text, `client_id` and the number of files against ``Limits``.
    /// - Parameter mayBeBlank: true where it is not known yet if there are files beside the text.
    /// - Throws: ``Refusal/invalid(_:)``
    func check(mayBeBlank: Bool = false) throws(Refusal) {
        var check = FieldCheck()
        if content.utf8.count > Limits.contentBytesMax {
            check.refuse("content", "A message has at most \(Limits.contentBytesMax) bytes of UTF-8.")
        } else if !mayBeBlank, attachmentIDs.isEmpty, content.isBlank {
            check.refuse("content", Self.needsText)
        } else if content.utf8.contains(0) {
            check.refuse("content", "A message cannot hold a NUL character.")
        }
        if let clientID, !Self.isClientID(clientID) {
            check.refuse("client_id", "A client_id is 1 to 64 characters of A-Z a-z 0-9 _ -.")
        }
        if attachmentIDs.count > Limits.attachmentsPerMessageMax {
            check.refuse("attachment_ids", "A message has at most \(Limits.attachmentsPerMessageMax) files.")
        } else if attachmentIDs.count > 1, Set(attachmentIDs).count < attachmentIDs.count {
            check.refuse("attachment_ids", "A message has a file once.")
        }
        try check.finish()
    }

    static let needsText = "A message needs some text."

    /// Returns true for 1 to ``Limits/clientIDBytesMax`` of the characters A-Z a-z 0-9 _ -.
    static func isClientID(_ text: String) -> Bool {
        (1...Limits.clientIDBytesMax).contains(text.utf8.count) && text.isBase64URL
    }
}
