import GRDB
import SnugChat

/// The statements of searches.
///
/// `message_search` is an index without its texts (SQLite FTS5 §4.4.3): of a message it keeps the words as
/// ``SearchEntry`` has them, and facts: `r7` for its room, `u5` for its author, `s0` for its span
/// of numbers, `file`, `image` and `link`. The tokens are made by ``SearchText`` alone; SQLite's tokenizer parts them at the
/// spaces.
enum SearchSQL {
    static let columns = MessageRow.columns("x")
    /// True for the messages of a room that a user, `?1`, is in.
    private static let isInside =
        "EXISTS (SELECT 1 FROM room_members m WHERE m.room_id = x.room_id AND m.user_id = ?1)"
    static let rooms = """
        SELECT m.room_id, r.last_seq FROM room_members m CROSS JOIN rooms r ON r.id = m.room_id
        WHERE m.user_id = ?1 AND (?2 IS NULL OR m.room_id = ?2) AND r.last_seq > 0
        """
    /// The ids alone: they are in the index of the rooms' logs.
    static let own = """
        SELECT x.id FROM room_members m CROSS JOIN messages x ON x.room_id = m.room_id
        WHERE m.user_id = ?1 AND (?2 IS NULL OR m.room_id = ?2) AND x.id < ?3 ORDER BY x.id DESC
        """
    static let one = "SELECT \(columns) FROM messages x WHERE x.id = ?"
    /// Those between two ids that are in the rooms of a user.
    static let each = """
        SELECT \(columns) FROM messages x
        WHERE x.id > ?2 AND x.id < ?3 AND (?4 IS NULL OR x.room_id = ?4) AND \(isInside) ORDER BY x.id DESC
        """
    /// Those that the index names, each with whether it is in a room of the user.
    static let found = """
        SELECT \(columns), \(isInside) FROM message_search CROSS JOIN messages x ON x.id = message_search.rowid
        WHERE message_search MATCH ?2 AND message_search.rowid >= ?3 AND message_search.rowid < ?4
        ORDER BY message_search.rowid DESC
        """
    /// The one before a number of others, behind another.
    static let farthest = "SELECT id FROM messages WHERE id < ? AND id > ? ORDER BY id DESC LIMIT 1 OFFSET ?"
    static let days = "SELECT min(first_id), max(last_id) FROM search_days WHERE day BETWEEN ? AND ?"
}

extension SearchQuery {
    /// A word that is in no message: a character for private use is no letter.
    private static let nothing = "\u{E000}"

    /// Returns a question to the index: candidates, and every message that is looked for among them.
    ///
    /// There is nothing in it but quoted words.
    /// - Parameters:
    ///   - rooms: the rooms to look in; nil for all.
    ///   - spans: the spans of ``Limits/searchSpan`` to look in; nil for all.
    fileprivate func question(in rooms: [Room.ID]? = nil, spans: ClosedRange<Int64>? = nil) -> String {
        var wanted = words.wantedKeys.map { "words : \(Self.quoted($0))" }
        // SQLite goes on until all of these meet. The span comes first, as it ends where that does.
        if let spans { wanted.insert(Self.facts(spans.map { "s\($0)" }), at: 0) }
        if let author { wanted.append(Self.facts(["u\(author)"])) }
        if let feature { wanted.append(Self.facts([feature.rawValue])) }
        var unwanted = words.unwantedKeys.map { "words : \(Self.quoted($0))" }
        // It would ask for an AND within an AND part by part, those of the rooms for each message with any of the words.
        // NOT keeps them apart, and rooms are asked for where all words meet.
        if unwanted.isEmpty { unwanted.append(Self.facts([Self.nothing])) }
        let found = "(\(wanted.joined(separator: " AND "))) NOT (\(unwanted.joined(separator: " OR ")))"
        guard let rooms else { return found }
        return "(\(found)) AND \(Self.facts(rooms.map { "r\($0)" }))"
    }

    private static func quoted(_ key: SearchKey) -> String { "\"\(key.word)\"\(key.isBeginning ? " *" : "")" }

    /// Returns a question for messages with any of these facts.
    private static func facts(_ facts: [String]) -> String {
        "facts : (\(facts.map { "\"\($0)\"" }.joined(separator: " OR ")))"
    }
}

extension StoreView {
    func search(
        _ query: SearchQuery, for user: User.ID, before: Message.ID?, limit: Int, effort: SearchEffort
    ) throws -> SearchPage {
        let rooms = try db.all(SearchSQL.rooms, user, query.room) { row in (row[0] as Room.ID, row[1] as Int64) }
        let end = max(0, before?.rawValue ?? .max)
        var look = SearchLook(limit: max(limit, 1), words: query.words)
        if rooms.reduce(0, { $0 + $1.1 }) <= Limits.searchScanMessagesMax {
            let isAll = try readOwn(query, of: user, before: end, &look)
            return look.page(isAll: isAll)
        }
        let indexed = try lastIndexed?.rawValue ?? 0
        guard try readEach(query, of: user, behind: indexed, before: end, &look) else { return look.page(isAll: false) }
        if indexed == 0 { return look.page(isAll: true) }
        do {
            let isAll = try readIndexed(
                query, of: user, in: rooms.map(\.0), upTo: indexed, before: end, effort, &look)
            return look.page(isAll: isAll)
        } catch let error as DatabaseError where error.isOfIndex {
            throw StoreFault(.damaged, "searching: \(error.words)")
        }
    }

    /// Looks at all messages in the rooms of a user, one by one, the newest first.
    /// - Returns: true if it came to the end.
    private func readOwn(
        _ query: SearchQuery, of user: User.ID, before end: Int64, _ look: inout SearchLook
    ) throws -> Bool {
        for id in try db.all(SearchSQL.own, user, query.room, end, read: { $0[0] as Message.ID }) {
            if look.isOver { return false }
            if let row = try db.one(SearchSQL.one, id, read: { MessageRow(row: $0) }) { try take(row, query, &look) }
        }
        return !look.isOver
    }

    /// Looks at the messages between two numbers without the index, the newest first: at most as many, of all rooms, as may
    /// be looked at, a bound that tells nothing of what is in them.
    /// - Returns: true if it came to the end.
    private func readEach(
        _ query: SearchQuery, of user: User.ID, behind first: Int64, before end: Int64, _ look: inout SearchLook
    ) throws -> Bool {
        // They are counted, as a restore leaves out a million numbers.
        let farthest = try db.one(SearchSQL.farthest, end, first, Limits.searchLooksMax) { $0[0] as Int64 } ?? first
        let rows = try db.rows(SearchSQL.each, user, farthest, end, query.room)
        while !look.isOver, let row = try rows.next() { try take(MessageRow(row: row), query, &look) }
        if look.isOver { return false }
        if farthest > first { look.take(all: Message.ID(farthest + 1)) }
        return farthest == first
    }

    /// Looks at the messages that the index names, while there is patience, and in some spans where that was in vain.
    /// - Returns: true if it came to the end.
    private func readIndexed(
        _ query: SearchQuery, of user: User.ID, in rooms: [Room.ID], upTo last: Int64, before end: Int64,
        _ effort: SearchEffort, _ look: inout SearchLook
    ) throws -> Bool {
        var (first, end) = (Int64(0), min(end, last + 1))
        if query.since != nil || query.until != nil {
            let days = (query.since?.rawValue ?? .min, query.until?.rawValue ?? .max)
            let ids = try db.one(SearchSQL.days, days.0, days.1) { ($0[0] as Int64?, $0[1] as Int64?) }
            guard case (let earliest?, let latest?)? = ids else { return true }
            (first, end) = (earliest, min(end, latest + 1))
        }
        guard first < end else { return true }
        let place = look.place
        if try readAll(query, of: user, in: rooms, first..<end, effort, &look) { return !look.isOver }
        guard look.place == place else { return false }
        let newest = (end - 1) / Limits.searchSpan
        let oldest = max(first / Limits.searchSpan, newest - Int64(effort.spans) + 1)
        let lowest = max(first, oldest * Limits.searchSpan)
        try readNamed(
            query, by: query.question(in: rooms, spans: oldest...newest), of: user, lowest..<end, &look)
        if look.isOver { return false }
        look.take(all: Message.ID(lowest))
        return lowest == first
    }

    /// Looks at all messages with these numbers that the index names, the newest first: by the words alone, and behind as
    /// many of other rooms as it takes to ask for one's own by name, by these too.
    /// - Returns: false where there was no patience to come to the end.
    private func readAll(
        _ query: SearchQuery, of user: User.ID, in rooms: [Room.ID], _ numbers: Range<Int64>, _ effort: SearchEffort,
        _ look: inout SearchLook
    ) throws -> Bool {
        // Who is interrupted while SQLite opens the index hears of an error in it.
        _ = try db.cachedStatement(sql: SearchSQL.found)
        let patience = SearchPatience(db, effort.patience)
        defer { patience.end() }
        guard !patience.isOver else { return false }
        do {
            var rest: Int64? = numbers.upperBound
            // One room is as soon asked for by name.
            if rooms.count > 1 {
                let others = Int(Double(rooms.count) * effort.others)
                rest = try readNamed(query, by: query.question(), of: user, numbers, others: others, &look)
            }
            if let rest, !look.isOver {
                try readNamed(
                    query, by: query.question(in: rooms), of: user, numbers.lowerBound..<rest, &look)
            }
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return false
        }
    }

    /// Looks at the messages that the index names by a question.
    /// - Parameter others: the messages of other rooms behind which it ends, 1 or more; nil for no bound.
    /// - Returns: the number before which it did not look, as so many were of other rooms; nil where it came to the end.
    @discardableResult
    private func readNamed(
        _ query: SearchQuery, by question: String, of user: User.ID, _ numbers: Range<Int64>, others: Int? = nil,
        _ look: inout SearchLook
    ) throws -> Int64? {
        let rows = try db.rows(SearchSQL.found, user, question, numbers.lowerBound, numbers.upperBound)
        var met = 0
        while !look.isOver, let row = try rows.next() {
            if row[MessageRow.columnCount] as Bool {
                try take(MessageRow(row: row), query, &look)
            } else {
                met += 1
                if met == others { return row[0] }
            }
        }
        return nil
    }

    /// Looks at one message as it now is, with the names of its files.
    private func take(_ row: MessageRow, _ query: SearchQuery, _ look: inout SearchLook) throws {
        guard row.message.deletedAt == nil else { return look.take(row.message, isFound: false) }
        let message = try withFiles(row)
        let isFound = query.match(message)
        look.take(isFound ? try whole(row) : message, isFound: isFound)
    }

    /// Returns a message with its files, without its reactions.
    func withFiles(_ row: MessageRow) throws -> Message {
        var message = row.message
        if row.hasAttachments { message.attachments = try attachments(of: message.seq, in: message.roomID) }
        return message
    }
}
