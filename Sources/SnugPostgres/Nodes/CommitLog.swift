import SnugChat

/// The log of what commits announce, which every node reads for its own clients.
///
/// A commit that announces anything takes the next number, as the last thing before it ends: the row of the count stays
/// locked until then, so that numbers ascend in the order of commits and none is missing. What one transaction waited
/// for from another, a room or an account, stands behind that other's entry. PostgreSQL makes commits that notify wait
/// for one another just so: this costs no more.
///
/// A notification only says that there is more. Where one is lost nothing is: whatever comes next is behind a hole, and
/// that is filled by reading.
enum CommitLog {
    /// The channel on which it is told that there is more; the payload is the number.
    static let channel = "snug"

    static let add = """
        WITH place AS (UPDATE commit_count SET last = last + 1 RETURNING last),
        entry AS (INSERT INTO commit_log (number, events) SELECT last, $1 FROM place RETURNING number)
        SELECT number, pg_notify('\(channel)', number::text)::text FROM entry
        """
    static let last = "SELECT last FROM commit_count"
    /// As it is asked for by a connection that waits for nothing.
    static let lastAsText = "SELECT last::text FROM commit_count"
    /// The entries behind a number, with the last that there is; a row without an entry where there is none.
    static let behind = """
        SELECT c.last, x.number, x.events FROM commit_count c LEFT JOIN LATERAL (
            SELECT number, events FROM commit_log WHERE number > $1 ORDER BY number LIMIT $2
        ) x ON true ORDER BY x.number
        """
    static let forget = "DELETE FROM commit_log WHERE number <= $1"

    /// An entry, with what its commit announced.
    struct Entry {
        var number: Int64
        var events: [Event]
    }
}

extension StoreView {
    /// The number of the last commit that announced anything.
    var lastCommit: Int64 {
        get throws { try db.one(CommitLog.last) { try $0[0] } ?? 0 }
    }

    /// Returns the first entries behind a number, with the number of the last that there is.
    ///
    /// Messages, rooms and people are as they now are; what is gone since is left out.
    func commits(after number: Int64) throws -> (last: Int64, entries: [CommitLog.Entry]) {
        let rows = try db.all(CommitLog.behind, number, Limits.commitsReadAtOnce) { row in
            (last: try row[0] as Int64, number: try row[1] as Int64?, text: try row[2] as String?)
        }
        let entries = try rows.compactMap { row -> CommitLog.Entry? in
            guard let number = row.number, let text = row.text else { return nil }
            return CommitLog.Entry(number: number, events: try EventText.events(of: text, in: self))
        }
        return (rows.first?.last ?? 0, entries)
    }
}

extension Transaction {
    /// Puts what was announced into the log, as the last thing before the commit.
    /// - Returns: the commit's number; nil where nothing was announced.
    func logEvents() throws -> Int64? {
        guard !events.isEmpty else { return nil }
        guard let number = try db.one(CommitLog.add, EventText.text(of: events), read: { try $0[0] as Int64 }) else {
            throw PostgresError(.damaged, "the count of commits is missing")
        }
        if number.isMultiple(of: Int64(Limits.commitsForgottenAtOnce)) {
            try db.run(CommitLog.forget, number - Int64(Limits.commitsKept))
        }
        return number
    }
}
