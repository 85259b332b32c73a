import SnugChat
import Testing

@Suite("Bytes as base64url") struct Base64URLTests {
    @Test(arguments: [
        ("", [UInt8]()), ("Zg", [102]), ("Zm8", [102, 111]), ("Zm9v", [102, 111, 111]), ("-_-_", [0xFB, 0xFF, 0xBF]),
    ])
    func `are read and written`(text: String, bytes: [UInt8]) {
        #expect([UInt8](base64URL: text) == bytes)
        #expect(bytes.base64URL == text)
    }

    @Test(arguments: ["Z", "Zg=", "Zg==", "Z+", "Z/", "Zh", "Zm9", "Zg ", "Zé", "\0\0"])
    func `nothing else is read`(text: String) {
        #expect([UInt8](base64URL: text) == nil)
    }

    @Test func `all 256 bytes come back`() {
        let bytes = (0...255).map { UInt8($0) }
        #expect([UInt8](base64URL: bytes.base64URL) == bytes)
    }

    @Test func `no more is read than a part of a passkey's answer takes`() {
        let most = [UInt8](repeating: 7, count: Limits.passkeyPartBytesMax)
        #expect([UInt8](base64URL: most.base64URL) == most)
        #expect([UInt8](base64URL: (most + [7]).base64URL) == nil)
        #expect([UInt8](base64URL: "AAAAA", bytesMax: 3) == nil)
        #expect([UInt8](base64URL: "AAAA", bytesMax: 3) == [0, 0, 0])
    }
}
