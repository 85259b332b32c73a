import Testing

@testable import snug_bench

@Suite("A histogram of latencies") struct HistogramTests {
    @Test func `nothing has no percentile`() {
        #expect(Histogram().percentile(0.5) == nil)
    }

    @Test func `small values are exact`() {
        var histogram = Histogram()
        for value in 1...100 { histogram.record(UInt64(value)) }
        #expect(histogram.percentile(0.5) == 50)
        #expect(histogram.percentile(0.99) == 99)
        #expect(histogram.percentile(1) == 100)
    }

    @Test(arguments: [1_000, 123_456, 5_000_000_000, UInt64.max])
    func `large values are within 0.8 per cent`(value: UInt64) throws {
        var histogram = Histogram()
        histogram.record(value)
        histogram.record(0)
        let found = try #require(histogram.percentile(1))
        let expected = min(value, (1 << 40) - 1)
        #expect(Double(found) <= Double(max(expected, value)) && Double(found) >= Double(expected) * 0.992)
    }

    @Test func `two are added`() {
        var (one, two) = (Histogram(), Histogram())
        one.record(10)
        two.record(20)
        one.add(two)
        #expect(one.count == 2)
        #expect(one.percentile(1) == 20)
    }
}
