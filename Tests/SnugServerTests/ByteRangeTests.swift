import HTTPTypes
import Testing

@testable import SnugServer

@Suite struct `A range of bytes` {
    func range(_ text: String, of total: Int = 1_000, if condition: String? = nil) -> ByteRange {
        var headers: HTTPFields = [.range: text]
        headers[.ifRange] = condition
        return ByteRange(headers, of: total, tag: "\"tag\"")
    }

    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=0-1", 0..<2), ("bytes=10-19", 10..<20), ("bytes=990-", 990..<1_000),
        ("bytes=990-5000", 990..<1_000), ("bytes=0-999999", 0..<1_000), ("bytes=999-999", 999..<1_000),
        ("bytes=-10", 990..<1_000), ("bytes=-100", 900..<1_000), ("bytes=-5000", 0..<1_000),
        ("bytes=0-99999999999999999999", 0..<1_000), ("bytes=-99999999999999999999", 0..<1_000),
        ("BYTES=0-0", 0..<1),
    ])
    func `is the part that is asked for`(text: String, bytes: Range<Int>) {
        #expect(range(text) == .part(bytes))
    }

    @Test(arguments: [
        "bytes=5-2", "bytes=-", "bytes=", "bytes=0-1,4-5", "bytes=a-b", "lines=0-1", "", "bytes= 0-1", "bytes=+0-1",
        "bytes=0x0-1", "bytes=０-1",
    ])
    func `is the whole where none can be read, or there are several`(text: String) {
        #expect(range(text) == .whole)
    }

    @Test(arguments: ["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-"])
    func `is refused where it begins behind the end`(text: String) throws {
        #expect(range(text) == .outside)
        #expect { try range(text).bytes(of: 1_000) } throws: { error in
            let problem = (error as? ProblemError)?.problem
            return problem?.status == 416 && problem?.fileBytes == 1_000
        }
    }

    @Test func `is of the very file that its condition names`() {
        #expect(range("bytes=0-9", if: "\"tag\"") == .part(0..<10))
        #expect(range("bytes=0-9", if: "\"another\"") == .whole)
        #expect(range("bytes=5000-", if: "\"another\"") == .whole)
        #expect(range("bytes=0-9", if: "W/\"tag\"") == .whole, "a weak tag is not strong enough")
        #expect(range("bytes=0-9", if: "Thu, 26 Nov 2026 02:30:00 GMT") == .whole, "a file of ours has no date")
        #expect(ByteRange([.range: "bytes=0-0", .ifRange: "\"tag\""], of: 10, tag: nil) == .whole)
        #expect(ByteRange([:], of: 10, tag: nil) == .whole)
    }

    @Test func `of an empty file is none`() throws {
        #expect(range("bytes=0-", of: 0) == .outside)
        #expect(range("bytes=-1", of: 0) == .outside)
        #expect(try ByteRange([:], of: 0, tag: nil).bytes(of: 0) == 0..<0)
    }
}
