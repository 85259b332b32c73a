import SnugTesting
import Testing

@testable import SnugIdentity

@Suite("CBOR of authenticators") struct CBORTests {
    private func read(_ bytes: [UInt8]) -> CBOR? {
        var rest = bytes[...]
        let item = CBOR.read(&rest)
        return rest.isEmpty ? item : nil
    }

    /// Reads the examples of RFC 8949 Appendix A.
    @Test(
        arguments: [
            ([0x00], .integer(0)), ([0x17], .integer(23)), ([0x18, 0x18], .integer(24)),
            ([0x19, 0x03, 0xE8], .integer(1_000)),
            ([0x1A, 0x00, 0x0F, 0x42, 0x40], .integer(1_000_000)), ([0x20], .integer(-1)),
            ([0x39, 0x03, 0xE7], .integer(-1_000)),
            ([0x44, 1, 2, 3, 4], .bytes([1, 2, 3, 4])), ([0x64, 0x49, 0x45, 0x54, 0x46], .text("IETF")),
            ([0x83, 1, 2, 3], .list([.integer(1), .integer(2), .integer(3)])),
            ([0xA2, 1, 2, 3, 4], .map([.integer(1): .integer(2), .integer(3): .integer(4)])), ([0xA0], .map([:])),
            ([0xF4], .bool(false)), ([0xF5], .bool(true)), ([0xF6], .null),
        ] as [([UInt8], CBOR)])
    func `reads what authenticators say`(bytes: [UInt8], item: CBOR) {
        #expect(read(bytes) == item)
    }

    @Test(
        arguments: [
            [], [0x18], [0x44, 1], [0x62, 0xFF, 0xFE], [0x5F, 0x41, 0, 0xFF], [0x9F, 0xFF], [0xC0, 0x00],
            [0xFB, 0, 0, 0, 0, 0, 0, 0, 0],
            [0xA2, 1, 2, 1, 3], [0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x9B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x81, 0x81, 0x81, 0x81, 0x81, 0x00], [0x1C], [0x00, 0x00],
        ] as [[UInt8]])
    func `refuses what they do not`(bytes: [UInt8]) {
        #expect(read(bytes) == nil)
    }

    @Test func `twenty thousand random items end`() {
        let random = CountingRandomness()
        var understood = 0
        for _ in 0..<20_000 {
            var bytes = random.bytes(Int(random.bytes(1)[0]) + 1)
            // Lists and maps more often than by chance.
            if bytes[0] & 1 == 0 { bytes[0] = 0x80 | bytes[0] & 0x3F }
            var rest = bytes[...]
            if CBOR.read(&rest) != nil { understood += 1 }
            _ = AuthenticatorData(bytes)
        }
        #expect(understood > 1_000)
    }
}
