/// The bytes of a part of a file, read from its beginning on: what is not there is nil, never a trap.
struct MediaBytes {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func byte() -> UInt8? { rest.popFirst() }

    /// Returns the next bytes; nil where there are fewer.
    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Returns a whole number of at most eight bytes, its highest byte first; nil for one that no `Int` holds.
    mutating func bigEndian(bytes count: Int) -> Int? {
        bytes(count).map { $0.reduce(0) { $0 << 8 | Int($1) } }.flatMap { $0 < 0 ? nil : $0 }
    }

    /// Returns a whole number of at most seven bytes, its lowest byte first.
    mutating func littleEndian(bytes count: Int) -> Int? {
        bytes(count).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    /// Returns four letters.
    mutating func code() -> String? { bytes(4).map { String(decoding: $0, as: UTF8.self) } }
}

extension [UInt8] {
    /// Adds a whole number of so many bytes, its highest byte first.
    mutating func appendBigEndian(_ number: Int, bytes count: Int) {
        for index in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
}
