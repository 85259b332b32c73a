import HTTPTypes
import Testing

@testable import SnugServer

@Suite struct `A range of bytes` {
    func range(_ text: String, of total: Int = 1_000, if condition: String? = nil) -> Range<Int>? {
        var headers: HTTPFields = [.range: text]
        headers[.ifRange] = condition
        return ByteRange(headers, of: total, tag: "\"tag\"")?.bytes
    }

    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=10-19", 10..<20), ("bytes=990-", 990..<1_000), ("bytes=990-5000", 990..<1_000),
        ("bytes=-10", 990..<1_000), ("bytes=-5000", 0..<1_000),
    ])
    func `is the part that is asked for`(text: String, bytes: Range<Int>) {
        #expect(range(text) == bytes)
    }

    @Test(arguments: [
        "bytes=1000-", "bytes=5-2", "bytes=-0", "bytes=-", "bytes=", "bytes=0-1,4-5", "bytes=a-b", "lines=0-1", "",
        "bytes= 0-1", "bytes=+0-1", "bytes=0-99999999999999999999", "bytes=99999999999999999999-",
    ])
    func `is nothing where it cannot be had`(text: String) {
        #expect(range(text) == nil)
    }

    @Test func `is of the very file that its condition names`() {
        #expect(range("bytes=0-9", if: "\"tag\"") == 0..<10)
        #expect(range("bytes=0-9", if: "\"another\"") == nil)
        #expect(range("bytes=0-9", if: "Thu, 26 Nov 2026 02:30:00 GMT") == nil, "a file of ours has no date of change")
    }

    @Test func `of an empty file is nothing`() {
        #expect(range("bytes=0-", of: 0) == nil)
        #expect(range("bytes=-1", of: 0) == nil)
    }
}
