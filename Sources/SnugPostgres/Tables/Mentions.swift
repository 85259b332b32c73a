import SnugChat

/// The statements of mentions, in which a user of 0 is everyone in the room.
enum MentionSQL {
    static let removeOthers = "DELETE FROM mentions WHERE room_id = $1 AND seq = $2 AND user_id <> ALL($3)"
    static let add = """
        INSERT INTO mentions (user_id, room_id, seq)
        SELECT called, $1, $2 FROM unnest($3::bigint[]) AS called
        WHERE called = 0 OR EXISTS (SELECT 1 FROM room_members WHERE room_id = $1 AND user_id = called)
        ON CONFLICT DO NOTHING
        """
    /// The number of unread messages of others that call the member of `room_members m`, in `rooms r`: everyone is who
    /// was there.
    static let unread = """
        (SELECT count(*) FROM (
            SELECT n.user_id, n.room_id, n.seq FROM mentions n
            WHERE n.user_id IN (m.user_id, 0) AND n.room_id = r.id AND n.seq > m.read_seq
            LIMIT \(Limits.mentionsCountedMax)
        ) AS n JOIN messages c ON c.room_id = n.room_id AND c.seq = n.seq
        WHERE c.user_id <> m.user_id AND (n.user_id <> 0 OR c.timestamp >= m.joined_at))
        """
    /// The newest call by name and the newest of everyone, in each room of a user.
    static let newest = """
        SELECT m.room_id,
            (SELECT max(n.seq) FROM mentions n WHERE n.user_id = $1 AND n.room_id = m.room_id),
            (SELECT max(n.seq) FROM mentions n WHERE n.user_id = 0 AND n.room_id = m.room_id), m.joined_at
        FROM room_members m WHERE m.user_id = $1
        """
    /// The newest call of one list up to a seq and from a moment on, that a certain user did not make: among the next
    /// hundred, as someone can have called everyone as often as they like.
    static let upTo = """
        SELECT x.id, x.seq FROM (
            SELECT room_id, seq FROM mentions WHERE user_id = $1 AND room_id = $2 AND seq <= $3
            ORDER BY seq DESC LIMIT \(Limits.mentionsCountedMax)
        ) AS n JOIN messages x ON x.room_id = n.room_id AND x.seq = n.seq
        WHERE x.user_id <> $4 AND x.timestamp >= $5 ORDER BY n.seq DESC LIMIT 1
        """
    static let messageID = "SELECT id FROM messages WHERE room_id = $1 AND seq = $2"
    /// Goes through the whole table, in the order in which it is kept.
    static let lists = """
        SELECT user_id, room_id FROM mentions GROUP BY user_id, room_id HAVING count(*) > $1 LIMIT $2
        """
    static let removeOldest = """
        DELETE FROM mentions WHERE user_id = $1 AND room_id = $2 AND seq IN (
            SELECT seq FROM mentions WHERE user_id = $1 AND room_id = $2 AND seq <= (
                SELECT seq FROM mentions WHERE user_id = $1 AND room_id = $2 ORDER BY seq DESC LIMIT 1 OFFSET $3)
            ORDER BY seq LIMIT $4)
        """
}

/// The newest message that is left of one list of calls.
private struct MentionHead {
    var list: MentionList
    /// The moment from which on its calls count: of everyone's, that of coming into the room.
    var since: Timestamp
    var id: Message.ID
    var seq: Int64
}

extension StoreView {
    func mentions(of user: User.ID, before: Message.ID?, limit: Int) throws -> [Message] {
        let newest = try db.all(MentionSQL.newest, user) { row in
            (
                room: try row[0] as Room.ID, own: try row[1] as Int64?, everyones: try row[2] as Int64?,
                joined: try row[3] as Timestamp
            )
        }
        var heads: [MentionHead] = []
        for (room, own, everyones, joined) in newest {
            for (called, seq) in [(user, own), (nil, everyones)] as [(User.ID?, Int64?)] {
                guard let seq else { continue }
                let list = MentionList(room: room, user: called)
                let since = called == nil ? joined : Timestamp(rawValue: 0)
                let head = try self.head(of: list, since: since, upTo: seq, before: before, for: user)
                if let head { heads.append(head) }
            }
        }
        // The rooms' lists are merged; each is in the order of its messages' ids.
        var found: [Message] = []
        while found.count < limit, let index = heads.indices.max(by: { heads[$0].id < heads[$1].id }) {
            let head = heads[index]
            if let message = try message(head.seq, in: head.list.room) { found.append(message) }
            if let next = try self.head(of: head.list, since: head.since, upTo: head.seq - 1, for: user) {
                heads[index] = next
            } else {
                heads.remove(at: index)
            }
        }
        return found
    }

    /// Returns the newest call of a list that has at most this seq, and an id before `before`.
    private func head(
        of list: MentionList,
        since: Timestamp,
        upTo seq: Int64,
        before: Message.ID? = nil,
        for user: User.ID
    ) throws -> MentionHead? {
        let head = try db.one(MentionSQL.upTo, list.user?.rawValue ?? 0, list.room, seq, user, since) { row in
            try MentionHead(list: list, since: since, id: row[0], seq: row[1])
        }
        guard let head, let before, head.id >= before else { return head }
        let last = try lastSeq(in: list.room, before: before, below: head.seq)
        return try self.head(of: list, since: since, upTo: last, for: user)
    }

    /// Returns the last seq of a room's messages with an id before `before`, by halving: ids ascend with seqs.
    private func lastSeq(in room: Room.ID, before: Message.ID, below end: Int64) throws -> Int64 {
        var (low, high) = (Int64(0), end - 1)
        while low < high {
            let middle = low + (high - low + 1) / 2
            let id: Message.ID? = try db.one(MentionSQL.messageID, room, middle) { try $0[0] }
            if let id, id < before { low = middle } else { high = middle - 1 }
        }
        return low
    }

    func mentionLists(longerThan count: Int64, limit: Int) throws -> [MentionList] {
        try db.all(MentionSQL.lists, count, limit) { row in
            let user: User.ID = try row[0]
            return MentionList(room: try row[1], user: user.rawValue == 0 ? nil : user)
        }
    }
}

extension Transaction {
    func setMentions(_ mentions: Mentions, of seq: Int64, in room: Room.ID) throws {
        let called: Set<User.ID> = if case .users(let users) = mentions { users } else { [User.ID(0)] }
        try db.run(MentionSQL.removeOthers, room, seq, Numbers(called))
        if !called.isEmpty { try db.run(MentionSQL.add, room, seq, Numbers(called)) }
    }

    func removeMentions(of list: MentionList, downTo count: Int64, limit: Int) throws -> Bool {
        try db.run(MentionSQL.removeOldest, list.user?.rawValue ?? 0, list.room, count, limit) > 0
    }
}
