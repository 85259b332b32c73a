import NIOCore
import SnugChat

/// The frames and bytes that one socket may send in a second, each a token bucket (Turner 1986), full at first.
///
/// They bound the cost of a socket before its messages are looked at; those have a rate of their own, by user.
struct FrameRateLimiter {
    let framesPerSecond: Double
    private var frames: Double
    private var bytes: Double
    private var filledAt: NIODeadline

    /// - Parameter messagesPerSecond: the number of messages that its user may send; 0 for no limit.
    init(messagesPerSecond: Double, at now: NIODeadline) {
        framesPerSecond =
            messagesPerSecond > 0
            ? max(Limits.framesPerSecondMin, messagesPerSecond * Limits.framesPerMessage) : .infinity
        frames = framesPerSecond * Limits.frameBurstSeconds
        bytes = frames * Limits.bytesPerFrame
        filledAt = now
    }

    /// Takes one frame of so many bytes, and returns false if the rate is exceeded.
    mutating func take(bytes count: Int, at now: NIODeadline) -> Bool {
        guard framesPerSecond < .infinity else { return true }
        let earned = framesPerSecond * max(0, Double((now - filledAt).nanoseconds) / 1e9)
        let most = framesPerSecond * Limits.frameBurstSeconds
        filledAt = now
        frames = min(most, frames + earned) - 1
        bytes = min(most * Limits.bytesPerFrame, bytes + earned * Limits.bytesPerFrame) - Double(count)
        return frames >= 0 && bytes >= 0
    }
}
