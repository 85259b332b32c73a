import FoundationEssentials

/// The words of a push, as the page's service worker shows them.
struct PushText: Sendable, Hashable, Encodable {
    /// The room with the message; nil for a test.
    var roomID: Room.ID?
    var seq: Int64?
    /// The epoch of the log whose number that is.
    var epoch: String?
    var title: String
    var body: String
    /// The path on this site that a click opens.
    var url: String
    /// The number of the room's messages that its person has not read.
    var unread: Int64

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case seq, epoch, title, body, url, unread
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(roomID?.rawValue, forKey: .roomID)
        try values.encode(seq, forKey: .seq)
        try values.encode(epoch, forKey: .epoch)
        try values.encode(title, forKey: .title)
        try values.encode(body, forKey: .body)
        try values.encode(url, forKey: .url)
        try values.encode(unread, forKey: .unread)
    }

    /// Creates the words about a message, as its reader sees the room.
    init(of message: Message, by author: String, in summary: RoomSummary, epoch: String) {
        let text = Self.line(of: message)
        self.init(
            roomID: summary.room.id, seq: message.seq, epoch: epoch, title: summary.room.name,
            body: summary.room.kind == .direct ? text : "\(author): \(text)", url: "/#/room/\(summary.room.id)",
            unread: summary.unread)
    }

    private init(
        roomID: Room.ID?, seq: Int64?, epoch: String?, title: String, body: String, url: String, unread: Int64
    ) {
        self.roomID = roomID
        self.seq = seq
        self.epoch = epoch
        self.title = title
        self.body = body
        self.url = url
        self.unread = unread
    }

    /// Returns the words of a push that shows its person that pushes arrive.
    static func test(site: String, in language: Language) -> PushText {
        PushText(
            roomID: nil, seq: nil, epoch: nil, title: site,
            body: language("Notifications reach this device.", de: "Benachrichtigungen erreichen dieses Gerät."),
            url: "/#/settings", unread: 0)
    }

    /// Returns a message on one line: its text behind the sign of its files, or the name of the first.
    private static func line(of message: Message) -> String {
        // Cut first: the rest of a long text is not looked at.
        let beginning = String(message.content.unicodeScalars.prefix(2 * Limits.pushBodyCharactersMax))
        let words = beginning.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let text = String(words.unicodeScalars.prefix(Limits.pushBodyCharactersMax))
        guard let file = message.attachments.first else { return text }
        let sign = message.attachments.allSatisfy { $0.type.hasPrefix("image/") } ? "📷" : "📎"
        return "\(sign) \(text.isEmpty ? file.name : text)"
    }

    /// The words as JSON, at most ``Limits/pushTextBytesMax`` bytes: a body that would be longer is cut.
    var json: [UInt8] {
        var (text, kept) = (self, body.unicodeScalars.count)
        while true {
            let bytes = text.encoded
            if bytes.count <= Limits.pushTextBytesMax || kept == 0 { return bytes }
            kept /= 2
            text.body = kept == 0 ? "" : String(body.unicodeScalars.prefix(kept)) + "…"
        }
    }

    private var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers and texts alone: nothing in it can fail.
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }
}
