import Foundation
import SnugTesting
import Testing

@testable import SnugServer

@Suite struct `Frames that are flat` {
    @Test(arguments: [
        (#"{"type":"send","room_id":7,"content":"Hello","client_id":"a-1"}"#, #""Hello""#),
        (#" { "content" : "a\n\t\"\\\/\b\f\r" , "room_id" : 0 } "#, #""a\n\t\"\\\/\b\f\r""#),
        (#"{"content":"\u2615 \ud83d\udc4b é 👋","x":true,"reply_to":null,"room_id":-12}"#, #""\u2615 👋 é 👋""#),
    ])
    func `are read`(text: String, content: String) throws {
        let body = try #require(FlatJSON.read(ClientFrame.Body.self, from: Array(text.utf8)))
        #expect(try JSONDecoder().decode(String.self, from: Data(content.utf8)) == body.content)
        #expect(try StrictJSON.decode(ClientFrame.Body.self, from: Array(text.utf8)) == body)
    }

    @Test(arguments: [
        "", "{", "{}", "[]", #"{"content":"a",}"#, #"{"content":"a"} x"#, #"{"content":"a" "seq":1}"#,
        #"{"content":1}"#,
        #"{"seq":1,"seq":1}"#, #"{"seq":null,"seq":1}"#, #"{"seq":1.0}"#, #"{"seq":1e3}"#, #"{"seq":01}"#,
        #"{"seq":-0}"#,
        #"{"seq":-}"#, #"{"seq":9223372036854775808}"#, #"{"seq":"1"}"#, #"{"s\u0065q":1}"#, #"{"é":1}"#,
        #"{"content":"\ud83d"}"#, #"{"content":"\ud83dx"}"#, #"{"content":"\udc4b"}"#, #"{"content":"\u12g4"}"#,
        #"{"content":"\x"}"#, #"{"content":"\u12"}"#, "{\"content\":\"\n\"}", "{\"content\":\"\\n\n\"}",
        #"{"rooms":{}}"#, #"{"attachment_ids":[1]}"#, #"{"visible":tru}"#, #"{"visible":1}"#,
        "{\"content\":\"a" + String(repeating: "\u{301}", count: 130) + "\"}",
        "{\"content\":\"a" + String(repeating: #"\u0301"#, count: 130) + "\"}",
    ])
    func `or else are left to the decoder`(text: String) {
        #expect(FlatJSON.read(ClientFrame.Body.self, from: Array(text.utf8)) == nil)
    }

    @Test func `and bytes that are no UTF-8 are too`() {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
            for escape in ["", #"\n"#] {
                let text = Array(#"{"content":"a\#(escape)"#.utf8) + bytes + Array(#""}"#.utf8)
                #expect(FlatJSON.read(ClientFrame.Body.self, from: text) == nil)
            }
        }
    }

    /// `SNUG_FUZZED_FRAMES` says how many.
    @Test func `mean what the decoder says they mean`() throws {
        let count = ProcessInfo.processInfo.environment["SNUG_FUZZED_FRAMES"].flatMap { Int($0) } ?? 5_000
        var frames = FrameGenerator(seed: 20_261_129)
        var read = 0
        for _ in 0..<count {
            let text = frames.next()
            guard let body = FlatJSON.read(ClientFrame.Body.self, from: text) else { continue }
            read += 1
            let decoded = try? StrictJSON.decode(ClientFrame.Body.self, from: text)
            #expect(decoded == body, "\(String(decoding: text, as: UTF8.self))")
            #expect(decoded?.content.map { Array($0.utf8) } == body.content.map { Array($0.utf8) })
        }
        #expect(read > count / 40, "or nothing was compared")
    }
}

/// Frames of clients, most of them nearly right.
private struct FrameGenerator {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private static let names = [
        "type", "room_id", "content", "client_id", "reply_to", "attachment_ids", "seq", "epoch", "rooms", "visible",
        "unknown", "", "Type", "s\\u0065q", "naïve",
    ]
    private static let values = [
        #""send""#, #""read""#, #""""#, #""Hello""#, #""é 👋 \ud83d\udc4b \u0301\u0301""#, #""\"\\\/\b\f\n\r\t""#,
        #""\u0000""#,
        "\"a\u{301}\u{301}\"", #""\ud83d""#, "0", "1", "-1", "-0", "12", "007", "1.5", "2.0", "1e2",
        "999999999999999999",
        "9223372036854775807", "9223372036854775808", "true", "false", "null", "[]", "[1,2]", "{}", #"{"1":{"seq":1}}"#,
    ]
    private static let spaces = ["", "", "", "", " ", "\n\t", "\r\n"]

    mutating func next() -> [UInt8] {
        var text = space() + "{"
        for number in 0..<Int.random(in: 0...5, using: &random) {
            text += number > 0 ? "," : ""
            text += space() + "\"\(pick(Self.names))\"" + space() + ":" + space() + pick(Self.values) + space()
        }
        var bytes = Array((text + "}" + space()).utf8)
        if Int.random(in: 0..<4, using: &random) == 0 { spoil(&bytes) }
        return bytes
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(.random(in: 0...255, using: &random), at: place)
        case 2: bytes[place] = .random(in: 0x20...0x7F, using: &random)
        default: bytes.removeSubrange(place...)
        }
    }

    private mutating func space() -> String { pick(Self.spaces) }

    private mutating func pick(_ texts: [String]) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }
}
