import SnugChat
import Synchronization

/// The pace at which mails are printed to a reader that drops what comes faster, other lines with it.
///
/// Every mail waits for its turn and is printed whole. The first after a rest comes at once.
public final class PrintingPace: Sendable {
    private let free = Mutex<ContinuousClock.Instant?>(nil)

    public init() {}

    /// Takes the next turn.
    /// - Returns: the time until it comes.
    func take(at now: ContinuousClock.Instant) -> Duration {
        free.withLock { free in
            let turn = max(free ?? now, now)
            free = turn + Limits.printedMailEvery
            return turn - now
        }
    }
}
