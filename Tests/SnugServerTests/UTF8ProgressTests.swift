import SnugTesting
import Testing

@testable import SnugServer

@Suite("UTF-8 that comes in pieces") struct UTF8ProgressTests {
    /// Returns true if a text, handed over in pieces of this size, is UTF-8.
    private func isText(_ bytes: [UInt8], inPiecesOf size: Int) -> Bool {
        var progress = UTF8Progress()
        for start in stride(from: 0, to: bytes.count, by: size) {
            guard progress.take(Array(bytes[start..<min(start + size, bytes.count)])) else { return false }
        }
        return progress.isWhole
    }

    @Test func `agrees with the standard library, however the text is cut`() {
        let random = CountingRandomness()
        var texts = (0..<20_000).map { _ in random.bytes(Int(random.bytes(1)[0] % 6) + 1) }
        texts += ["aé€😀\u{FFFF}\u{10FFFF}", "\u{D7FF}\u{E000}"].map { Array($0.utf8) }
        texts += [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ]
        for text in texts {
            let isValid = String(validating: text, as: UTF8.self) != nil
            for size in 1...4 where isText(text, inPiecesOf: size) != isValid {
                Issue.record("\(text) in pieces of \(size)")
            }
        }
    }

    @Test func `what cannot become text is refused before the message ends`() {
        var progress = UTF8Progress()
        let half = progress.take([0xF0, 0x9F])
        #expect(half && !progress.isWhole)
        let broken = progress.take([0x41])
        #expect(!broken)
    }
}
