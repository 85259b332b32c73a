import SnugChat
import Testing

@testable import SnugServer

@Suite struct `The date of an answer` {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"), (1_795_363_392, "Sun, 22 Nov 2026 16:03:12 GMT"),
    ])
    func `has HTTP's own form`(seconds: Int64, text: String) {
        #expect(Timestamp(seconds: seconds).httpDate == text)
    }
}
