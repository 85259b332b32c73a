/// The parts that the server needs to take writes, each with what a probe found.
public struct Readiness: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case ok, full, locked, damaged, failed, stopping
        case readOnly = "read_only"
    }

    public var database = State.ok
    public var disk = State.ok

    /// - Parameter fault: the probe's fault; nil where it went well.
    public init(_ fault: StoreFault?) {
        switch fault?.kind {
        case nil: break
        case .full: disk = .full
        case .readOnly: disk = .readOnly
        case .locked: database = .locked
        case .damaged: database = .damaged
        case .closed: database = .stopping
        case .unconfirmed, .refused: database = .failed
        case .failed, .unknown: (database, disk) = (.failed, .failed)
        }
    }
}
