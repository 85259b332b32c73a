/// The bytes of a picture's file, read from its beginning on: what is not there is nil, never a trap.
struct PictureBytes {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func byte() -> UInt8? { rest.popFirst() }

    /// Returns the next bytes; nil where there are fewer.
    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Returns a whole number, its highest byte first.
    mutating func bigEndian(bytes count: Int) -> Int? { bytes(count).map { $0.reduce(0) { $0 << 8 | Int($1) } } }

    /// Returns a whole number, its lowest byte first.
    mutating func littleEndian(bytes count: Int) -> Int? {
        bytes(count).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    /// Returns what is compressed up to the next marker of a JPEG, those that only divide it left in it.
    mutating func scan() -> ArraySlice<UInt8> {
        var index = rest.startIndex
        while index < rest.endIndex {
            if rest[index] == 0xFF, index + 1 < rest.endIndex {
                let code = rest[index + 1]
                // A byte that is no marker, and the restart markers (T.81 B.1.1.2, B.1.1.5).
                guard code == 0 || (0xD0...0xD7).contains(code) else { break }
                index += 1
            }
            index += 1
        }
        defer { rest = rest[min(index, rest.endIndex)...] }
        return rest[..<min(index, rest.endIndex)]
    }
}

extension [UInt8] {
    /// Adds a whole number of four bytes, its lowest byte first.
    mutating func appendLittleEndian(_ number: Int) {
        append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }
}
