/// The part of a room's log that a reconnected client missed.
public enum CatchUp: Sendable, Hashable {
    /// All that was missed.
    case missed(Missed)
    /// More than ``Limits/resumeMessagesMax`` or ``Limits/resumeBytesMax``, or a position that the log does not know:
    /// the client pages.
    case tooMuch(lastSeq: Int64, lastRev: Int64)

    /// The messages and changes that were missed, complete up to `lastSeq` and `lastRev`.
    public struct Missed: Sendable, Hashable {
        /// New messages, ascending by seq.
        public var messages: [Message]
        /// Older messages changed meanwhile, ascending by rev.
        public var changes: [Message]
        public var lastSeq: Int64
        public var lastRev: Int64
        /// The room's rev when they were read: a later change is in none of them.
        public var readRev: Int64

        public init(messages: [Message], changes: [Message], lastSeq: Int64, lastRev: Int64, readRev: Int64) {
            self.messages = messages
            self.changes = changes
            self.lastSeq = lastSeq
            self.lastRev = lastRev
            self.readRev = readRev
        }
    }
}

/// The reading of what a client missed, piece by piece, within ``Limits/resumeMessagesMax`` and
/// ``Limits/resumeBytesMax``.
struct CatchUpReading {
    let room: Room.ID
    /// The position up to which the client has the log.
    let seq: Int64
    let rev: Int64
    /// The position up to which it is to have it.
    let lastSeq: Int64
    let lastRev: Int64
    private(set) var bytesRead = 0

    init(room: Room.ID, seq: Int64, rev: Int64, lastSeq: Int64, lastRev: Int64) {
        self.room = room
        self.seq = seq
        self.rev = rev
        self.lastSeq = lastSeq
        self.lastRev = lastRev
    }

    /// - Parameter readRev: the room's rev in the snapshot that is read.
    mutating func catchUp(in store: any StoreReader, readRev: Int64) throws -> CatchUp {
        let tooMuch = CatchUp.tooMuch(lastSeq: lastSeq, lastRev: lastRev)
        // A client that knows more than the log holds has been talking to another copy of it.
        guard (0...lastSeq).contains(seq), (0...lastRev).contains(rev) else { return tooMuch }
        let missing = lastSeq - seq
        guard missing <= Limits.resumeMessagesMax else { return tooMuch }
        guard let allChanged = try changes(in: store) else { return tooMuch }
        let changed = allChanged.filter { $0.seq <= seq && $0.rev <= lastRev }
        guard Int64(changed.count) + missing <= Limits.resumeMessagesMax else { return tooMuch }
        let bytes = changed.reduce(0) { $0 + $1.bytesSent }
        guard let messages = try messages(in: store, bytesMax: Limits.resumeBytesMax - bytes) else { return tooMuch }
        return .missed(
            CatchUp.Missed(messages: messages, changes: changed, lastSeq: lastSeq, lastRev: lastRev, readRev: readRev))
    }

    /// Returns the messages with a later rev, or nil where they are too many.
    private mutating func changes(in store: any StoreReader) throws -> [Message]? {
        var changed: [Message] = []
        var bytes = 0
        while true {
            let piece = try store.changes(after: changed.last?.rev ?? rev, in: room, limit: Limits.resumePieceMessages)
            changed += piece
            bytes += count(piece)
            guard changed.count <= Limits.resumeMessagesMax, bytes <= Limits.resumeBytesMax else { return nil }
            if piece.count < Limits.resumePieceMessages { return changed }
        }
    }

    /// Returns the messages with a later seq, or nil where they are too long.
    private mutating func messages(in store: any StoreReader, bytesMax: Int) throws -> [Message]? {
        var messages: [Message] = []
        var bytes = 0
        var next = seq + 1
        while next <= lastSeq {
            let last = min(lastSeq, next + Int64(Limits.resumePieceMessages) - 1)
            let piece = try store.messages(next...last, in: room)
            messages += piece
            bytes += count(piece)
            guard bytes <= bytesMax else { return nil }
            next = last + 1
        }
        return messages
    }

    private mutating func count(_ piece: [Message]) -> Int {
        let bytes = piece.reduce(0) { $0 + $1.bytesSent }
        bytesRead += bytes
        return bytes
    }
}

extension Message {
    /// The fewest bytes that it takes to send the message: its text, its files and the people who reacted to it.
    var bytesSent: Int {
        let words = reactions.reduce(content.utf8.count) { $0 + $1.emoji.utf8.count + 2 * $1.users.count }
        return attachments.reduce(words) { $0 + $1.bytesSent }
    }
}
