import SnugChat
import Testing

@testable import SnugServer

@Suite struct `Combining marks in JSON` {
    @Test(arguments: [
        (#""Zoe\u0308 \u0301\u0302 a""#, 2), ("\"Zoe\u{308}\u{301}\u{327} x\"", 3), ("\"e\u{308}\\u0301\"", 2),
        ("{}", 0),
        // An emoji is no mark, nor is half of one; a sign of musical notation in two halves is.
        (#""\ud83d\ude00\uD83D\uDE00""#, 0), (#""\ud83d\ud83d\ude00\ude00 \ud83d""#, 0),
        (#""\ud834\udd65\ud834\udd66\u0301""#, 3),
        (#""\n\u0041\u00e9""#, 0), ("\"李雷\"", 0), (#""\u"#, 0), ("\u{308}", 1),
    ])
    func `are counted as they follow each other, written out or escaped`(text: String, count: Int) {
        #expect(CombiningMarks(Array(text.utf8)).inARow == count)
    }

    @Test func `cannot be so many that to compare them takes long`() {
        struct Body: Decodable { var name: String }
        func body(_ pairs: Int) -> [UInt8] {
            Array("{\"name\":\"x\(String(repeating: "\u{315}\u{301}", count: pairs))\"}".utf8)
        }
        #expect(throws: Never.self) { try StrictJSON.decode(Body.self, from: body(Limits.marksInJSONMax / 2)) }
        #expect(throws: ProblemError.self) { try StrictJSON.decode(Body.self, from: body(60_000)) }
        let escaped = Array(("{\"name\":\"x" + String(repeating: #"\u0315\u0301"#, count: 20_000) + "\"}").utf8)
        #expect(throws: ProblemError.self) { try StrictJSON.decode(Body.self, from: escaped) }
        // A key counts as any text.
        let key = Array("{\"\(String(repeating: "\u{315}", count: 60_000))\":1}".utf8)
        #expect(throws: ProblemError.self) { try StrictJSON.decode(Body.self, from: key) }
    }
}
