import Testing

@testable import SnugChat

@Suite struct `The rate of messages` {
    private let start = Timestamp(seconds: 1_795_363_200)
    private let ben = User.ID(2)

    @Test func `is not passed by threads whose clocks were read in the other order`() {
        let rates = UserRates(perSecond: 30, burstSeconds: 10)
        let taken = (0..<1_000).count { turn in
            (try? rates.take(ben, at: start - .milliseconds(turn % 2))) != nil
        }
        #expect(taken == 300)
    }

    @Test func `is full again after a clock was far ahead`() throws {
        let rates = UserRates(perSecond: 1, burstSeconds: 10)
        for _ in 0..<10 { try rates.take(ben, at: start + .seconds(3_600)) }
        for _ in 0..<10 { try rates.take(ben, at: start) }
        #expect(throws: Refusal.rateLimited(retryAfter: .seconds(1))) { try rates.take(ben, at: start) }
    }

    @Test func `is kept by those who reserve, each for a moment of their own`() {
        let rates = UserRates(perSecond: 2, burstSeconds: 1)
        func wait() -> Duration? { rates.reserve(ben, within: .seconds(1), at: start) }
        #expect((0..<4).map { _ in wait() } == [.zero, .zero, .milliseconds(500), .seconds(1)])
        #expect(wait() == nil)
        #expect(rates.reserve(ben, within: .seconds(1), at: start + .milliseconds(500)) == .seconds(1))
    }
}
