import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `A trouble` {
    private let clock = ManualClock()

    @Test func `begins once and ends once, however many fail`() {
        var trouble = Trouble(endsAfter: .seconds(5))
        let begins = (0..<1_000).map { _ in trouble.noteFailure(at: clock.now) }
        #expect(begins == [true] + Array(repeating: false, count: 999))
        clock.advance(by: .seconds(20))
        let endings = (0..<2).map { _ in trouble.noteSuccess(at: clock.now) }
        #expect(endings == [Trouble.Ending(lasted: .seconds(20), failures: 1_000), nil])
        let beginsAgain = trouble.noteFailure(at: clock.now)
        #expect(beginsAgain)
    }

    @Test func `is not over while successes and failures alternate`() {
        var trouble = Trouble(endsAfter: .seconds(5))
        _ = trouble.noteFailure(at: clock.now)
        for _ in 0..<10 {
            clock.advance(by: .seconds(4))
            let (ending, begins) = (trouble.noteSuccess(at: clock.now), trouble.noteFailure(at: clock.now))
            #expect(ending == nil && !begins)
        }
        #expect(trouble.isOn)
    }

    @Test func `takes as many failures in a row as it is made of`() {
        var trouble = Trouble(beginsAt: 3, endsAfter: .seconds(60))
        for _ in 0..<10 {
            let begins = trouble.noteFailure(at: clock.now)
            #expect(!begins)
            clock.advance(by: .seconds(61))
        }
        let begins = (0..<3).map { _ in trouble.noteFailure(at: clock.now) }
        #expect(begins == [false, false, true])
    }

    @Test func `ends although the clock was set back`() {
        var trouble = Trouble(endsAfter: .seconds(5))
        _ = trouble.noteFailure(at: clock.now)
        clock.advance(by: .seconds(-86_400))
        let ending = trouble.noteSuccess(at: clock.now)
        #expect(ending == Trouble.Ending(lasted: .zero, failures: 1))
    }
}
