/// The counts of latencies, in nanoseconds, within 0.8 % and in a fixed 36 KB however many there are.
///
/// Every power of two is cut into 128 equal steps; what takes longer than 18 minutes counts as that.
/// *Source:* Gil Tene's HdrHistogram, reduced to what a report needs.
struct Histogram: Sendable, Hashable {
    private static let stepBits = 7
    private static let valueBits = 40
    private static let stepsAPower = 1 << stepBits
    private static let valueMax = UInt64(1) << valueBits - 1

    private var counts = [UInt64](repeating: 0, count: (valueBits - stepBits + 1) * stepsAPower)
    private(set) var count: UInt64 = 0
    private(set) var max: UInt64 = 0

    mutating func record(_ nanoseconds: UInt64) {
        counts[Self.step(of: Swift.min(nanoseconds, Self.valueMax))] += 1
        count += 1
        max = Swift.max(max, nanoseconds)
    }

    mutating func add(_ other: Histogram) {
        for step in counts.indices { counts[step] += other.counts[step] }
        count += other.count
        max = Swift.max(max, other.max)
    }

    /// Returns the latency that the given share of all stayed within, never more than the longest there was.
    /// - Parameter share: above 0, at most 1.
    /// - Returns: nanoseconds, or nil when nothing was recorded.
    func percentile(_ share: Double) -> UInt64? {
        guard count > 0 else { return nil }
        let rank = Swift.max(1, UInt64((share * Double(count)).rounded(.up)))
        var passed: UInt64 = 0
        for (step, count) in counts.enumerated() {
            passed += count
            if passed >= rank { return Swift.min(Self.highest(in: step), max) }
        }
        return max
    }

    /// Returns the step of a value.
    ///
    /// Values below two powers' worth of steps have a step each; above, a step is as wide as its power asks.
    private static func step(of value: UInt64) -> Int {
        let shift = Swift.max(0, UInt64.bitWidth - value.leadingZeroBitCount - stepBits - 1)
        return shift * stepsAPower + Int(value >> UInt64(shift))
    }

    private static func highest(in step: Int) -> UInt64 {
        guard step >= 2 * stepsAPower else { return UInt64(step) }
        let shift = UInt64(step / stepsAPower - 1)
        return (UInt64(step % stepsAPower + stepsAPower) + 1) << shift - 1
    }
}
