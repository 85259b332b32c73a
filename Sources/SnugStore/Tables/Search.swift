import GRDB
import SnugChat

/// The statements of searches.
///
/// `message_search` is an index without its texts (SQLite FTS5 §4.4.3): of a message it keeps the words as
/// ``SearchEntry`` has them, and facts: `r7` for its room, `u5` for its author, `file`, `image` and `link`. The tokens are
/// made by ``SearchText`` alone; SQLite's tokenizer parts them at the spaces.
enum SearchSQL {
    private static let columns = MessageRow.columns("x")
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
    /// Those between two ids that the index does not hold yet.
    static let late = """
        SELECT \(columns) FROM messages x
        WHERE x.id > ?2 AND x.id < ?3 AND (?4 IS NULL OR x.room_id = ?4) AND \(isInside) ORDER BY x.id DESC
        """
    static let found = """
        SELECT \(columns) FROM message_search CROSS JOIN messages x ON x.id = message_search.rowid
        WHERE message_search MATCH ?2 AND message_search.rowid >= ?3 AND message_search.rowid < ?4 AND \(isInside)
        ORDER BY message_search.rowid DESC
        """
    /// The one before a number of others, those that the index does not hold yet.
    static let farthest = "SELECT id FROM messages WHERE id < ? AND id > ? ORDER BY id DESC LIMIT 1 OFFSET ?"
    static let days = "SELECT min(first_id), max(last_id) FROM search_days WHERE day BETWEEN ? AND ?"

    /// Those behind an id; of a room that was deleted nothing is kept.
    static let toIndex = """
        SELECT \(MessageRow.columns("x", content: "iif(r.id IS NULL, '', x.content)")), r.id IS NOT NULL
        FROM messages x LEFT JOIN rooms r ON r.id = x.room_id WHERE x.id > ? ORDER BY x.id LIMIT ?
        """
    static let rev = """
        SELECT x.rev FROM messages x CROSS JOIN rooms r ON r.id = x.room_id WHERE x.id = ? AND x.deleted_at IS NULL
        """
    static let latestIndexed = """
        SELECT \(columns) FROM messages x CROSS JOIN rooms r ON r.id = x.room_id
        WHERE x.id <= ? AND x.deleted_at IS NULL ORDER BY x.id DESC LIMIT ?
        """
    static let isIndexed = "SELECT 1 FROM message_search WHERE message_search MATCH ? AND rowid = ?"
    static let add = "INSERT INTO message_search (rowid, words, facts) VALUES (?, ?, ?)"
    /// The words must be those that were added (SQLite FTS5 §6.3).
    static let remove = "INSERT INTO message_search (message_search, rowid, words, facts) VALUES ('delete', ?, ?, ?)"
    static let noteDay = """
        INSERT INTO search_days (day, first_id, last_id) VALUES (?1, ?2, ?2) ON CONFLICT (day) DO UPDATE
        SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)
        """
    static let ofDeletedRoom = """
        SELECT \(columns) FROM messages x WHERE x.room_id = ? AND x.seq > ? AND x.id <= ? ORDER BY x.seq LIMIT ?
        """
    /// The pages of the index but for the first two, which say what there is.
    static let removePages = """
        DELETE FROM message_search_data WHERE id IN (SELECT id FROM message_search_data WHERE id > 10 LIMIT ?)
        """
    /// Makes the tables anew, whatever was damaged or missing of them: SQLite drops an index only once it can be opened,
    /// for which what there is of it must be that of an empty one (SQLite FTS5 §9).
    static let renewal =
        [
            "CREATE TABLE IF NOT EXISTS message_search_data (id INTEGER PRIMARY KEY, block BLOB)",
            """
            CREATE TABLE IF NOT EXISTS message_search_idx (segid, term, pgno, PRIMARY KEY (segid, term)) WITHOUT ROWID
            """,
            "CREATE TABLE IF NOT EXISTS message_search_config (k PRIMARY KEY, v) WITHOUT ROWID",
            "INSERT OR REPLACE INTO message_search_config VALUES ('version', 4)",
            "DELETE FROM message_search_idx", "DELETE FROM message_search_data",
            "INSERT INTO message_search_data VALUES (1, x''), (10, x'00000000000000')",
        ] + ["", "_data", "_idx", "_config"].map { "DROP TABLE IF EXISTS message_search\($0)" } + [
            "DROP TABLE IF EXISTS search_days", Schema.messageSearch, Schema.searchDays,
        ]
    /// Writes so many pages; below 0 it takes up all parts of the index that there are (SQLite FTS5 §6.8).
    static let merge = "INSERT INTO message_search (message_search, rank) VALUES ('merge', ?)"

    /// The name under which it is kept among the settings how far the index goes, and by which entries.
    static let lastIndexed = "last.message.indexed"
    /// The name under which it is kept that words were removed which are still in the index's pages.
    static let removal = "last.search.removal"
    /// The bytes of the record of the index's parts (SQLite FTS5 §9.2).
    static let structureBytes = "SELECT length(block) FROM message_search_data WHERE id = 10"
}

extension DatabaseError {
    /// True for what SQLite says of an index that is damaged, or of which a table is missing.
    fileprivate var isOfIndex: Bool { isDamage || resultCode == .SQLITE_ERROR }
}

/// A word for what is to be done with pages that hold removed words.
private enum Removal: String {
    case waiting, begun
}

extension SearchEntry {
    /// The words for its room, its author and its features.
    fileprivate var facts: String { (["r\(roomID)", "u\(userID)"] + features.map(\.rawValue)).joined(separator: " ") }

    /// Returns true if another entry of the same message is kept by the same bytes, which equal texts need not be.
    fileprivate func isKept(as other: SearchEntry?) -> Bool {
        guard let other else { return false }
        return features == other.features && words.utf8.elementsEqual(other.words.utf8)
    }
}

extension SearchQuery {
    /// Returns the question to the index: candidates, and every message that is looked for among them.
    ///
    /// There is nothing in it but quoted words of letters and digits.
    fileprivate func match(in rooms: [Room.ID]) -> String {
        var facts = ["(\(rooms.map { "\"r\($0)\"" }.joined(separator: " OR ")))"]
        if let author { facts.append("\"u\(author)\"") }
        if let feature { facts.append("\"\(feature.rawValue)\"") }
        var words = words.wantedKeys.map(Self.quoted).joined(separator: " AND ")
        let unwanted = self.words.unwantedKeys.map(Self.quoted)
        if !unwanted.isEmpty { words = "(\(words)) NOT (\(unwanted.joined(separator: " OR ")))" }
        return "facts : (\(facts.joined(separator: " AND "))) AND words : (\(words))"
    }

    private static func quoted(_ key: SearchKey) -> String { "\"\(key.word)\"\(key.isBeginning ? " *" : "")" }
}

/// The messages that one search has found so far, and how much it may still look at.
private struct SearchLook {
    let limit: Int
    /// The bytes that one byte of a message counts for: with more words there is more to compare.
    private let weight: Int
    private(set) var found: [Message] = []
    private var looksLeft = Limits.searchLooksMax
    private var bytesLeft = Limits.searchLookBytesMax
    /// The message before which nothing was looked at; nil where the search has not begun.
    private(set) var place: Message.ID?

    init(limit: Int, words: SearchWords) {
        self.limit = limit
        weight = max(1, words.count / Limits.searchWordsCheap)
    }

    /// True once there is one more than fits, or too much was looked at.
    var isOver: Bool { found.count > limit || looksLeft <= 0 || bytesLeft <= 0 }

    /// Takes a message that was looked at.
    mutating func take(_ message: Message, isFound: Bool) {
        looksLeft -= 1
        bytesLeft -= message.content.utf8.count * weight
        place = message.id
        if isFound { found.append(message) }
    }

    /// Takes it that there is nothing else from a message on.
    mutating func take(all first: Message.ID) { place = first }

    /// Returns the page, where everything has been looked at or not.
    func page(isAll: Bool) -> SearchPage {
        if found.count > limit { return SearchPage(messages: Array(found.prefix(limit)), next: found[limit - 1].id) }
        return SearchPage(messages: found, next: isAll ? nil : place)
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
        // As many as may be looked at, of all rooms: a bound that tells nothing of what is in them. They are counted, as a
        // restore leaves out a million numbers.
        let farthest = try db.one(SearchSQL.farthest, end, indexed, Limits.searchLooksMax) { $0[0] as Int64 }
        let behind = max(indexed, farthest ?? 0)
        try readLate(query, of: user, behind: behind, before: end, &look)
        if look.isOver { return look.page(isAll: false) }
        if behind > indexed { return SearchPage(messages: look.found, next: Message.ID(behind + 1)) }
        if indexed == 0 { return look.page(isAll: true) }
        do {
            let isAll = try readFound(
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

    /// Looks at messages that the index does not hold yet.
    private func readLate(
        _ query: SearchQuery, of user: User.ID, behind: Int64, before end: Int64, _ look: inout SearchLook
    ) throws {
        let rows = try db.rows(SearchSQL.late, user, behind, end, query.room)
        while !look.isOver, let row = try rows.next() { try take(MessageRow(row: row), query, &look) }
    }

    /// Looks at the messages that the index names, in longer and longer spans of them, the newest first.
    ///
    /// Words that never meet may take as long as there is history: what the first span does not tell is asked for while
    /// there is patience.
    /// - Returns: true if it came to the end.
    private func readFound(
        _ query: SearchQuery, of user: User.ID, in rooms: [Room.ID], upTo last: Int64, before end: Int64,
        _ effort: SearchEffort, _ look: inout SearchLook
    ) throws -> Bool {
        var (first, behind) = (Int64(0), min(end, last + 1))
        if query.since != nil || query.until != nil {
            let days = (query.since?.rawValue ?? .min, query.until?.rawValue ?? .max)
            let ids = try db.one(SearchSQL.days, days.0, days.1) { ($0[0] as Int64?, $0[1] as Int64?) }
            guard case (let earliest?, let latest?)? = ids else { return true }
            (first, behind) = (earliest, min(behind, latest + 1))
        }
        guard first < behind else { return true }
        let match = query.match(in: rooms)
        var span = effort.firstSpan
        try readFound(query, of: user, by: match, max(first, behind - span)..<behind, &look)
        behind -= span
        let patience = SearchPatience(db, effort.patience)
        defer { patience.end() }
        while behind > first, !look.isOver, !patience.isOver {
            span = min(span * Limits.searchSpanGrowth, 1 << 53)
            do {
                try readFound(query, of: user, by: match, max(first, behind - span)..<behind, &look)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
                break
            }
            behind -= span
        }
        return behind <= first && !look.isOver
    }

    /// Looks at the messages that the index names of those with these numbers.
    private func readFound(
        _ query: SearchQuery, of user: User.ID, by match: String, _ numbers: Range<Int64>, _ look: inout SearchLook
    ) throws {
        let rows = try db.rows(SearchSQL.found, user, match, numbers.lowerBound, numbers.upperBound)
        while !look.isOver, let row = try rows.next() { try take(MessageRow(row: row), query, &look) }
        if !look.isOver { look.take(all: Message.ID(numbers.lowerBound)) }
    }

    /// Looks at one message as it now is, with the names of its files.
    private func take(_ row: MessageRow, _ query: SearchQuery, _ look: inout SearchLook) throws {
        guard row.message.deletedAt == nil else { return look.take(row.message, isFound: false) }
        let message = try withFiles(row)
        let isFound = query.match(message)
        look.take(isFound ? try whole(row) : message, isFound: isFound)
    }

    /// Returns a message with its files, without its reactions.
    private func withFiles(_ row: MessageRow) throws -> Message {
        var message = row.message
        if row.hasAttachments { message.attachments = try attachments(of: message.seq, in: message.roomID) }
        return message
    }

    /// The last message that is in the index, or was looked at for it; nil where entries of another version are in it.
    fileprivate var lastIndexed: Message.ID? {
        get throws {
            let parts = try setting(SearchSQL.lastIndexed)?.split(separator: " ") ?? []
            guard parts.count == 2, parts[0] == SearchEntry.version else { return nil }
            return Int64(parts[1]).map { Message.ID($0) }
        }
    }

    func messagesToIndex(limit: Int) throws -> (after: Message.ID?, messages: [Message]) {
        guard let after = try lastIndexed else { return (nil, []) }
        let rows = try db.all(SearchSQL.toIndex, after, limit) { row in
            var found = MessageRow(row: row)
            if !(row[MessageRow.columnCount] as Bool) { found.hasAttachments = false }
            return found
        }
        return (after, try rows.map(withFiles))
    }
}

extension StoreView {
    func messageMissingInIndex(among count: Int) throws -> Message.ID? {
        guard let last = try lastIndexed else { return nil }
        return try db.all(SearchSQL.latestIndexed, last, count) { MessageRow(row: $0) }.first { row in
            let entry = SearchEntry(try withFiles(row))
            guard let word = entry.words.utf8.split(separator: UInt8(ascii: " ")).first.map({ Substring($0) }) else {
                return false
            }
            let match = "facts : \"r\(entry.roomID)\" AND words : \"\(word)\""
            do {
                return try db.one(SearchSQL.isIndexed, match, entry.id) { _ in true } == nil
            } catch let error as DatabaseError where error.isOfIndex {
                return true
            }
        }?.message.id
    }
}

extension Transaction {
    func indexMessages(_ entries: [SearchEntry], after: Message.ID) throws {
        // Somebody else may have begun anew meanwhile.
        guard let last = entries.last?.id, try lastIndexed == after else { return }
        for entry in entries {
            // One that was changed meanwhile says something else, or nothing any more.
            guard let rev: Int64 = try db.one(SearchSQL.rev, entry.id, read: { $0[0] }) else { continue }
            if rev == entry.rev {
                try index(entry)
            } else if let row = try db.one(SearchSQL.one, entry.id, read: { MessageRow(row: $0) }) {
                try index(SearchEntry(whole(row)))
            }
        }
        try setLastIndexed(last)
    }

    private func setLastIndexed(_ id: Message.ID) throws {
        try setSetting(SearchSQL.lastIndexed, to: "\(SearchEntry.version) \(id)")
    }

    private func index(_ entry: SearchEntry) throws {
        guard !entry.words.isEmpty else { return }
        try db.run(SearchSQL.add, entry.id, entry.words, entry.facts)
        try db.run(SearchSQL.noteDay, entry.day.rawValue, entry.id)
    }

    /// Puts a message as it now is in the index's place of what it was.
    /// - Parameter after: the message; nil for none.
    func replaceInIndex(_ before: Message, by after: Message?) throws {
        guard let last = try lastIndexed, before.id <= last else { return }
        let (old, new) = (SearchEntry(before), after.map { SearchEntry($0) })
        guard !old.isKept(as: new) else { return }
        try db.run("SAVEPOINT entry")
        do {
            if !old.words.isEmpty {
                try db.run(SearchSQL.remove, old.id, old.words, old.facts)
                try noteRemoval()
            }
            if let new { try index(new) }
            // FTS5 writes what it holds back before another savepoint begins: a fault of the index is met here, and not
            // where the transaction ends, which others share.
            try db.run("SAVEPOINT written")
            try db.run("RELEASE entry")
        } catch let error as DatabaseError where error.isOfIndex {
            // A message can be edited and deleted whatever the index is like: that is made anew.
            try db.run("ROLLBACK TO entry")
            try db.run("RELEASE entry")
            try forgetIndex()
        }
    }

    private func noteRemoval() throws {
        guard try setting(SearchSQL.removal) != Removal.waiting.rawValue else { return }
        try setSetting(SearchSQL.removal, to: Removal.waiting.rawValue)
    }

    /// Takes the words of messages of a deleted room out of the index, a few at a time, while they are there to be said.
    /// - Parameters:
    ///   - seq: the last message of which this is done.
    ///   - last: the last message in the index when the room was deleted. Of what follows, nothing of the room came into it:
    ///     to take out what is not there makes SQLite take the index for damaged.
    /// - Returns: false once there was nothing to take out.
    func unindexMessages(of room: Room.ID, behind seq: Int64, upTo last: Message.ID) throws -> Bool {
        guard seq < .max, try lastIndexed != nil else { return false }
        let rows = try db.all(SearchSQL.ofDeletedRoom, room, seq, last, Limits.messagesUnindexedAtOnce) {
            MessageRow(row: $0)
        }
        var bytes = 0
        let fitting = rows.prefix { row in
            defer { bytes += row.message.content.utf8.count }
            return bytes < Limits.unindexedBytesAtOnce
        }
        for row in fitting { try replaceInIndex(try whole(row), by: nil) }
        try db.run(
            "UPDATE deleted_rooms SET unindexed_seq = ? WHERE room_id = ?", fitting.last?.message.seq ?? .max, room)
        return !rows.isEmpty
    }

    /// The last message that is in the index, for a room that is deleted now.
    func indexedNow() throws -> Message.ID { try lastIndexed ?? Message.ID(0) }

    func forgetIndex() throws { try setSetting(SearchSQL.lastIndexed, to: nil) }

    func renewIndex(pages limit: Int) throws -> Bool {
        guard try lastIndexed == nil else { return false }
        // Nobody looks anything up in it any more.
        if try removeIndexPages(limit) == limit { return true }
        for statement in SearchSQL.renewal { try db.run(statement) }
        // Nothing of rooms that are gone comes into the new one.
        try db.run("UPDATE deleted_rooms SET indexed_id = 0")
        try setSetting(SearchSQL.removal, to: nil)
        try setLastIndexed(Message.ID(0))
        return true
    }

    /// Returns the number of pages that were removed; 0 where there is no table of them.
    private func removeIndexPages(_ limit: Int) throws -> Int {
        do {
            try db.run(SearchSQL.removePages, limit)
            return db.changesCount
        } catch let error as DatabaseError where error.isOfIndex {
            return 0
        }
    }

    func mergeIndex(pages: Int, isFirst: Bool) throws -> Bool {
        // One that is being removed has pages no more that it says it has.
        guard try lastIndexed != nil, let removal = try setting(SearchSQL.removal) else { return false }
        if try db.one(SearchSQL.structureBytes, read: { $0[0] as Int }) ?? 0 > Limits.indexStructureBytesMax {
            try forgetIndex()
            return false
        }
        if isFirst { try setSetting(SearchSQL.removal, to: Removal.begun.rawValue) }
        let before = db.totalChangesCount
        try db.run(SearchSQL.merge, isFirst ? -pages : pages)
        // It changes one row where there is nothing to be done (SQLite FTS5 §6.8).
        if isFirst || db.totalChangesCount - before >= 2 { return true }
        // What was removed meanwhile waits for the next night.
        if removal == Removal.begun.rawValue { try setSetting(SearchSQL.removal, to: nil) }
        return false
    }
}
