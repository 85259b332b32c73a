import NIOCore
import SnugChat
import Synchronization

/// The frames that all sockets of one person may send: a token bucket (Turner 1986), full at first.
///
/// It outlives its sockets, so that closing one and opening the next earns nothing. It can be overdrawn, for what was
/// read at once is carried out at once; its sockets then read no further until it is level again.
final class FrameAllowance: Sendable {
    private struct Bucket {
        var frames: Double
        var filledAt: NIODeadline
    }

    let framesPerSecond: Double
    private let bucket: Mutex<Bucket>

    /// - Parameter messagesPerSecond: the number of messages that its person may send; 0 for no limit.
    init(messagesPerSecond: Double, at now: NIODeadline) {
        let ofOneSocket = FrameRateLimiter(messagesPerSecond: messagesPerSecond, at: now).framesPerSecond
        framesPerSecond = ofOneSocket * Limits.framesPerPerson
        bucket = Mutex(Bucket(frames: framesPerSecond * Limits.frameBurstSeconds, filledAt: now))
    }

    /// Takes so many frames' worth.
    /// - Returns: nil, or the time after which the bucket is level again.
    func take(_ frames: Double, at now: NIODeadline) -> TimeAmount? {
        guard framesPerSecond < .infinity else { return nil }
        return bucket.withLock { bucket in
            fill(&bucket, at: now)
            bucket.frames = max(bucket.frames - frames, -framesPerSecond * Limits.frameDebtSeconds)
            return wait(bucket)
        }
    }

    /// Takes the worth of opening a socket, unless the bucket is overdrawn.
    /// - Returns: nil, or the time after which the bucket is level again, with nothing taken.
    func takeOpening(at now: NIODeadline) -> TimeAmount? {
        guard framesPerSecond < .infinity else { return nil }
        return bucket.withLock { bucket in
            fill(&bucket, at: now)
            if let wait = wait(bucket) { return wait }
            bucket.frames -= Limits.framesPerOpening
            return nil
        }
    }

    private func fill(_ bucket: inout Bucket, at now: NIODeadline) {
        let seconds = max(0, Double((now - bucket.filledAt).nanoseconds) / 1e9)
        bucket.frames = min(framesPerSecond * Limits.frameBurstSeconds, bucket.frames + seconds * framesPerSecond)
        bucket.filledAt = max(bucket.filledAt, now)
    }

    private func wait(_ bucket: Bucket) -> TimeAmount? {
        bucket.frames >= 0 ? nil : .nanoseconds(Int64((-bucket.frames / framesPerSecond * 1e9).rounded(.up)))
    }
}

/// The allowances of those who have a socket, or had one lately.
final class FrameAllowances: Sendable {
    private let ofUsers = Mutex(RecentMap<User.ID, FrameAllowance>(countMax: Limits.frameAllowancesMax))

    /// Returns a user's allowance; a new one where the rate of messages is another by now.
    func allowance(of user: User.ID, messagesPerSecond: Double, at now: NIODeadline) -> FrameAllowance {
        ofUsers.withLock { ofUsers in
            let fresh = FrameAllowance(messagesPerSecond: messagesPerSecond, at: now)
            let kept = ofUsers[user].flatMap { $0.framesPerSecond == fresh.framesPerSecond ? $0 : nil }
            ofUsers.set(kept ?? fresh, of: user)
            return kept ?? fresh
        }
    }
}
