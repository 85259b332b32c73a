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

    /// Checks text and `client_id` against ``Limits``.
    /// - Throws: ``Refusal/invalid(_:)``
    func check() throws(Refusal) {
        var check = FieldCheck()
        if content.utf8.count > Limits.contentBytesMax {
            check.refuse("content", "A message has at most \(Limits.contentBytesMax) bytes of UTF-8.")
        } else if content.isBlank {
            check.refuse("content", "A message needs some text.")
        } else if content.utf8.contains(0) {
            check.refuse("content", "A message cannot hold a NUL character.")
        }
        if let clientID, !Self.isClientID(clientID) {
            check.refuse("client_id", "A client_id is 1 to 64 characters of A-Z a-z 0-9 _ -.")
        }
        try check.finish()
    }

    /// Returns true for 1 to ``Limits/clientIDBytesMax`` of the characters A-Z a-z 0-9 _ -.
    static func isClientID(_ text: String) -> Bool {
        (1...Limits.clientIDBytesMax).contains(text.utf8.count) && text.isBase64URL
    }
}
