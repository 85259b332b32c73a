/// What went wrong in keeping or finding something: not a decision of ours, and perhaps gone the next time.
public struct StoreFault: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable {
        /// No room left on the disk.
        case full
        /// The file or its disk cannot be written to.
        case readOnly
        /// Another process held its lock for longer than ``Limits/lockWait``.
        case locked
        /// What is in the file contradicts itself.
        case damaged
        /// The store is being closed.
        case closed
        /// Anything else the disk or the database said.
        case failed
    }
    public var kind: Kind
    /// What was attempted and what came back, for the administrator; never what people wrote.
    public var detail: String

    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    public var description: String { detail }
}
