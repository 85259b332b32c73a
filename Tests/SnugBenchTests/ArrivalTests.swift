import Testing

@testable import snug_bench

@Suite("Arrivals from a server") struct ArrivalTests {
    private static let stamp = SendStamp(run: 7, sender: 3, nanoseconds: 123_456_789)

    private static var stampText: String {
        var text: [UInt8] = []
        stamp.write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func scan(_ text: String, _ scanner: inout ArrivalScanner) -> Arrival {
        let bytes = Array(text.utf8)
        return scanner.scan(bytes.span)
    }

    @Test func `a stamp is read back`() {
        let bytes = Array(Self.stampText.utf8)
        #expect(bytes.count == SendStamp.length)
        #expect(SendStamp(reading: bytes.span, at: 0) == Self.stamp)
        #expect(SendStamp(reading: bytes.span, at: 1) == nil)
    }

    @Test func `a message tells whose it is, wherever its fields stand`() {
        var scanner = ArrivalScanner()
        for text in [
            #"{"type":"message","id":1,"content":"x\"}","client_id":"\#(Self.stampText)","rev":0}"#,
            #"{"type":"message","id":1,"content":"x\"}","client_id":"\#(Self.stampText)","rev":0}"#,
            #"{ "content":{"client_id":"no"}, "client_id":"\#(Self.stampText)", "type":"message"}"#,
        ] {
            #expect(scan(text, &scanner) == .message(Self.stamp))
        }
    }

    @Test func `what a message quotes is not believed`() {
        var scanner = ArrivalScanner()
        let quoted = #"\"client_id\":\"\#(Self.stampText)\""#
        #expect(scan(#"{"type":"message","content":"\#(quoted)","client_id":"other"}"#, &scanner) == .message(nil))
    }

    @Test func `errors, resyncs and the rest`() {
        var scanner = ArrivalScanner()
        #expect(
            scan(#"{"type":"error","code":"rate_limited","detail":"slow"}"#, &scanner)
                == .refused(code: "rate_limited", detail: "slow", nil))
        #expect(scan(#"{"type":"resync","room_id":1}"#, &scanner) == .resync)
        #expect(scan(#"{"type":"hello","rooms":{}}"#, &scanner) == .hello)
        #expect(scan(#"{"type":"presence"}"#, &scanner) == .other)
        for text in ["", "{", "[]", "{\"type", "{\"type\":\"message", "\u{0}"] {
            #expect(scan(text, &scanner) == .other)
        }
    }
}
