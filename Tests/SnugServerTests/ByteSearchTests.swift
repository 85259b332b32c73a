import Testing

@testable import SnugServer

@Suite struct `Searching by bytes` {
    @Test func `finds the first place, at either end and across a false start`() {
        #expect(place(of: "ab", in: "abcab") == 0)
        #expect(place(of: "cab", in: "abcab") == 2)
        #expect(place(of: "aab", in: "aaab") == 1)
        #expect(place(of: "é", in: "né") == 1)
        #expect(place(of: "x", in: "abc") == nil)
        #expect(place(of: "abcd", in: "abc") == nil)
    }

    @Test func `replaces every place once, whatever comes in`() {
        #expect("a/b/c".replacingBytes(of: "/", with: "//") == "a//b//c")
        #expect("aaa".replacingBytes(of: "aa", with: "b") == "ba")
        #expect("über".replacingBytes(of: "x", with: "y") == "über")
        #expect("".replacingBytes(of: "x", with: "y") == "")
    }

    @Test func `gives every line, empty ones too`() {
        #expect("a\n\nb\r\nc"[...].byteLines == ["a", "", "b\r", "c"])
    }

    private func place(of text: String, in whole: String) -> Int? {
        whole[...].firstByteRange(of: text).map { whole.utf8.distance(from: whole.startIndex, to: $0.lowerBound) }
    }
}

@Suite struct `The web client` {
    @Test func `serves its bundles, and not their parts`() throws {
        let client = try WebClient.embedded()
        for name in ["app.js", "app.css", "sw.js", "icon.svg"] { #expect(client[name] != nil, "\(name)") }
        for name in ["models/chat.js", "models/socket.js", "ui/dialog.css"] { #expect(client[name] == nil, "\(name)") }
    }
}
