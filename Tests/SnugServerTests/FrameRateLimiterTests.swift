import NIOCore
import NIOEmbedded
import SnugChat
import Testing

@testable import SnugServer

@Suite("The rate of a socket's frames") struct FrameRateLimiterTests {
    private let start = NIODeadline.uptimeNanoseconds(1)

    /// Returns the number of frames of so many bytes that are let through at one moment.
    private func count(_ allowance: inout FrameRateLimiter, bytes: Int, at now: NIODeadline) -> Int {
        var count = 0
        while count < 1_000_000, allowance.take(bytes: bytes, at: now) { count += 1 }
        return count
    }

    @Test func `ten seconds' worth at once, then as many a second as are due`() {
        var allowance = FrameRateLimiter(messagesPerSecond: 50, at: start)
        #expect(count(&allowance, bytes: 10, at: start) == 2_000)
        #expect(count(&allowance, bytes: 10, at: start + .seconds(1)) == 199)
    }

    @Test func `bytes are bounded too`() {
        var allowance = FrameRateLimiter(messagesPerSecond: 50, at: start)
        #expect(count(&allowance, bytes: Limits.frameBytesMax, at: start) == 250)
    }

    @Test func `whoever may send little may still read and type`() {
        var allowance = FrameRateLimiter(messagesPerSecond: 0.5, at: start)
        #expect(count(&allowance, bytes: 10, at: start) == 1_000)
    }

    @Test func `without a message rate there is no bound`() {
        var allowance = FrameRateLimiter(messagesPerSecond: 0, at: start)
        #expect(count(&allowance, bytes: Limits.frameBytesMax, at: start) == 1_000_000)
    }
}

@Suite("The budget of connections") struct ConnectionBudgetTests {
    @Test func `a place is free again when its connection has closed`() throws {
        let budget = ConnectionBudget(connectionsMax: 2)
        let channels = [EmbeddedChannel(), EmbeddedChannel()]
        for channel in channels { _ = try budget.enter(channel, from: nil) }
        let third = EmbeddedChannel()
        #expect(throws: ConnectionBudget.Full.self) { try budget.enter(third, from: nil) }
        _ = try third.finish()
        _ = try channels[0].finish()
        _ = try budget.enter(EmbeddedChannel(), from: nil)
    }

    @Test func `one address has its share; sockets and proxies have not`() throws {
        let budget = ConnectionBudget(connectionsMax: 100, guestsPerAddressMax: 2)
        let first = try budget.enter(EmbeddedChannel(), from: "192.0.2.1")
        _ = try budget.enter(EmbeddedChannel(), from: "192.0.2.1")
        #expect(throws: ConnectionBudget.Full.self) { try budget.enter(EmbeddedChannel(), from: "192.0.2.1") }
        _ = try budget.enter(EmbeddedChannel(), from: "192.0.2.2")
        for _ in 0..<5 { _ = try budget.enter(EmbeddedChannel(), from: nil) }
        first.end()
        _ = try budget.enter(EmbeddedChannel(), from: "192.0.2.1")
    }
}
