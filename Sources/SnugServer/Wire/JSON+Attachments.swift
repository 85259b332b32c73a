import SnugChat

/// Files, as messages and the list of a room's files have them.
extension JSONWriter {
    mutating func attachment(_ attachment: Attachment) {
        object { $0.attachmentMembers(of: attachment) }
    }

    /// Writes a file in the list of those that were sent in a room.
    mutating func sentAttachment(_ sent: SentAttachment) {
        object { json in
            json.attachmentMembers(of: sent.attachment)
            json.member("seq", sent.seq)
            json.member("user_id", sent.attachment.userID.rawValue)
            json.member("timestamp", sent.timestamp)
        }
    }

    private mutating func attachmentMembers(of attachment: Attachment) {
        member("id", attachment.id.rawValue)
        member("name", attachment.name)
        member("type", attachment.type)
        member("size", attachment.size)
        if let width = attachment.width { member("width", width) }
        if let height = attachment.height { member("height", height) }
        if let alt = attachment.alt { member("alt", alt) }
        member("url", attachment.path)
        if let path = attachment.previewPath { member("preview_url", path) }
    }
}

extension Message {
    /// The text for readers that know of no files: where there is none, the names of the files.
    var textForOldReaders: String {
        guard !attachments.isEmpty, content.trimmed.isEmpty else { return content }
        return attachments.map { "📎 \($0.name)" }.joined(separator: "\n")
    }

    /// The message for readers that know of no files; nil where they read it as it is.
    var forOldReaders: Message? {
        let text = textForOldReaders
        guard text != content else { return nil }
        var message = self
        message.content = text
        return message
    }
}
