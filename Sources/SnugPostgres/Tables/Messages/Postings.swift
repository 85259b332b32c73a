import SnugChat

/// The statement of posting.
enum PostingSQL {
    /// Posts many messages, each once, of members who may speak just then, and answers only to messages of the room; in
    /// their order they take the next seqs of their rooms, and their authors have read them.
    ///
    /// What is asked of each draft stands in brackets as a question of its own, so that indices answer it, whatever the
    /// planner knows of tables that were empty a moment ago. 0 and the empty text stand for none.
    static let post = """
        WITH draft AS (
            SELECT * FROM unnest(
                $1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[],
                $8::bigint[], $9::bigint[]
            ) WITH ORDINALITY AS d (
                room_id, user_id, content, time, client_id, reply_to, session_id, created_after, seen_after, place)
        ), allowed AS MATERIALIZED (
            SELECT d.*, row_number() OVER (PARTITION BY room_id ORDER BY place) AS nth FROM draft d
            WHERE (
                    SELECT \(MemberSQL.companyKind) FROM room_members m JOIN rooms r ON r.id = m.room_id
                    WHERE m.room_id = d.room_id AND m.user_id = d.user_id) = 'here'
                AND \(SessionSQL.stands("d.session_id", of: "d.user_id", at: "d.time", after: "d.created_after",
                    "d.seen_after"))
                AND (
                    SELECT 1 FROM messages x
                    WHERE x.user_id = d.user_id AND x.client_id = nullif(d.client_id, '')) IS NULL
                AND (reply_to = 0 OR (
                    SELECT 1 FROM messages x WHERE x.room_id = d.room_id AND x.seq = d.reply_to) = 1)
        ), room AS (
            UPDATE rooms r SET last_seq = r.last_seq + more.count, last_activity_at = more.time,
                activity = more.activity
            FROM (
                SELECT last.*, nextval('room_activity') AS activity FROM (
                    SELECT room_id, count(*) AS count, max(time) AS time FROM allowed
                    GROUP BY room_id ORDER BY max(place)
                ) AS last
            ) AS more WHERE r.id = more.room_id RETURNING r.id, r.last_seq - more.count AS last_seq
        ), said AS (
            INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id, reply_to)
            SELECT room.id, last_seq + nth, user_id, content, time, nullif(client_id, ''), nullif(reply_to, 0)
            FROM allowed JOIN room ON room.id = room_id ORDER BY place RETURNING id, room_id, seq, user_id
        ), reading AS (
            UPDATE room_members m SET read_seq = s.seq, told_seq = CASE
                WHEN told_seq >= 0 AND \(MemberSQL.showsReading(of: "m.user_id")) THEN greatest(told_seq, s.seq)
                ELSE told_seq END
            FROM (SELECT room_id, user_id, max(seq) AS seq FROM said GROUP BY room_id, user_id) AS s
            WHERE m.room_id = s.room_id AND m.user_id = s.user_id AND read_seq < s.seq
        )
        SELECT place, said.id, said.seq
        FROM said JOIN room ON room.id = said.room_id JOIN allowed a ON a.room_id = room.id AND nth = seq - last_seq
        """
}

extension Transaction {
    func postMessage(_ posting: Posting) throws -> Message? {
        if let message = takeAhead() { return message }
        return try post([posting])[0].map { try withFiles(posting.draft.attachmentIDs, $0) }
    }

    /// Posts messages by one statement, without their files.
    /// - Returns: for each its message; nil where ``StoreWriter/postMessage(_:)`` changes nothing.
    func post(_ postings: [Posting]) throws -> [Message?] {
        let changes = db.changes
        var posted = [Message?](repeating: nil, count: postings.count)
        let places = try db.all(
            PostingSQL.post, Numbers(postings.map(\.draft.roomID)), Numbers(postings.map(\.author)),
            Texts(postings.map(\.draft.content)), Numbers(postings.map(\.time)),
            Texts(postings.map { $0.draft.clientID ?? "" }),
            // No message is the one before the first, which a draft may name all the same.
            Numbers(postings.map { $0.draft.replyTo.map { $0 == 0 ? -1 : $0 } ?? 0 }),
            Numbers(postings.map { $0.terms?.session.rawValue ?? 0 }),
            Numbers(postings.map { $0.terms?.createdAfter.rawValue ?? 0 }),
            Numbers(postings.map { $0.terms?.seenAfter.rawValue ?? 0 })
        ) { row in
            (place: try row[0] as Int64, id: try row[1] as Message.ID, seq: try row[2] as Int64)
        }
        for (place, id, seq) in places {
            let (index, posting) = (Int(place) - 1, postings[Int(place) - 1])
            posted[index] = Message(posting.draft, id: id, seq: seq, by: posting.author, at: posting.time)
        }
        if places.isEmpty { db.hasChangedNothing(since: changes) }
        return posted
    }
}

extension Message {
    /// Creates a draft's message, as it was added without its files.
    init(_ draft: Draft, id: ID, seq: Int64, by author: User.ID, at time: Timestamp) {
        self.init(
            id: id, roomID: draft.roomID, seq: seq, userID: author, content: draft.content, timestamp: time,
            clientID: draft.clientID, replyTo: draft.replyTo)
    }
}

extension Posting {
    /// True for one that can be posted together with others of which each is so: whatever it says of another message or
    /// of files is theirs to be seen first.
    var isPlain: Bool { draft.replyTo == nil && draft.attachmentIDs.isEmpty }
}
