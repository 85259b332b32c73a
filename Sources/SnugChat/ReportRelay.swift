import Synchronization

/// A relay of reports to one listener, which is connected after their source is made; earlier reports go nowhere.
public final class ReportRelay<Report: Sendable>: Sendable {
    private let listener = Mutex<(@Sendable (Report) -> Void)?>(nil)

    public init() {}

    /// Sets the listener of later reports, which is called on the thread that reports and returns at once.
    public func connect(_ listener: @escaping @Sendable (Report) -> Void) {
        self.listener.withLock { $0 = listener }
    }

    public func report(_ report: Report) { listener.withLock(\.self)?(report) }
}
