import Testing

@testable import SnugChat

// SECURITY.md line 47.
@Suite struct `A text that is printed` {
    @Test(arguments: [
        ("/var/lib/snug/snug.db", "/var/lib/snug/snug.db"),
        ("/home/o'hara/my chat.db", #"'/home/o'\''hara/my chat.db'"#),
        ("", "''"), ("a;id", "'a;id'"), ("$(id)", "'$(id)'"), ("x`id`", "'x`id`'"), ("a&b|c", "'a&b|c'"),
        ("~root", "'~root'"), ("a\nb", "'a\nb'"), ("*?[a]", "'*?[a]'"), ("ä", "'ä'"), ("#", "'#'"),
    ])
    func `is one word of a command`(text: String, word: String) {
        #expect(text.shellWord == word)
    }

    @Test(arguments: [
        ("Chor der Gemeinde 🎵 שלום", "Chor der Gemeinde 🎵 שלום"), ("a\nserver  ok", #"a\u{a}server  ok"#),
        ("\u{1B}]0;owned\u{7}", #"\u{1b}]0;owned\u{7}"#), ("\u{9B}2J\u{7F}", #"\u{9b}2J\u{7f}"#),
        ("\r\n", #"\u{d}\u{a}"#), ("\u{2028}\u{202E}txt\u{2066}", #"\u{2028}\u{202e}txt\u{2066}"#),
    ])
    func `does nothing to a terminal`(text: String, printed: String) {
        #expect(text.printable == printed)
        #expect(!printed.hasControlCharacter)
    }

    @Test func `says the same as JSON`() {
        #expect("{\n\"a\": \"\u{9B}2J\u{202E}\"}".printableJSON == "{\n\"a\": \"\\u009b2J\\u202e\"}")
    }
}
