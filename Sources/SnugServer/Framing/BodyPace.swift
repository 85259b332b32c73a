import NIOCore
import SnugChat

/// The event that goes out on a connection when somebody begins to read a body that has no time of its own, a file: it
/// must keep the pace of ``BodyPace`` from then on.
struct FileDemand: Sendable {}

/// The pace at which a file must come: slowly, but never not at all.
///
/// Only the time counts in which the server waits for bytes: a disk that is slow is no fault of the client's.
struct BodyPace {
    private let freeFor: TimeAmount
    private let bytesPerSecond: Int
    private let lateBy: TimeAmount
    private let quietWithin: TimeAmount
    /// The time waited for bytes so far, without the wait that is under way.
    private var waited = TimeAmount.zero
    private var waitsSince: NIODeadline?
    private var bytes = 0

    init(
        freeFor: TimeAmount = TimeAmount(Limits.uploadFreeFor),
        bytesPerSecond: Int = Limits.uploadBytesPerSecondMin,
        lateBy: TimeAmount = TimeAmount(Limits.uploadLateBy),
        quietWithin: TimeAmount = TimeAmount(Limits.uploadQuietWithin)
    ) {
        self.freeFor = freeFor
        self.bytesPerSecond = bytesPerSecond
        self.lateBy = lateBy
        self.quietWithin = quietWithin
    }

    /// The moment at which it is too slow unless something comes before; nil while nothing is waited for.
    var deadline: NIODeadline? {
        waitsSince.map { $0 + min(allowed - waited, quietWithin) }
    }

    /// The time that the bytes so far may have taken.
    private var allowed: TimeAmount {
        max(freeFor, lateBy + .nanoseconds(Int64(bytes) * (1_000_000_000 / Int64(bytesPerSecond))))
    }

    /// Notes that the server waits for bytes from now on.
    mutating func waits(from now: NIODeadline) {
        if waitsSince == nil { waitsSince = now }
    }

    /// Notes bytes, and that the server does not wait until it says so again.
    mutating func received(_ count: Int, at now: NIODeadline) {
        if let since = waitsSince { waited = waited + (now - since) }
        waitsSince = nil
        bytes += count
    }

    /// Returns true if it is too slow.
    func isOver(at now: NIODeadline) -> Bool { deadline.map { $0 <= now } ?? false }
}
