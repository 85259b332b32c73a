import Foundation
import SnugChat
import SnugTesting
import Testing

/// Files with bytes changed, left out, doubled and mixed.
///
/// `SNUG_MEDIA_MUTATIONS` says how many of each, `SNUG_FUZZ_SEED` which.
@Suite struct `A file of whatever bytes` {
    private static let environment = ProcessInfo.processInfo.environment
    private static let mutations = environment["SNUG_MEDIA_MUTATIONS"].flatMap(Int.init) ?? 1_000
    private static let seed = environment["SNUG_FUZZ_SEED"].flatMap(UInt64.init) ?? 17
    /// Numbers at which lengths and counts turn over.
    private static let edges: [UInt8] = [0, 1, 2, 0x7F, 0x80, 0xD8, 0xD9, 0xDA, 0xFE, 0xFF]

    @Test(arguments: MediaFiles.all)
    func `traps nobody, is the same in all pieces, and grows by a few bytes at most`(name: String) throws {
        let file = try MediaFiles.bytes(name)
        let others = try MediaFiles.all.map(MediaFiles.bytes)
        var random = SeededRandom(seed: Self.seed)
        for number in 0..<Self.mutations {
            let mutated = Self.mutated(file, others, &random)
            let whole = Result { () throws(MediaFault) in try Filtered(mutated) }
            var split = random
            let most = [1, 100, 100, 1_000, 1_000, 1_000, 1_000, 4_000].randomElement(using: &split) ?? 1
            let inPieces = Result { () throws(MediaFault) in
                try Filtered(mutated, pieces: { Int.random(in: 1...most, using: &split) })
            }
            random = split
            guard whole == inPieces else {
                Issue.record("seed \(Self.seed), \(name), mutation \(number): other pieces, another file")
                return
            }
            guard let filtered = try? whole.get() else { continue }
            // A camera's notes of fewer bytes than the one that stays of them, or those of a HEIC cut off.
            #expect(filtered.kept.count <= mutated.count + 40, "seed \(Self.seed), mutation \(number)")
            let size = (filtered.kind.width ?? 1, filtered.kind.height ?? 1)
            #expect((filtered.kind.width == nil) == (filtered.kind.height == nil))
            #expect(size.0 > 0 && size.1 > 0 && size.0 * size.1 <= Limits.mediaPixelsMax)
        }
    }

    private static func mutated(_ file: [UInt8], _ others: [[UInt8]], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = file
        for _ in 0...Int.random(in: 0..<6, using: &random) where !bytes.isEmpty {
            // Most of what decides stands at the beginning.
            let isEarly = Int.random(in: 0..<3, using: &random) > 0
            let index = Int.random(in: 0..<(isEarly ? min(600, bytes.count) : bytes.count), using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0, 1: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            case 2: bytes[index] = edges.randomElement(using: &random) ?? 0
            case 3: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 4: bytes.remove(at: index)
            case 5: bytes.insert(contentsOf: bytes[index...].prefix(Int.random(in: 1...300, using: &random)), at: index)
            case 6: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...100, using: &random)))
            case 7:
                let number = (0..<4).map { _ in edges.randomElement(using: &random) ?? 0 }
                bytes.replaceSubrange(index..<min(bytes.count, index + 4), with: number)
            default:
                let other = others.randomElement(using: &random) ?? []
                let from = Int.random(in: 0..<max(1, other.count), using: &random)
                bytes.insert(contentsOf: other[from...].prefix(Int.random(in: 1...300, using: &random)), at: index)
            }
        }
        return Int.random(in: 0..<8, using: &random) == 0 ? bytes.dropLast(bytes.count / 3) : bytes
    }
}
