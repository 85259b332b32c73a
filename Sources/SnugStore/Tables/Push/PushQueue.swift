import GRDB
import SnugChat

/// The statements of deciding who is told, and of the pushes that wait.
enum PushQueueSQL {
    static let listeners = """
        SELECT p.id, p.since_id, u.quiet_from, u.quiet_to, u.quiet_zone, \(Member.columns("m"))
        FROM room_members m CROSS JOIN sessions s ON s.user_id = m.user_id AND s.ended_at IS NULL
        CROSS JOIN push_subscriptions p ON p.session_id = s.id JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ? AND s.expires_at > ?
        """
    static let calls = "SELECT seq, user_id FROM mentions WHERE room_id = ? AND seq BETWEEN ? AND ?"
    /// Goes through all rooms.
    static let rooms = """
        SELECT r.id, r.last_seq FROM rooms r LEFT JOIN push_positions d ON d.room_id = r.id
        WHERE r.last_activity_at > ? AND r.last_seq > coalesce(d.seq, 0)
        """
    static let move = """
        INSERT INTO push_positions (room_id, seq) SELECT id, ?2 FROM rooms WHERE id = ?1
        ON CONFLICT (room_id) DO UPDATE SET seq = excluded.seq, part_seq = NULL, part_id = NULL
        WHERE seq < excluded.seq
        """
    static let part = """
        INSERT INTO push_positions (room_id, seq, part_seq, part_id) SELECT id, 0, ?2, ?3 FROM rooms WHERE id = ?1
        ON CONFLICT (room_id) DO UPDATE SET part_seq = excluded.part_seq, part_id = excluded.part_id
        WHERE seq < excluded.part_seq
            AND (part_seq IS NULL OR part_seq = excluded.part_seq AND part_id < excluded.part_id)
        """
    /// Each further test has a number of its own, so that one that is under way is not taken for it.
    static let add = """
        INSERT INTO push_queue (subscription_id, room_id, seq, after_seq, created_at, next_try_at)
        SELECT id, ?2, ?3, ?4, ?5, ?5 FROM push_subscriptions WHERE id = ?1
        ON CONFLICT (subscription_id, room_id) DO UPDATE
        SET seq = CASE room_id WHEN 0 THEN seq + 1 ELSE max(seq, excluded.seq) END, created_at = excluded.created_at
        """
    private static let columns = """
        id, subscription_id, room_id, seq, after_seq, created_at, tries,
        (SELECT s.user_id FROM push_subscriptions p JOIN sessions s ON s.id = p.session_id
            WHERE p.id = push_queue.subscription_id) AS user_id
        """
    /// Those put off further than any is were so by a clock that was ahead, and are due too.
    static let due = """
        SELECT \(columns), next_try_at FROM push_queue WHERE next_try_at <= ?1
        UNION ALL SELECT \(columns), next_try_at FROM push_queue WHERE next_try_at > ?2
        ORDER BY next_try_at, id LIMIT ?3
        """
    static let next = """
        SELECT min(moment) FROM (
            SELECT min(next_try_at) AS moment FROM push_queue WHERE next_try_at > ?1 AND next_try_at <= ?2
            UNION ALL
            SELECT min(claim_ends_at) FROM push_queue
            WHERE (next_try_at <= ?1 OR next_try_at > ?2) AND claim_ends_at > ?1)
        """
    /// The conditions are those of ``ClaimSQL/claimMails``.
    static let claim = """
        UPDATE push_queue SET claimed_by = ?2, claim_ends_at = ?4 WHERE id IN (
            SELECT id FROM push_queue WHERE (next_try_at <= ?3 OR next_try_at > ?6)
                AND (claimed_by IS NULL OR claimed_by = ?2 OR claim_ends_at <= ?3 OR claim_ends_at > ?5)
            ORDER BY next_try_at, id LIMIT ?1)
        RETURNING \(columns), next_try_at
        """
    static let remove = "DELETE FROM push_queue WHERE id = ? AND seq = ?"
    /// Of one that is about a newer message than the one that was pushed.
    static let renew = """
        UPDATE push_queue SET next_try_at = ?1, tries = 0, after_seq = ?2, claimed_by = NULL, claim_ends_at = NULL
        WHERE id = ?3
        """
    static let postpone = """
        UPDATE push_queue SET next_try_at = ?, tries = tries + ?, claimed_by = NULL, claim_ends_at = NULL WHERE id = ?
        """
}

extension QueuedPush {
    fileprivate init(row: Row) {
        let room: Int64 = row[2]
        self.init(
            id: row[0], subscription: row[1], of: row[7], room: room == 0 ? nil : Room.ID(room), seq: row[3],
            after: row[4], createdAt: row[5], tries: row[6])
    }
}

extension StoreView {
    func pushListeners(in room: Room.ID, at now: Timestamp) throws -> [PushListener] {
        try db.all(PushQueueSQL.listeners, room, now) { row in
            PushListener(
                subscription: row[0], since: row[1], member: Member(row: row, from: 5),
                quiet: QuietHours(row: row, from: 2))
        }
    }

    func calls(by seqs: ClosedRange<Int64>, in room: Room.ID) throws -> Set<MessageCall> {
        Set(
            try db.all(PushQueueSQL.calls, room, seqs.lowerBound, seqs.upperBound) { row in
                let user: User.ID = row[1]
                return MessageCall(seq: row[0], user: user.rawValue == 0 ? nil : user)
            })
    }

    func pushPosition(of room: Room.ID) throws -> PushPosition {
        let position = "SELECT seq, part_seq, part_id FROM push_positions WHERE room_id = ?"
        return try db.one(position, room) { row in
            let partSeq: Int64? = row[1]
            return PushPosition(row[0], part: partSeq.map { PushPosition.Part($0, upTo: row[2]) })
        } ?? PushPosition(0)
    }

    func roomsToPush(since: Timestamp) throws -> [Room.ID: Int64] {
        let rooms = try db.all(PushQueueSQL.rooms, since) { ($0[0] as Room.ID, $0[1] as Int64) }
        return Dictionary(rooms) { $1 }
    }

    func pushesDue(at now: Timestamp, limit: Int) throws -> [QueuedPush] {
        try db.all(PushQueueSQL.due, now, now.lastPushDue, limit, read: QueuedPush.init(row:))
    }

    func nextPushDue(after now: Timestamp) throws -> Timestamp? {
        try db.one(PushQueueSQL.next, now, now.lastPushDue) { $0[0] as Timestamp? } ?? nil
    }

    func pushesWaiting() throws -> Int { try db.one("SELECT count(*) FROM push_queue") { $0[0] } ?? 0 }
}

extension Transaction {
    func movePushPosition(of room: Room.ID, to seq: Int64) throws -> Bool {
        try db.run(PushQueueSQL.move, room, seq)
        return db.changesCount == 1
    }

    func notePushPart(_ part: PushPosition.Part, of room: Room.ID) throws -> Bool {
        try db.run(PushQueueSQL.part, room, part.seq, part.last)
        return db.changesCount == 1
    }

    func queuePushes(_ pushes: [NewPush], in room: Room.ID?, at time: Timestamp) throws {
        for push in pushes {
            try db.run(PushQueueSQL.add, push.subscription, room?.rawValue ?? 0, push.seq, push.after, time)
        }
    }

    func claimPushes(at now: Timestamp, limit: Int, by node: String, for span: Duration) throws -> [QueuedPush] {
        let end = now + span
        let claimed = try db.all(
            PushQueueSQL.claim, limit, node, now, end, end + Limits.clockStepMax, now.lastPushDue
        ) { row in
            (push: QueuedPush(row: row), due: row[8] as Timestamp)
        }
        // Rows come back in no order (SQLite's lang_returning §3).
        return claimed.sorted { ($0.due, $0.push.id) < ($1.due, $1.push.id) }.map(\.push)
    }

    func removePush(_ push: QueuedPush, at now: Timestamp) throws {
        try db.run(PushQueueSQL.remove, push.id, push.seq)
        if db.changesCount == 0 { try db.run(PushQueueSQL.renew, now, push.seq, push.id) }
    }

    func postponePush(_ id: QueuedPush.ID, until time: Timestamp, wasTried: Bool) throws {
        try db.run(PushQueueSQL.postpone, time, wasTried ? 1 : 0, id)
    }
}
