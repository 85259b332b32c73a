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
