import Foundation
import SnugChat
import SnugTesting
import Testing

@testable import SnugServer

@Suite struct `JSON that goes out` {
    func text(_ write: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.bytes(write), as: UTF8.self)
    }

    @Test func `is nested and separated as RFC 8259 has it`() {
        let json = text { json in
            json.object { json in
                json.member("a", 1)
                json.array("b", [1, 2]) { json, number in json.number(number) }
                json.array("none", [Int]()) { json, number in json.number(number) }
                json.object("c") { json in
                    json.member("d", true)
                    json.null("e")
                }
                json.member("f", "x")
            }
        }
        #expect(json == #"{"a":1,"b":[1,2],"none":[],"c":{"d":true,"e":null},"f":"x"}"#)
    }

    @Test func `carries any text there and back`() throws {
        var scalars = String.UnicodeScalarView()
        for value in 0..<0x500 { if let scalar = Unicode.Scalar(UInt32(value)) { scalars.append(scalar) } }
        let awkward = String(scalars) + "\u{2028}\u{FEFF}\u{10FFFF}👩‍👩‍👧\"\\/</script>"
        let json = JSONWriter.object { $0.member("text", awkward) }
        let back = try JSONDecoder().decode([String: String].self, from: Data(json))
        #expect(back["text"].map { Array($0.unicodeScalars) } == Array(awkward.unicodeScalars))
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_363_392_345_678, "2026-11-22T16:03:12.345Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000Z"), (4_107_542_399_999_999, "2100-02-28T23:59:59.999Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (.max, "9999-12-31T23:59:59.999Z"), (.min, "0000-01-01T00:00:00.000Z"),
    ])
    func `times are RFC 3339 in UTC with milliseconds`(micros: Int64, text: String) {
        #expect(Timestamp(rawValue: micros).rfc3339 == text)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T16:03:12.345678Z", 1_795_363_392_345_678),
        ("2026-11-22T16:03:12.345678999Z", 1_795_363_392_345_678),
        ("2026-11-22t17:03:12.3+01:00", 1_795_363_392_300_000),
        ("2000-02-29T00:00:00-00:30", 951_784_200_000_000), ("2100-02-28T23:59:59.999999Z", 4_107_542_399_999_999),
    ])
    func `times come in by RFC 3339`(text: String, micros: Int64) {
        #expect(Timestamp(rfc3339: text)?.rawValue == micros)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T16:03Z", "2026-11-22T16:03:12", "2026-11-22T16:03:12.Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T16:03:60Z", "1969-12-31T23:59:59Z",
        "2026-11-22T16:03:12+24:00", "2026-11-22T16:03:12Z ", "2026-11-22T16:03:12+01", "-026-11-22T16:03:12Z",
        "２０２６-11-22T16:03:12Z",
    ])
    func `what is no time is taken for none`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `times agree with Foundation for every day of four hundred years`() {
        for day in stride(from: Int64(-36_525), to: 109_575, by: 1) {
            let seconds = day * 86_400 + 43_200
            let date = Date(timeIntervalSince1970: TimeInterval(seconds))
            #expect(Timestamp(seconds: seconds).rfc3339.prefix(19) == date.ISO8601Format().prefix(19))
            if seconds >= 0 { #expect(Timestamp(rfc3339: date.ISO8601Format())?.seconds == seconds) }
        }
    }
}

@Suite struct `Frames that come in` {
    func parse(_ text: String) -> Result<ClientFrame, ClientFrame.Rejected> {
        do throws(ClientFrame.Rejected) {
            return .success(try ClientFrame(parsing: Array(text.utf8)))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [
        String(repeating: "[", count: 60_000), String(repeating: #"{"a":"#, count: 10_000),
    ])
    func `that are too deep are refused`(text: String) {
        guard case .failure(let rejected) = parse(text) else {
            Issue.record("it was taken")
            return
        }
        #expect(rejected.problem.code == "malformed_json")
    }

    @Test func `ten thousand broken ones end in a refusal, never in a trap`() {
        let seed = Array(#"{"type":"resume","rooms":{"7":{"seq":41,"rev":3}},"content":"é","room_id":12}"#.utf8)
        var random = SeededRandom(seed: 1)
        var refused = 0
        for _ in 0..<10_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(ClientFrame.Rejected) { _ = try ClientFrame(parsing: bytes) } catch { refused += 1 }
        }
        #expect(refused > 5_000)
    }
}
