public import SnugChat
import Synchronization

/// Bytes that never repeat and are the same in every run.
public final class CountingRandomness: Randomness {
    private let random: Mutex<SeededRandom>

    public init(seed: UInt64 = 1) { random = Mutex(SeededRandom(seed: seed)) }

    public func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in random.withLock { UInt8(truncatingIfNeeded: $0.next()) } }
    }
}
