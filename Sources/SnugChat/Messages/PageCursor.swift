/// A place in a room's log where a page is cut.
public enum PageCursor: Sendable, Hashable {
    /// The end of the log.
    case newest
    /// The messages before this seq, without it.
    case before(Int64)
    /// The messages after this seq, without it.
    case after(Int64)
    /// The messages on both sides of this seq, and the one itself.
    case around(Int64)

    /// Returns the seqs of the page: `limit` of them, fewer where the log ends, nil where there are none.
    ///
    /// The log has no gaps, so a page is arithmetic. A seq outside the log is held to its nearer end.
    func seqs(limit: Int, lastSeq: Int64) -> ClosedRange<Int64>? {
        let size = Int64(limit)
        let (low, high): (Int64, Int64)
        switch self {
        case .newest:
            (low, high) = (lastSeq - size + 1, lastSeq)
        case .before(let seq):
            let end = min(max(seq, 1) - 1, lastSeq)
            (low, high) = (end - size + 1, end)
        case .after(let seq):
            let start = min(max(seq, 0), lastSeq) + 1
            (low, high) = (start, start + size - 1)
        case .around(let seq):
            let middle = min(max(seq, 1), max(lastSeq, 1))
            let start = max(1, middle - size / 2)
            (low, high) = (start, start + size - 1)
        }
        let (first, last) = (max(low, 1), min(high, lastSeq))
        return first <= last ? first...last : nil
    }
}

/// A page of a room's messages, ascending by seq.
public struct MessagePage: Sendable {
    public var messages: Piece<Message>
    /// True while there are more in the direction that was asked for (around: in either).
    public var hasMore: Bool

    public init(messages: Piece<Message>, hasMore: Bool) {
        self.messages = messages
        self.hasMore = hasMore
    }
}

/// A page of messages changed after some rev, ascending by rev.
public struct ChangePage: Sendable {
    public var messages: Piece<Message>
    /// The rev up to which everything is known with this page.
    public var lastRev: Int64
    public var hasMore: Bool

    public init(messages: Piece<Message>, lastRev: Int64, hasMore: Bool) {
        self.messages = messages
        self.lastRev = lastRev
        self.hasMore = hasMore
    }
}
