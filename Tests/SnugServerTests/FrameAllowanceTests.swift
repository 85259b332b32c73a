import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite struct `The frames of one person` {
    private let start = NIODeadline.uptimeNanoseconds(1)
    private let ben = User.ID(2)

    /// Takes single frames until the allowance asks to wait.
    private func count(_ allowance: FrameAllowance, at now: NIODeadline) -> Int {
        var count = 0
        while count < 1_000_000, allowance.take(1, at: now) == nil { count += 1 }
        return count
    }

    @Test func `are those of two sockets, however many are open`() {
        let allowance = FrameAllowance(messagesPerSecond: 50, at: start)
        #expect(count(allowance, at: start) == 4_000)
        // One more was taken by the try that was one too many.
        #expect(count(allowance, at: start + .seconds(1)) == 399)
    }

    @Test func `can be owed, up to a wait that a socket survives`() throws {
        let allowance = FrameAllowance(messagesPerSecond: 50, at: start)
        #expect(allowance.take(5_000, at: start) == .milliseconds(2_500))
        let longest = try #require(allowance.take(1_000_000, at: start))
        #expect(longest == .seconds(Int64(Limits.frameDebtSeconds)))
        #expect(longest + TimeAmount(Limits.pingEvery) > TimeAmount(Limits.socketSilenceMax) - .seconds(1))
        #expect(longest < TimeAmount(Limits.socketSilenceMax))
    }

    @Test func `pay for opening sockets, and whoever owes opens none`() {
        let allowance = FrameAllowance(messagesPerSecond: 30, at: start)
        let opened = (0..<1_000).count { _ in allowance.takeOpening(at: start) == nil }
        #expect(opened == 41)
        #expect(allowance.takeOpening(at: start) != nil)
        #expect(allowance.takeOpening(at: start + .seconds(1)) == nil)
    }

    @Test func `do not come back with the next socket`() {
        let allowances = FrameAllowances()
        _ = allowances.allowance(of: ben, messagesPerSecond: 30, at: start).take(3_000, at: start)
        let again = allowances.allowance(of: ben, messagesPerSecond: 30, at: start)
        #expect(again.take(1, at: start) != nil)
        // Another rate makes another allowance.
        #expect(allowances.allowance(of: ben, messagesPerSecond: 60, at: start).take(1, at: start) == nil)
    }

    @Test func `are not earned twice by two threads whose clocks were read in the other order`() {
        let allowance = FrameAllowance(messagesPerSecond: 30, at: start)
        let taken = (0..<10_000).count { allowance.take(1, at: start + .microseconds($0 % 2 == 0 ? 1 : 0)) == nil }
        #expect(taken == 2_400)
    }

    @Test func `have no bound without a message rate`() {
        #expect(count(FrameAllowance(messagesPerSecond: 0, at: start), at: start) == 1_000_000)
    }
}
