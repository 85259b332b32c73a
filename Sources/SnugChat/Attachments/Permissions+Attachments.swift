extension Permissions {
    /// Returns true if someone in a file's room may have it: what a message carries is everyone's there, anything else
    /// its uploader's.
    static func allowsReading(_ attachment: Attachment, by user: User.ID) -> Bool {
        attachment.seq != nil || attachment.userID == user
    }

    /// Returns true if someone may give a file a small picture or take it away: while it is theirs alone.
    static func allowsChanging(_ attachment: Attachment, by user: User.ID) -> Bool {
        attachment.seq == nil && attachment.userID == user
    }
}
