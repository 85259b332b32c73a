import Testing

@testable import SnugChat

@Suite("Texts of devices, passwords and sites") struct TextTests {
    @Test(arguments: [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Safari on Mac"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPhone"
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Chrome on Android"
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
            "Edge on Linux"
        ),
        ("Dart/3.5 (dart:io)", "Flutter app"), ("curl/7.88.1", "curl"), ("", "Unknown device"),
        ("\u{1B}[2J", "Unknown device"),
    ])
    func `a device in words`(userAgent: String, words: String) {
        #expect(DeviceName.words(for: userAgent) == words)
    }

    @Test(arguments: ["password1", "Password1", "qwertyuiop", "iloveyou", "12345678", "1q2w3e4r"])
    func `a common password is known in any case`(password: String) {
        #expect(CommonPasswords.holds(password))
    }

    @Test(arguments: ["correct horse battery", "long enough", "xkq7-vm2p"])
    func `others are not`(password: String) {
        #expect(!CommonPasswords.holds(password))
    }

    @Test(arguments: [
        ("ada@example.org", "ada@example.org", true), ("example1", "ada@example.org", true),
        ("snugsnug", "Snug", true), ("snug2026", "Snug", false), ("snug!123", "Snug", false),
        ("Snugly77", "Snug", false),
        ("a better one", "Snug", false), ("adaadaada", "ada@example.org", false),
    ])
    func `a password made of the address or the site's name`(password: String, context: String, isMade: Bool) {
        #expect(CommonPasswords.isMadeOf(password, context) == isMade)
    }

    @Test func `base64url there and back`() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect([UInt8](base64URL: bytes.base64URL) == bytes)
        }
    }

    @Test(arguments: ["A", "AB=", "AB==", "A+", "A/", "AB ", "AAAAA", "AB"])
    func `what is no base64url is refused`(text: String) {
        #expect([UInt8](base64URL: text) == nil)
    }

    @Test(arguments: [
        ("https://chat.example.org", "chat.example.org"), ("http://localhost:8080", "localhost"),
        ("http://[::1]:8080", "[::1]"),
    ])
    func `a site's id is its host`(origin: String, id: String) {
        #expect(PasskeySite(origin: origin).id == id)
    }

    @Test func `nothing but space is blank, and what cannot be seen is no name`() {
        for text in ["", " ", "\u{A0}\u{2003}\n"] { #expect(text.isBlank && !text.isVisible) }
        for text in ["\u{200B}", "\u{AD}\u{AD}", " \u{2060} "] { #expect(!text.isBlank && !text.isVisible) }
        for text in ["a", "李", "👩‍👩‍👧"] { #expect(text.isVisible) }
        #expect("\u{A0} Ada \u{2003}".trimmed == "Ada")
        #expect(String(repeating: "\u{A0}", count: 1_000_000).trimmed.isEmpty)
    }
}
