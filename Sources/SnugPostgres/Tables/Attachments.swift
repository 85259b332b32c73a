import SnugChat

/// The statements of files.
enum AttachmentSQL {
    private static let columns = """
        a.id, a.room_id, a.user_id, a.seq, a.name, a.type, a.size, a.width, a.height, a.alt, a.preview_id, a.created_at
        """
    static let one = "SELECT \(columns), a.sha256 FROM attachments a WHERE a.id = $1 AND a.completed_at IS NOT NULL"
    static let ofMessage = """
        SELECT \(columns) FROM attachments a
        WHERE a.room_id = $1 AND a.seq = $2 AND a.position IS NOT NULL ORDER BY a.position
        """
    static let ofMessages = """
        SELECT \(columns), x.id FROM messages x JOIN attachments a ON a.room_id = x.room_id AND a.seq = x.seq
        WHERE x.id = ANY($1) AND a.position IS NOT NULL ORDER BY x.id, a.position
        """
    static let sent = """
        SELECT \(columns), x.timestamp FROM attachments a
        JOIN messages x ON x.room_id = a.room_id AND x.seq = a.seq
        WHERE a.room_id = $1 AND a.position IS NOT NULL AND (a.seq, a.position) < ($2, $3) AND a.id < $4
        ORDER BY a.seq DESC, a.position DESC LIMIT $5
        """
    static let place = "SELECT seq, position FROM attachments WHERE id = $1 AND room_id = $2 AND position IS NOT NULL"
    static let unclaimed = "SELECT count(*) FROM attachments WHERE user_id = $1 AND seq IS NULL"
    static let claim = """
        UPDATE attachments SET seq = $1, position = $2
        WHERE id = $3 AND room_id = $4 AND user_id = $5 AND seq IS NULL AND completed_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM attachments o WHERE o.preview_id = $3)
        """
    static let claimPreviews = """
        UPDATE attachments SET seq = $2 WHERE seq IS NULL AND id IN (
            SELECT preview_id FROM attachments WHERE room_id = $1 AND seq = $2 AND preview_id IS NOT NULL)
        """
    static let add = """
        INSERT INTO attachments (room_id, user_id, name, type, size, alt, created_at)
        VALUES ($1, $2, $3, '', $4, $5, $6) RETURNING id
        """
    static let addChunk = """
        INSERT INTO attachment_chunks (attachment_id, n, bytes)
        SELECT id, $2, $3 FROM attachments WHERE id = $1 AND completed_at IS NULL
        """
    static let complete = """
        UPDATE attachments SET type = $2, width = $3, height = $4, size = $5, sha256 = $6, completed_at = $7
        WHERE id = $1 AND completed_at IS NULL
        """
    static let remove = """
        DELETE FROM attachments
        WHERE seq IS NULL AND (id = $1 OR id = (SELECT preview_id FROM attachments WHERE id = $1))
        """
    static let removeOfRoom = """
        DELETE FROM attachments WHERE id IN (SELECT id FROM attachments WHERE room_id = $1 LIMIT $2)
        """
    /// Uploads under way are not among them where a time counts, however long they take.
    static let earliestUnclaimed = """
        SELECT id FROM attachments WHERE seq IS NULL AND ($1::bigint IS NULL OR user_id = $1)
            AND ($2::bigint IS NULL OR completed_at < $2 OR completed_at > $3)
        ORDER BY created_at, id LIMIT $4
        """
    /// All that are under way are among those that no message carries.
    static let removeUnfinished = """
        DELETE FROM attachments WHERE seq IS NULL AND completed_at IS NULL
            AND (node = current_setting('application_name') OR created_at < $1)
        """
    static let trash = "SELECT id FROM attachment_trash ORDER BY id LIMIT 1"
    static let removeChunks = """
        DELETE FROM attachment_chunks WHERE attachment_id = $1 AND n IN (
            SELECT n FROM attachment_chunks WHERE attachment_id = $1 ORDER BY n LIMIT $2)
        """
    static let chunk = "SELECT bytes FROM attachment_chunks WHERE attachment_id = $1 AND n = $2"
    /// A file that has not as many bytes as it says; their lengths alone are read.
    static let broken = """
        SELECT a.id FROM attachments a WHERE a.completed_at IS NOT NULL AND a.size <> (
            SELECT coalesce(sum(length(c.bytes)), 0) FROM attachment_chunks c WHERE c.attachment_id = a.id) LIMIT 1
        """
    static let bytes = "SELECT bytes FROM attachment_sums WHERE user_id = $1"
    /// The number of pieces that a file may have, as in every store.
    static let chunksMax = 1 << 16
}

extension Attachment {
    static let columnCount = 12

    fileprivate init(row: Row) throws {
        try self.init(
            id: row[0], roomID: row[1], userID: row[2], seq: row[3], name: row[4], type: row[5], size: row[6],
            width: row[7], height: row[8], alt: row[9], previewID: row[10], createdAt: row[11])
    }
}

extension PostgresConnection {
    /// Returns the number of a file that has not as many bytes as it says; nil where there is none.
    func brokenFile() throws -> Int64? { try one(AttachmentSQL.broken) { try $0[0] } }
}

extension StoreView {
    func attachment(_ id: Attachment.ID) throws -> StoredAttachment? {
        try db.one(AttachmentSQL.one, id) { row in
            try StoredAttachment(
                attachment: Attachment(row: row),
                sha256: row[Attachment.columnCount])
        }
    }

    func attachmentChunk(_ index: Int, of id: Attachment.ID) throws -> [UInt8]? {
        guard (0..<AttachmentSQL.chunksMax).contains(index) else { return nil }
        return try db.one(AttachmentSQL.chunk, id, index) { try $0[0] }
    }

    /// Returns the files that a message carries, in their order.
    func attachments(of seq: Int64, in room: Room.ID) throws -> [Attachment] {
        try db.all(AttachmentSQL.ofMessage, room, seq, read: Attachment.init(row:))
    }

    /// Returns messages with their files, without their reactions.
    func withFiles(_ rows: [MessageRow]) throws -> [Message] {
        let carriers = rows.filter(\.hasAttachments).map(\.message.id)
        guard !carriers.isEmpty else { return rows.map(\.message) }
        let files = try db.all(AttachmentSQL.ofMessages, Numbers(carriers)) { row in
            (message: try row[Attachment.columnCount] as Message.ID, file: try Attachment(row: row))
        }
        let byMessage = Dictionary(grouping: files, by: \.message)
        return rows.map { row in
            var message = row.message
            message.attachments = byMessage[message.id]?.map(\.file) ?? []
            return message
        }
    }

    func attachments(in room: Room.ID, before: Attachment.ID?, limit: Int) throws -> [SentAttachment] {
        let place = try before.flatMap { id in
            try db.one(AttachmentSQL.place, id, room) { (seq: try $0[0] as Int64, position: try $0[1] as Int64) }
        }
        // Of one that is gone since, its number alone is left: files have theirs nearly in the order of their messages.
        let bound = place == nil ? before?.rawValue ?? .max : .max
        return try db.all(AttachmentSQL.sent, room, place?.seq ?? .max, place?.position ?? 0, bound, limit) { row in
            try SentAttachment(
                attachment: Attachment(row: row), seq: row[3], timestamp: row[Attachment.columnCount])
        }
    }

    func attachmentBytes(of user: User.ID?) throws -> Int64 {
        try db.one(AttachmentSQL.bytes, user?.rawValue ?? 0) { try $0[0] } ?? 0
    }

    func attachmentsUnclaimed(of user: User.ID) throws -> Int {
        try db.one(AttachmentSQL.unclaimed, user) { try $0[0] } ?? 0
    }

    func isPreview(_ id: Attachment.ID) throws -> Bool {
        try db.one("SELECT 1 FROM attachments WHERE preview_id = $1", id) { _ in true } ?? false
    }

    func hasAttachmentTrash() throws -> Bool { try db.one(AttachmentSQL.trash) { _ in true } ?? false }

    /// The server keeps its pages, and gives their room to what is written next.
    func freePages() throws -> Int { 0 }
}

extension Transaction {
    func addAttachment(_ new: NewAttachment, by user: User.ID, at time: Timestamp) throws -> Attachment.ID {
        try db.add(AttachmentSQL.add, new.roomID, user, new.name, new.size, new.alt, time)
    }

    func addAttachmentChunk(_ bytes: [UInt8], _ index: Int, to id: Attachment.ID) throws {
        guard (0..<AttachmentSQL.chunksMax).contains(index) else {
            throw Refusal.tooLarge(max: Int64(AttachmentSQL.chunksMax) * Limits.attachmentChunkBytes)
        }
        guard try db.run(AttachmentSQL.addChunk, id, index, bytes) == 1 else { throw Refusal.notFound(.attachment) }
    }

    func completeAttachment(
        _ id: Attachment.ID, as kind: MediaKind, size: Int64, sha256: [UInt8], at time: Timestamp
    ) throws -> Attachment {
        let changed = try db.run(
            AttachmentSQL.complete, id, kind.type, kind.width, kind.height, size, sha256, time)
        guard changed == 1, let found = try attachment(id) else { throw Refusal.notFound(.attachment) }
        return found.attachment
    }

    func setPreview(_ preview: Attachment.ID, of id: Attachment.ID) throws {
        let earlier = try attachment(id)?.attachment.previewID
        try db.run("UPDATE attachments SET preview_id = $1 WHERE id = $2", preview, id)
        if let earlier { try db.run("DELETE FROM attachments WHERE id = $1", earlier) }
    }

    /// Gives files to a message, with their small pictures.
    func claim(_ ids: [Attachment.ID], for message: Message) throws -> [Attachment] {
        for (position, id) in ids.enumerated() {
            let changed = try db.run(
                AttachmentSQL.claim, message.seq, position, id, message.roomID, message.userID)
            guard changed == 1 else { throw Refusal.attachmentGone }
        }
        try db.run(AttachmentSQL.claimPreviews, message.roomID, message.seq)
        try db.run(MessageSQL.noteAttachments, ids.count, message.id)
        return try attachments(of: message.seq, in: message.roomID)
    }

    func removeAttachment(_ id: Attachment.ID) throws { try db.run(AttachmentSQL.remove, id) }

    func removeUnclaimedAttachments(
        of user: User.ID?, wholeOutside time: ClosedRange<Timestamp>?, limit: Int
    ) throws -> Bool {
        let ids = try db.all(AttachmentSQL.earliestUnclaimed, user, time?.lowerBound, time?.upperBound, limit) {
            try $0[0] as Attachment.ID
        }
        // A file has its small picture with it, which may be among them too.
        for id in ids { try removeAttachment(id) }
        return !ids.isEmpty
    }

    func removeUnfinishedAttachments(begunBefore time: Timestamp) throws {
        try db.run(AttachmentSQL.removeUnfinished, time)
    }

    /// Removes files of a room, at most so many.
    /// - Returns: false where there was none.
    func removeAttachments(of room: Room.ID, limit: Int) throws -> Bool {
        try db.run(AttachmentSQL.removeOfRoom, room, limit) > 0
    }

    func removeAttachmentTrash(chunks limit: Int) throws -> Bool {
        guard let id: Int64 = try db.one(AttachmentSQL.trash, read: { try $0[0] }) else { return false }
        let removed = try db.run(AttachmentSQL.removeChunks, id, limit)
        if removed < limit { try db.run("DELETE FROM attachment_trash WHERE id = $1", id) }
        return true
    }

    func freePages(limit: Int) throws -> Bool { false }
}
