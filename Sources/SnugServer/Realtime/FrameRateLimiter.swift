import NIOCore
import SnugChat

/// How much one socket may say: frames and bytes a second, each a token bucket (Turner 1986), full at first.
///
/// It bounds what a socket can cost before its messages are looked at; those have a rate of their own, by user.
struct FrameRateLimiter {
    private let framesPerSecond: Double
    private var frames: Double
    private var bytes: Double
    private var filledAt: NIODeadline

    /// - Parameter messagesPerSecond: what its user may send; 0 means no limit.
    init(messagesPerSecond: Double, at now: NIODeadline) {
        framesPerSecond =
            messagesPerSecond > 0
            ? max(Limits.framesPerSecondMin, messagesPerSecond * Limits.framesPerMessage) : .infinity
        frames = framesPerSecond * Limits.frameBurstSeconds
        bytes = frames * Limits.bytesPerFrame
        filledAt = now
    }

    /// Takes one frame of so many bytes; false where there is no more to take.
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
