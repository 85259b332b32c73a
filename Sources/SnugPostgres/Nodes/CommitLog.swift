import SnugChat

/// The log of what commits announce, which every node reads for its own clients.
///
/// A commit that announces anything takes the next number: nobody else commits meanwhile, so that numbers ascend in the
/// order of commits and none is missing. The last one is the log's own: a row with a count would have a version for
/// each commit, which a backup's long snapshot keeps, and every commit would pass by all of them.
///
/// A notification only says that there is more. Where one is lost nothing is: whatever comes next is behind a hole, and
/// that is filled by reading.
///
/// Each entry has a random token beside its number. A standby that is promoted before it has the last commits gives
/// their numbers again: whoever took up another entry of the same number sees by the token that the log is another one.
enum CommitLog {
    /// The channel on which it is told that there is more; the payload is the number.
    static let channel = "snug"

    static let add = """
        WITH entry AS (
            INSERT INTO commit_log (number, events) SELECT last + 1, $1 FROM commit_count RETURNING number, token
        )
        SELECT number, token::text, pg_notify('\(channel)', number::text)::text FROM entry
        """
    /// The entries behind a number, with the last that there is, the one of that number and the name of the log; a row
    /// without an entry where there is none.
    static let behind = """
        SELECT c.last, e.token::text, k.token::text,
            (SELECT value FROM settings WHERE name = '\(LogEpoch.settingName)'), x.number, x.token::text, x.events
        FROM commit_count c LEFT JOIN commit_log e ON e.number = c.last LEFT JOIN commit_log k ON k.number = $1
        LEFT JOIN LATERAL (
            SELECT number, token, events FROM commit_log WHERE number > $1 ORDER BY number LIMIT $2
        ) x ON true ORDER BY x.number
        """
    /// The last entry, and the commits that have waited for a standby for longer than one needs.
    static let heartbeat = """
        SELECT c.last, e.token::text, (
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'SyncRep'
                AND query_start < clock_timestamp() - interval '\(Limits.standbyAnswersWithin.components.seconds) s'
        ) FROM commit_count c LEFT JOIN commit_log e ON e.number = c.last
        """
    /// Removes the entries between two numbers, and looks at none before them: a long snapshot keeps these too.
    static let forget = "DELETE FROM commit_log WHERE number > $1 AND number <= $2"
    /// Gives the log another random name, unless it has another than it had already.
    static let rename = """
        UPDATE settings SET value = translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_')
        WHERE name = '\(LogEpoch.settingName)' AND value = coalesce($1, value)
        """

    /// The place of an entry: its number, and the token that it alone has; nil where the entry is forgotten.
    struct Place: Sendable, Hashable {
        var number: Int64
        var token: String?
    }

    /// An entry, with what its commit announced.
    struct Entry {
        var place: Place
        var events: [Event]
    }

    /// What the log has behind an entry.
    struct News {
        /// The last that there is.
        var last: Place
        /// The token of the entry itself; nil where it is forgotten or was never there.
        var token: String?
        /// The name of the log; nil where it has none yet.
        var epoch: String?
        /// The first entries behind it.
        var entries: [Entry] = []
    }
}

extension StoreView {
    /// Returns what is in the log behind a number.
    ///
    /// Messages, rooms and people are as they now are; what is gone since is left out.
    func commits(after number: Int64) throws -> CommitLog.News {
        let rows = try db.all(CommitLog.behind, number, Limits.commitsReadAtOnce) { row in
            let news = CommitLog.News(
                last: CommitLog.Place(number: try row[0], token: try row[1]), token: try row[2], epoch: try row[3])
            return (news: news, number: try row[4] as Int64?, token: try row[5] as String?, text: try row[6] as String?)
        }
        var news = rows.first?.news ?? CommitLog.News(last: CommitLog.Place(number: 0))
        let told = rows.compactMap { row -> (place: CommitLog.Place, text: String)? in
            guard let number = row.number, let text = row.text else { return nil }
            return (CommitLog.Place(number: number, token: row.token), text)
        }
        news.entries = zip(told, try EventText.events(of: told.map(\.text), in: self))
            .map { CommitLog.Entry(place: $0.place, events: $1) }
        return news
    }
}

extension Transaction {
    /// Puts what was announced into the log, as the last thing before the commit.
    /// - Returns: the commit's place; nil where nothing was announced.
    func logEvents() throws -> CommitLog.Place? {
        guard !events.isEmpty else { return nil }
        let added = try db.one(CommitLog.add, EventText.text(of: events)) { row in
            CommitLog.Place(number: try row[0], token: try row[1])
        }
        guard let place = added else { throw PostgresError(.damaged, "a commit has no number") }
        if place.number.isMultiple(of: Int64(Limits.commitsForgottenAtOnce)) {
            let end = place.number - Int64(Limits.commitsKept)
            try db.run(CommitLog.forget, end - Int64(Limits.commitsForgottenAtOnce), end)
        }
        return place
    }
}
