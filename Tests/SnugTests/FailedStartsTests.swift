import SnugChat
import Testing

@testable import snug

@Suite struct `A row of failed starts` {
    func row(_ starts: Int, and parts: Int = 0) -> FailedStarts.Row {
        FailedStarts.Row("\(starts * Limits.failedStartParts + parts)\n127.0.0.1:80 cannot be listened on")
    }

    @Test func `waits longer with each, up to a minute`() {
        #expect([0, 1, 2, 3, 7, 8, 500].map { row($0).wait.components.seconds } == [0, 0, 1, 2, 32, 60, 60])
    }

    @Test func `waits for nothing after thirty kills of a server that was in service`() {
        #expect(row(0, and: 30).wait == .zero)
        #expect(row(0, and: 64).wait == .seconds(1))
    }

    @Test func `says what it waits for`() {
        #expect(row(3).status == "Waiting 2 s, as 3 starts in a row failed: 127.0.0.1:80 cannot be listened on")
        #expect(FailedStarts.Row("96\n").status == "Waiting 2 s, as 3 starts in a row failed")
    }

    @Test(arguments: ["", "x", "\n\n", "4"])
    func `begins anew where the file is not its own`(text: String) {
        #expect(FailedStarts.Row(text).wait == .zero)
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808"])
    func `takes any number`(text: String) {
        var row = FailedStarts.Row(text)
        row.parts += Limits.failedStartParts
        #expect(row.wait <= Limits.restartWaitMax)
    }

    @Test func `is read as it was written`() {
        #expect(FailedStarts.Row(row(3, and: 5).text) == row(3, and: 5))
    }
}
