import GRDB
import SnugChat

/// The statements of the index of words.
extension SearchSQL {
    /// Those behind an id; of a room that was deleted nothing is kept.
    static let toIndex = """
        SELECT \(MessageRow.columns("x", content: "iif(r.id IS NULL, '', x.content)")), r.id IS NOT NULL
        FROM messages x LEFT JOIN rooms r ON r.id = x.room_id WHERE x.id > ? ORDER BY x.id LIMIT ?
        """
    static let revs = """
        SELECT x.id, x.rev FROM messages x CROSS JOIN rooms r ON r.id = x.room_id
        WHERE x.id > ? AND x.id <= ? AND x.deleted_at IS NULL ORDER BY x.id
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
        INSERT INTO search_days (day, first_id, last_id) VALUES (?1, ?2, ?3) ON CONFLICT (day) DO UPDATE
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

    /// The bytes of the record of the index's parts (SQLite FTS5 §9.2).
    static let structureBytes = "SELECT length(block) FROM message_search_data WHERE id = 10"
}

extension DatabaseError {
    /// True for what SQLite says of an index that is damaged, of which a table is missing, or whose parts contradict each
    /// other.
    var isOfIndex: Bool { isDamage || [.SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(resultCode) }
}

/// A word for what is to be done with pages that hold removed words.
private enum Removal: String {
    case waiting, begun
}

extension SearchEntry {
    /// The words for its room, its author, its span and its features.
    fileprivate var facts: String {
        let span = id.rawValue / Limits.searchSpan
        return (["r\(roomID)", "u\(userID)", "s\(span)"] + features.map(\.rawValue)).joined(separator: " ")
    }

    /// Returns true if another entry of the same message is kept by the same bytes, which equal texts need not be.
    fileprivate func isKept(as other: SearchEntry?) -> Bool {
        guard let other else { return false }
        return features == other.features && words.utf8.elementsEqual(other.words.utf8)
    }
}

extension StoreView {
    /// The last message that is in the index, or was looked at for it; nil where entries of another version are in it.
    var lastIndexed: Message.ID? {
        get throws {
            let parts = try setting(SettingName.lastIndexed)?.split(separator: " ") ?? []
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
    func indexMessages(_ entries: [SearchEntry], after: Message.ID) throws -> Bool {
        // Somebody else may have begun anew meanwhile.
        guard let last = entries.last?.id, try lastIndexed == after else { return false }
        let revs = try db.all(SearchSQL.revs, after, last) { row in (id: row[0] as Message.ID, rev: row[1] as Int64) }
        let revByID = Dictionary(uniqueKeysWithValues: revs.map { ($0.id, $0.rev) })
        let present = try entries.compactMap { entry -> SearchEntry? in
            // One that was changed meanwhile says something else, or nothing any more.
            guard let rev = revByID[entry.id] else { return nil }
            if rev == entry.rev { return entry }
            return try db.one(SearchSQL.one, entry.id) { MessageRow(row: $0) }.map { SearchEntry(try whole($0)) }
        }
        do {
            try index(present)
            try writeHeldBack()
        } catch let error as DatabaseError where error.isOfIndex {
            throw StoreFault(.damaged, "the index of words: \(error.words)")
        }
        try setLastIndexed(last)
        return true
    }

    /// Has FTS5 write what it holds back, as it does before another savepoint begins: a fault of the index is met here, and
    /// not where the transaction ends, which others share.
    private func writeHeldBack() throws {
        try db.run("SAVEPOINT written")
        try db.run("RELEASE written")
    }

    private func setLastIndexed(_ id: Message.ID) throws {
        try setSetting(SettingName.lastIndexed, to: "\(SearchEntry.version) \(id)")
    }

    private func index(_ entries: [SearchEntry]) throws {
        let entries = entries.filter { !$0.words.isEmpty }
        for entry in entries { try hot.run(.index, entry.id, entry.words, entry.facts) }
        for (day, ids) in Dictionary(grouping: entries, by: \.day).mapValues({ $0.map(\.id) }) {
            guard let first = ids.min(), let last = ids.max() else { continue }
            try db.run(SearchSQL.noteDay, day.rawValue, first, last)
        }
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
            if let new { try index([new]) }
            try writeHeldBack()
            try db.run("RELEASE entry")
        } catch let error as DatabaseError where error.isOfIndex {
            // A message can be edited and deleted whatever the index is like: that is made anew.
            try db.run("ROLLBACK TO entry")
            try db.run("RELEASE entry")
            try forgetIndex()
        }
    }

    private func noteRemoval() throws {
        guard try setting(SettingName.indexRemoval) != Removal.waiting.rawValue else { return }
        try setSetting(SettingName.indexRemoval, to: Removal.waiting.rawValue)
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

    func forgetIndex() throws {
        try setSetting(SettingName.lastIndexed, to: nil)
        announce(.indexForgotten)
    }

    func renewIndex(pages limit: Int) throws -> Bool {
        guard try lastIndexed == nil else { return false }
        // Nobody looks anything up in it any more.
        if try removeIndexPages(limit) == limit { return true }
        for statement in SearchSQL.renewal { try db.run(statement) }
        // Nothing of rooms that are gone comes into the new one.
        try db.run("UPDATE deleted_rooms SET indexed_id = 0")
        try setSetting(SettingName.indexRemoval, to: nil)
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
        guard try lastIndexed != nil, let removal = try setting(SettingName.indexRemoval) else { return false }
        if try db.one(SearchSQL.structureBytes, read: { $0[0] as Int }) ?? 0 > Limits.indexStructureBytesMax {
            try forgetIndex()
            return false
        }
        if isFirst { try setSetting(SettingName.indexRemoval, to: Removal.begun.rawValue) }
        let before = db.totalChangesCount
        try db.run(SearchSQL.merge, isFirst ? -pages : pages)
        // It changes one row where there is nothing to be done (SQLite FTS5 §6.8).
        if isFirst || db.totalChangesCount - before >= 2 { return true }
        // What was removed meanwhile waits for the next night.
        if removal == Removal.begun.rawValue { try setSetting(SettingName.indexRemoval, to: nil) }
        return false
    }
}
