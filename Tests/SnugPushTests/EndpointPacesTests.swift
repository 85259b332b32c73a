import SnugChat
import SnugTesting
import Testing

@testable import SnugPush

@Suite struct `The pauses of single browsers` {
    private var paces = EndpointPaces()
    private let clock = ManualClock()

    private func pause(_ paces: inout EndpointPaces, of endpoint: String = "a") -> Duration? {
        paces.pause(of: endpoint, at: clock.now).map { $0 - clock.now }
    }

    @Test func `begin with the first failure and hold up no other`() {
        var paces = paces
        #expect(pause(&paces) == nil && pause(&paces) == nil)
        paces.noteTrouble(of: "a", now: clock.now, jitter: 0)
        #expect(pause(&paces) == .seconds(5) && pause(&paces, of: "b") == nil)
        paces.noteTrouble(of: "a", now: clock.now, jitter: 0)
        #expect(pause(&paces) == .seconds(5), "what was under way with it says nothing more")
    }

    @Test func `end by one push that finds out`() {
        var paces = paces
        paces.noteTrouble(of: "a", now: clock.now, jitter: 0)
        clock.advance(by: .seconds(5))
        #expect(pause(&paces) == nil && pause(&paces) == Limits.pushAnswerWithin)
        paces.noteAnswer(of: "a", at: clock.now)
        #expect(pause(&paces) == nil && pause(&paces) == nil)
    }

    @Test func `double with each that fails, up to a bound`() {
        var (paces, pauses) = (paces, [Duration]())
        for _ in 0..<9 {
            #expect(pause(&paces) == nil)
            paces.noteTrouble(of: "a", now: clock.now, jitter: 0)
            let pause = pause(&paces) ?? .zero
            pauses.append(pause)
            clock.advance(by: pause)
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300].map { .seconds($0) })
    }

    @Test func `are over where a clock was ahead`() {
        var paces = paces
        paces.noteTrouble(of: "a", now: clock.now + .seconds(86_400), jitter: 0)
        #expect(pause(&paces) == nil)
    }
}
