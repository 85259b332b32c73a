import SnugChat

/// The statements of the index of words.
///
/// Each message up to the last that is in the index, of those that say anything, has its words beside it, which GIN finds
/// (PostgreSQL §70).
enum SearchIndexSQL {
    /// The last message in the index; if that is of a version; if another may be begun in its place.
    static let place = """
        SELECT last_id, version = $1, version = '' OR begun_at < now() - $2 * interval '1 second' FROM message_index
        """
    /// The last message in an index of whatever version.
    static let last = "SELECT CASE WHEN version = '' THEN 0 ELSE last_id END FROM message_index"
    static let isAt = "SELECT EXISTS (SELECT 1 FROM message_index WHERE version = $1 AND last_id = $2)"
    static let move = "UPDATE message_index SET last_id = $1"
    static let begin = "UPDATE message_index SET version = $1, begun_at = now(), last_id = 0"
    /// The last of an index of before that was removed; none where it is not to go.
    static let removed = """
        SELECT CASE WHEN version = '' THEN last_id ELSE 0 END FROM message_index
        WHERE version <> $1 AND (version = '' OR begun_at < now() - $2 * interval '1 second')
        """
    static let moveRemoved = "UPDATE message_index SET version = '', last_id = $1"
    static let forget = "UPDATE message_index SET version = '', last_id = 0 WHERE version <> ''"

    /// Those behind an id; of a room that was deleted nothing is kept.
    static let toIndex = """
        SELECT \(MessageRow.columns("x", content: "CASE WHEN r.id IS NULL THEN '' ELSE x.content END")),
            r.id IS NOT NULL
        FROM messages x LEFT JOIN rooms r ON r.id = x.room_id WHERE x.id > $1 ORDER BY x.id LIMIT $2
        """
    /// Those between two ids as they are in the moment, by their latest changes.
    static let revs = """
        SELECT x.id, x.rev FROM messages x JOIN rooms r ON r.id = x.room_id
        WHERE x.id > $1 AND x.id <= $2 AND x.deleted_at IS NULL ORDER BY x.id
        """
    static let latest = """
        SELECT \(MessageRow.columns("x")) FROM messages x JOIN rooms r ON r.id = x.room_id
        WHERE x.id <= $1 AND x.deleted_at IS NULL ORDER BY x.id DESC LIMIT $2
        """
    private static let entries = """
        SELECT id, room_id, array_to_tsvector(string_to_array(text, ' ')) AS words
        FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS entry (id, room_id, text)
        """
    static let add = """
        INSERT INTO message_words (message_id, room_id, words) \(entries)
        ON CONFLICT (message_id) DO UPDATE SET words = excluded.words
        """
    /// The latest of some that is not in the index as it should be.
    static let missing = """
        SELECT entry.id FROM (\(entries)) AS entry LEFT JOIN message_words w ON w.message_id = entry.id
        WHERE w.words IS DISTINCT FROM entry.words ORDER BY entry.id DESC LIMIT 1
        """
    static let remove = "DELETE FROM message_words WHERE message_id = $1"
    static let removeSome = """
        WITH gone AS (
            DELETE FROM message_words WHERE message_id IN (
                SELECT message_id FROM message_words WHERE message_id > $1 ORDER BY message_id LIMIT $2)
            RETURNING message_id
        )
        SELECT max(message_id), count(*) FROM gone
        """
    static let noteDays = """
        INSERT INTO search_days (day, first_id, last_id)
        SELECT day, min(id), max(id) FROM unnest($1::bigint[], $2::bigint[]) AS entry (day, id) GROUP BY day
        ON CONFLICT (day) DO UPDATE SET first_id = least(search_days.first_id, excluded.first_id),
            last_id = greatest(search_days.last_id, excluded.last_id)
        """
}

extension StoreView {
    /// The last message that is in the index, or was looked at for it; nil where entries of another version are in it.
    var lastIndexed: Message.ID? {
        get throws { try indexPlace().last }
    }

    /// Returns the last message that is in the index, nil where entries of another version are in it, and if these are
    /// to go.
    private func indexPlace() throws -> (last: Message.ID?, isToGo: Bool) {
        let place = try db.one(
            SearchIndexSQL.place, SearchEntry.indexVersion, Limits.indexKeptFor.components.seconds
        ) { row in
            let isOurs = try row[1] as Bool
            return (last: isOurs ? try row[0] as Message.ID : nil, isToGo: isOurs ? false : try row[2])
        }
        guard let place else { throw PostgresError(.damaged, "the place of the index is missing") }
        return place
    }

    func messagesToIndex(limit: Int) throws -> (after: Message.ID?, messages: [Message]) {
        let place = try indexPlace()
        guard let after = place.last else { return (place.isToGo ? nil : Message.ID(0), []) }
        let rows = try db.all(SearchIndexSQL.toIndex, after, limit) { row in
            var found = try MessageRow(row: row)
            if !(try row[MessageRow.columnCount] as Bool) { found.hasAttachments = false }
            return found
        }
        return (after, try withFiles(rows))
    }

    func messageMissingInIndex(among count: Int) throws -> Message.ID? {
        guard let last = try lastIndexed else { return nil }
        let rows = try db.all(SearchIndexSQL.latest, last, count) { try MessageRow(row: $0) }
        let entries = try withFiles(rows).map { SearchEntry($0) }.filter { !$0.words.isEmpty }
        return try db.one(
            SearchIndexSQL.missing, Numbers(entries.map(\.id)), Numbers(entries.map(\.roomID)),
            Texts(entries.map(\.indexWords))
        ) { try $0[0] }
    }
}

extension Transaction {
    func indexMessages(_ entries: [SearchEntry], after: Message.ID) throws -> Bool {
        // Another node may have gone on or begun anew meanwhile.
        guard let last = entries.last?.id,
            try db.one(SearchIndexSQL.isAt, SearchEntry.indexVersion, after, read: { try $0[0] }) ?? false
        else { return false }
        let known = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0) })
        let now = try db.all(SearchIndexSQL.revs, after, last) { row in
            (id: try row[0] as Message.ID, rev: try row[1] as Int64)
        }
        // One that was changed meanwhile says something else.
        let others = now.filter { known[$0.id]?.rev != $0.rev }.map(\.id)
        let rows = try others.isEmpty ? [] : db.all(SearchSQL.these, Numbers(others)) { try MessageRow(row: $0) }
        let anew = Dictionary(uniqueKeysWithValues: try withFiles(rows).map { ($0.id, SearchEntry($0)) })
        try index(now.compactMap { anew[$0.id] ?? known[$0.id] })
        try db.run(SearchIndexSQL.move, last)
        return true
    }

    /// Takes entries into the index, with their days.
    private func index(_ entries: [SearchEntry]) throws {
        try put(entries.filter { !$0.words.isEmpty })
        try db.run(SearchIndexSQL.noteDays, Numbers(entries.map { Int64($0.day.rawValue) }), Numbers(entries.map(\.id)))
    }

    private func put(_ entries: [SearchEntry]) throws {
        try db.run(
            SearchIndexSQL.add, Numbers(entries.map(\.id)), Numbers(entries.map(\.roomID)),
            Texts(entries.map(\.indexWords)))
    }

    /// Puts a message as it now is in the index's place of what it was.
    func replaceInIndex(_ message: Message) throws {
        let last = try db.one(SearchIndexSQL.last) { try $0[0] as Message.ID }
        guard let last, message.id <= last else { return }
        let entry = SearchEntry(message)
        if entry.words.isEmpty { try db.run(SearchIndexSQL.remove, entry.id) } else { try put([entry]) }
    }

    func forgetIndex() throws {
        try db.run(SearchIndexSQL.forget)
        announce(.indexForgotten)
    }

    func renewIndex(pages limit: Int) throws -> Bool {
        let removed = try db.one(
            SearchIndexSQL.removed, SearchEntry.indexVersion, Limits.indexKeptFor.components.seconds
        ) { try $0[0] as Message.ID }
        guard let removed else { return false }
        // Searches may still read what was there when they began: it goes in pieces, and not at once with its table.
        let entriesMax = limit * Limits.indexEntriesPerPage
        let gone = try db.one(SearchIndexSQL.removeSome, removed, entriesMax) { row in
            (last: try row[0] as Message.ID?, count: try row[1] as Int)
        }
        if let last = gone?.last, gone?.count == entriesMax {
            try db.run(SearchIndexSQL.moveRemoved, last)
        } else {
            try db.run("DELETE FROM search_days")
            try renewWordIndex()
            try db.run(SearchIndexSQL.begin, SearchEntry.indexVersion)
        }
        return true
    }

    /// Makes anew what finds words, whatever was damaged of it, without a trace of what was removed; where somebody is at
    /// the table, such as the server's own cleaning, it stays as it is.
    private func renewWordIndex() throws {
        try db.control("SAVEPOINT renewing; SET LOCAL lock_timeout = '\(Limits.indexLockWait.microseconds / 1_000)ms'")
        do {
            try db.control("REINDEX INDEX message_words_by_word")
        } catch let error as PostgresError where error.condition == .locked {
            // Searches go on in the index that is there.
        }
        try db.control(
            (db.hasFailed ? "ROLLBACK TO SAVEPOINT renewing" : "RELEASE SAVEPOINT renewing")
                + "; SET LOCAL lock_timeout = '\(Limits.postgresLockWait.components.seconds)s'")
    }

    func mergeIndex(pages: Int, isFirst: Bool) throws -> Bool {
        // What was removed is the server's to clean up, as it is of all tables (PostgreSQL §25.1).
        false
    }
}
