import SnugChat

/// The statements of searches: each names the messages that are to be looked at, the newest first.
enum SearchSQL {
    static let rooms = """
        SELECT m.room_id, r.last_seq FROM room_members m JOIN rooms r ON r.id = m.room_id
        WHERE m.user_id = $1 AND ($2::bigint IS NULL OR m.room_id = $2) AND r.last_seq > 0
        """
    static let own = "SELECT id FROM messages WHERE room_id = ANY($1) AND id < $2 ORDER BY id DESC"
    /// Those between two ids.
    static let each = "SELECT id FROM messages WHERE id > $2 AND id < $3 AND room_id = ANY($1) ORDER BY id DESC"
    /// The one before a number of others, behind another.
    static let farthest = "SELECT id FROM messages WHERE id < $1 AND id > $2 ORDER BY id DESC OFFSET $3 LIMIT 1"
    /// The index is asked before the numbers are looked at: the planner would take a search for rare words through all
    /// messages from the newest on for the shorter way.
    static let found = """
        WITH named AS MATERIALIZED (
            SELECT message_id FROM message_words WHERE words @@ $2::text::tsquery AND room_id = ANY($1)
        )
        SELECT message_id FROM named WHERE message_id >= $3 AND message_id < $4 ORDER BY message_id DESC LIMIT $5
        """
    static let days = "SELECT min(first_id), max(last_id) FROM search_days WHERE day BETWEEN $1 AND $2"
    static let these = "SELECT \(MessageRow.columns("x")) FROM messages x WHERE x.id = ANY($1) ORDER BY x.id DESC"
}

extension StoreView {
    func search(
        _ query: SearchQuery, for user: User.ID, before: Message.ID?, limit: Int, effort: SearchEffort
    ) throws -> SearchPage {
        // Today's memberships: all that follows is of the same snapshot.
        let found = try db.all(SearchSQL.rooms, user, query.room) { row in
            (room: try row[0] as Room.ID, lastSeq: try row[1] as Int64)
        }
        let rooms = found.map(\.room)
        let end = max(0, before?.rawValue ?? .max)
        var look = SearchLook(limit: max(limit, 1), words: query.words)
        if found.reduce(0, { $0 + $1.lastSeq }) <= Limits.searchScanMessagesMax {
            try take(try db.all(SearchSQL.own, Numbers(rooms), end) { try $0[0] }, query, &look)
            return look.page(isAll: !look.isOver)
        }
        let indexed = try lastIndexed?.rawValue ?? 0
        var isAll = try takeEach(query, in: rooms, behind: indexed, before: end, &look)
        if isAll, indexed > 0 {
            isAll = try takeFound(query, in: rooms, upTo: indexed, before: end, effort, &look)
        }
        return look.page(isAll: isAll)
    }

    /// Looks at the messages between two numbers without the index, the newest first: at most as many, of all rooms, as may
    /// be looked at, a bound that tells nothing of what is in them.
    /// - Returns: true if it came to the end.
    private func takeEach(
        _ query: SearchQuery, in rooms: [Room.ID], behind first: Int64, before end: Int64, _ look: inout SearchLook
    ) throws -> Bool {
        // They are counted, as a restore leaves out a million numbers.
        let farthest =
            try db.one(SearchSQL.farthest, end, first, Limits.searchLooksMax) { try $0[0] as Int64 } ?? first
        try take(try db.all(SearchSQL.each, Numbers(rooms), farthest, end) { try $0[0] }, query, &look)
        if look.isOver { return false }
        if farthest > first { look.take(all: Message.ID(farthest + 1)) }
        return farthest == first
    }

    /// Looks at the messages that the index names, the newest first, in more and more spans of numbers while there is
    /// patience; where that was in vain, in the first of them however long it takes.
    /// - Returns: true if it came to the end.
    private func takeFound(
        _ query: SearchQuery, in rooms: [Room.ID], upTo last: Int64, before end: Int64, _ effort: SearchEffort,
        _ look: inout SearchLook
    ) throws -> Bool {
        let deadline = ContinuousClock.now + effort.patience
        var (first, end) = (Int64(0), min(end, last + 1))
        if query.since != nil || query.until != nil {
            let days = (query.since?.rawValue ?? .min, query.until?.rawValue ?? .max)
            let ids = try db.one(SearchSQL.days, days.0, days.1) { (try $0[0] as Int64?, try $0[1] as Int64?) }
            guard case (let earliest?, let latest?)? = ids else { return true }
            (first, end) = (earliest, min(end, latest + 1))
        }
        let place = look.place
        var (behind, spans) = (end, Int64(effort.spans))
        while first < behind, !look.isOver {
            let lowest = try db.within(deadline - .now) {
                try takeNamed(query, in: rooms, first..<behind, spans: spans, &look)
            }
            guard let lowest else {
                guard look.place == place else { return false }
                let lowest = try takeNamed(query, in: rooms, first..<end, spans: Int64(effort.spans), &look)
                return lowest == first && !look.isOver
            }
            behind = lowest
            spans = min(spans * Limits.searchSpansGrowth, 1 << 40)
        }
        return !look.isOver
    }

    /// Looks at the messages that the index names of the last spans of numbers.
    /// - Returns: the number before which it did not look.
    private func takeNamed(
        _ query: SearchQuery, in rooms: [Room.ID], _ numbers: Range<Int64>, spans: Int64, _ look: inout SearchLook
    ) throws -> Int64 {
        let newest = (numbers.upperBound - 1) / Limits.searchSpan
        let oldest = max(numbers.lowerBound / Limits.searchSpan, newest - spans + 1)
        let lowest = max(numbers.lowerBound, oldest * Limits.searchSpan)
        let question = query.indexQuestion(in: rooms, spans: oldest...newest)
        let ids = try db.all(
            SearchSQL.found, Numbers(rooms), question, lowest, numbers.upperBound, Limits.searchLooksMax
        ) { try $0[0] as Message.ID }
        try take(ids, query, &look)
        if !look.isOver { look.take(all: Message.ID(lowest)) }
        return lowest
    }

    /// Looks at messages as they now are, with the names of their files, as long as it may.
    /// - Parameter ids: the messages, the newest first.
    private func take(_ ids: [Message.ID], _ query: SearchQuery, _ look: inout SearchLook) throws {
        for start in stride(from: 0, to: ids.count, by: Limits.searchRowsAtOnce) {
            if look.isOver { return }
            let piece = ids[start..<min(start + Limits.searchRowsAtOnce, ids.count)]
            let rows = try db.all(SearchSQL.these, Numbers(piece)) { try MessageRow(row: $0) }
            for (row, message) in zip(rows, try withFiles(rows)) where !look.isOver {
                let isFound = query.match(message)
                look.take(isFound ? try whole(row) : message, isFound: isFound)
            }
        }
    }
}

extension PostgresConnection {
    /// Asks within a time, inside a transaction that goes on.
    /// - Returns: the answer; nil where there was none in that time, or there is none.
    fileprivate func within<Answer>(_ time: Duration, _ ask: () throws -> Answer) throws -> Answer? {
        guard time > .zero else { return nil }
        let milliseconds = max(1, time.microseconds / 1_000)
        try control("SAVEPOINT asking; SET LOCAL statement_timeout = \(milliseconds)")
        // The setting goes with what is gone back to.
        let end = "ROLLBACK TO SAVEPOINT asking; RELEASE SAVEPOINT asking"
        do {
            let answer = try ask()
            try control(end)
            return answer
        } catch let error as PostgresError where error.condition == .outOfTime {
            try control(end)
            return nil
        }
    }
}
