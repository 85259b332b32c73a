import Testing

@testable import snug_bench

@Suite struct `Small talk` {
    private let talk = Talk()

    @Test func `is the same for each number, and another for most`() {
        let messages = (0..<500).map(talk.message)
        #expect(messages == (0..<500).map(Talk().message))
        #expect(Set(messages).count > 490)
    }

    @Test func `is in many scripts, a fifth of it Chinese`() {
        let messages = (0..<2_000).map(talk.message)
        func share(_ scalars: ClosedRange<UInt32>) -> Double {
            Double(messages.count { $0.unicodeScalars.contains { scalars.contains($0.value) } }) / 2_000
        }
        #expect((0.05...0.2).contains(share(0x0430...0x044F)))
        #expect((0.2...0.4).contains(share(0x4E00...0x9FFF)))
        #expect((0.05...0.2).contains(share(0x3040...0x30FF)))
        #expect((0.01...0.1).contains(share(0xAC00...0xD7A3)))
    }

    @Test func `has words that come often, and many that come seldom`() {
        let words = (0..<5_000).flatMap { talk.message($0).split(separator: " ") }
        let counts = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
        #expect((counts["der"] ?? 0) > 100)
        #expect(counts.values.count { $0 == 1 } > 1_000)
    }
}
