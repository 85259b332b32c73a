import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `The turns of pushes` {
    private let turns = PushTurns()
    private let clock = ManualClock()
    private let ben = User.ID(1)
    private let ada = User.ID(2)
    private let cleo = User.ID(3)
    private let dora = User.ID(4)

    /// Asks for pushes to Ben, and returns after how long each goes out.
    private func waits(
        _ ids: ClosedRange<Int64>, by author: User.ID?, _ urgency: Push.Urgency = .normal
    ) -> [Duration] {
        ids.map { id in
            turns.next(of: QueuedPush.ID(id), for: ben, by: author, urgency, at: clock.now).map { $0 - clock.now }
                ?? .zero
        }
    }

    @Test func `are those of each author`() {
        #expect(waits(1...60, by: ada) == Array(repeating: .zero, count: 60))
        #expect(waits(61...63, by: ada) == [.seconds(1), .seconds(2), .seconds(3)])
        #expect(waits(64...65, by: cleo) == [.milliseconds(500), .seconds(1)], "whoever floods holds up themselves")
        #expect(waits(66...66, by: ada, .high) == [.zero])
        #expect(waits(61...63, by: ada) == [.seconds(1), .seconds(2), .seconds(3)], "it is asked for once")
    }

    @Test func `wait for the reader's rate behind their author's`() {
        _ = waits(1...60, by: ada)
        #expect(waits(61...62, by: ada) == [.seconds(1), .seconds(2)])
        #expect(waits(63...66, by: dora) == [.milliseconds(500), .seconds(1), .milliseconds(1_500), .seconds(2)])
        clock.advance(by: .seconds(1))
        #expect(waits(61...61, by: ada) == [.milliseconds(1_500)], "two a second are for all")
        clock.advance(by: .milliseconds(1_500))
        #expect(waits(61...61, by: ada) == [.zero])
    }

    @Test func `of what is urgent are not behind what is not`() {
        _ = waits(1...60, by: ada)
        #expect(waits(61...61, by: dora) == [.milliseconds(500)])
        #expect(waits(62...62, by: dora, .high) == [.zero])
        #expect(waits(63...63, by: nil, .high) == [.zero], "a test has no author")
    }

    @Test func `end with the longest wait that there is`() {
        let count = Int64(Limits.pushWaitLongest.components.seconds) + 60
        _ = waits(1...count, by: ada)
        #expect(waits((count + 1)...(count + 1), by: ada) == [Limits.pushWaitLongest])
        clock.advance(by: Limits.pushWaitLongest)
        #expect(waits(61...61, by: ada) == [.zero])
    }
}
