import Crypto

/// The number of a table's rows and the sum of their SHA-256, by which two tables are compared whatever their order.
///
/// It tells what went wrong, not who meant harm: whoever can write either database needs no collision.
public struct TableSum: Sendable, Hashable {
    public private(set) var rows = 0
    private var sum = SIMD4<UInt64>()

    public init() {}

    /// Adds a row.
    public mutating func add(_ row: MovedRow) {
        var digest = SHA256()
        for value in row { digest.update(value) }
        rows += 1
        // SHA-256 has 32 bytes: four words.
        var words = SIMD4<UInt64>()
        for (index, byte) in digest.finalize().enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        sum &+= words
    }
}

extension SHA256 {
    /// Takes in a value with its kind and its length, so that no two rows are the same bytes.
    fileprivate mutating func update(_ value: MovedValue) {
        switch value {
        case .null: head(0, 0)
        case .integer(let number): head(1, UInt64(bitPattern: number))
        case .text(let text):
            let bytes = Array(text.utf8)
            head(2, UInt64(bytes.count))
            update(data: bytes)
        case .bytes(let bytes):
            head(3, UInt64(bytes.count))
            update(data: bytes)
        }
    }

    private mutating func head(_ kind: UInt8, _ number: UInt64) {
        update(data: [kind] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }
}
