/// The part of a room's log that a reconnected client missed.
public enum CatchUp: Sendable, Hashable {
    /// All that was missed.
    case missed(Missed)
    /// More than ``Limits/resumeMessagesMax``, or a position that the log does not know: the client pages.
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
    }
}
