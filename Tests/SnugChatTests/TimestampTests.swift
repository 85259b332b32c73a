import Testing

@testable import SnugChat

@Suite struct `A moment that was kept` {
    let ends = [Timestamp(rawValue: .min), Timestamp(rawValue: .max)]
    let now = Timestamp(seconds: 1_795_694_400)

    @Test func `may be any number, and none of them ends the process`() {
        for moment in ends {
            #expect(moment + .seconds(Int64.max) >= moment)
            #expect(moment - .seconds(Int64.max) <= moment)
            for other in ends + [now] where other != moment {
                #expect((moment - other > .zero) == (moment > other))
            }
        }
        #expect(Timestamp(seconds: .max) == ends[1] && Timestamp(seconds: .min) == ends[0])
    }

    @Test func `counts whole seconds downwards`() {
        #expect(Timestamp(rawValue: -1).seconds == -1 && Timestamp(rawValue: -1_000_000).seconds == -1)
        #expect(Timestamp(rawValue: 1_999_999).seconds == 1 && ends[0].seconds == -9_223_372_036_855)
    }

    @Test func `is exact where there is room`() {
        #expect(now + .seconds(5) - .seconds(5) == now)
        #expect((now + .milliseconds(1)) - now == .milliseconds(1))
    }
}
