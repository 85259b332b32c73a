import SnugChat

/// The statements of looking for messages.
enum SearchSQL {
    /// The messages of the rooms that a user is in, the newest first.
    static let seen = """
        SELECT \(MessageRow.columns("x")) FROM messages x
        WHERE x.id < $2 AND x.deleted_at IS NULL AND ($3::bigint IS NULL OR x.room_id = $3)
            AND ($4::bigint IS NULL OR x.user_id = $4)
            AND EXISTS (SELECT 1 FROM room_members m WHERE m.room_id = x.room_id AND m.user_id = $1)
        ORDER BY x.id DESC LIMIT $5
        """
    /// Messages that are looked at between two looks at the bounds.
    static let pieceMax = 100
}

/// Looking through the messages themselves: there is no index of words, so that nothing waits for one either.
extension StoreView {
    func search(
        _ query: SearchQuery, for user: User.ID, before: Message.ID?, limit: Int, effort: SearchEffort
    ) throws -> SearchPage {
        var (found, looks, bytes) = ([] as [Message], 0, 0)
        var last = before?.rawValue ?? .max
        let end = ContinuousClock.now + effort.patience
        // The first piece is looked at in any case: whoever goes on from its end comes to the end of all.
        repeat {
            let piece = try db.all(
                SearchSQL.seen, user, last, query.room, query.author, SearchSQL.pieceMax
            ) { try MessageRow(row: $0) }
            for row in piece {
                looks += 1
                bytes += row.message.content.utf8.count
                last = row.message.id.rawValue
                let message = try whole(row)
                guard query.match(message) else { continue }
                if found.count == max(limit, 1) { return SearchPage(messages: found, next: found.last?.id) }
                found.append(message)
            }
            if piece.count < SearchSQL.pieceMax { return SearchPage(messages: found, next: nil) }
        } while looks < Limits.searchLooksMax && bytes < Limits.searchLookBytesMax && ContinuousClock.now < end
        return SearchPage(messages: found, next: Message.ID(last))
    }

    func messagesToIndex(limit: Int) throws -> (after: Message.ID?, messages: [Message]) { (Message.ID(0), []) }

    func messageMissingInIndex(among count: Int) throws -> Message.ID? { nil }
}

extension Transaction {
    func indexMessages(_ entries: [SearchEntry], after: Message.ID) throws {}

    func forgetIndex() throws {}

    func renewIndex(pages limit: Int) throws -> Bool { false }

    func mergeIndex(pages: Int, isFirst: Bool) throws -> Bool { false }
}
