/// A failure of the store: no decision of this program, and perhaps gone at the next try.
public struct StoreFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// A cause of failure that calls for a remedy of its own.
    public enum Kind: String, Sendable, Hashable {
        /// No room left on the disk.
        case full
        /// The file or its disk cannot be written to.
        case readOnly
        /// Another process held its lock for longer than ``Limits/lockWait``.
        case locked
        /// The file contradicts itself.
        case damaged
        /// The store is being closed.
        case closed
        /// Nobody knows if a commit is durable: its answer was lost. What is sent again under its `client_id` finds
        /// out.
        case unknown
        /// The standby that a commit waits for does not say that it has it: durable on one machine only, if it was sent.
        case unconfirmed
        /// The database refuses a value or a row that this program should not have given it: a fault of this program.
        case refused
        /// Anything else the disk or the database said.
        case failed
    }
    public var kind: Kind
    /// The attempt and its outcome, for the administrator; never what people wrote.
    public var detail: String

    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    public var description: String { detail }
}
