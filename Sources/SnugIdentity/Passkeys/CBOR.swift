/// The part of CBOR that authenticators speak (RFC 8949; CTAP2 canonical form, CTAP 2.1 §8): integers, strings, lists
/// and maps of definite length.
///
/// Depth and count are bounded; what is longer than its input, repeated in a map or of another kind is no CBOR here.
indirect enum CBOR: Sendable, Hashable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case list([CBOR])
    case map([CBOR: CBOR])
    case bool(Bool)
    case null

    /// The most levels of lists and maps in each other: an attestation has three.
    static let depthMax = 4
    /// The most items in one list or map.
    static let itemsMax = 64

    /// Reads one item off the front; the bytes that follow it stay.
    /// - Returns: the item, or nil where there is none.
    static func read(_ bytes: inout ArraySlice<UInt8>) -> CBOR? { read(&bytes, depth: 0) }

    private static func read(_ bytes: inout ArraySlice<UInt8>, depth: Int) -> CBOR? {
        guard depth <= depthMax, let head = bytes.popFirst() else { return nil }
        if head >> 5 == 7 {
            switch head & 31 {
            case 20: return .bool(false)
            case 21: return .bool(true)
            case 22: return .null
            default: return nil
            }
        }
        guard let argument = argument(of: head, &bytes) else { return nil }
        switch head >> 5 {
        case 0: return .integer(argument)
        case 1: return .integer(-1 - argument)
        case 2: return take(argument, of: &bytes).map { .bytes(Array($0)) }
        case 3: return take(argument, of: &bytes).flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
        case 4:
            guard argument <= itemsMax else { return nil }
            var items: [CBOR] = []
            for _ in 0..<argument {
                guard let item = read(&bytes, depth: depth + 1) else { return nil }
                items.append(item)
            }
            return .list(items)
        case 5:
            guard argument <= itemsMax else { return nil }
            var items: [CBOR: CBOR] = [:]
            for _ in 0..<argument {
                guard let key = read(&bytes, depth: depth + 1), let value = read(&bytes, depth: depth + 1),
                    items.updateValue(value, forKey: key) == nil
                else { return nil }
            }
            return .map(items)
        default: return nil
        }
    }

    /// Returns the number in or behind an item's first byte, at most `Int64.max`.
    private static func argument(of head: UInt8, _ bytes: inout ArraySlice<UInt8>) -> Int64? {
        let short = head & 31
        if short < 24 { return Int64(short) }
        guard short <= 27, let long = take(1 << Int64(short - 24), of: &bytes) else { return nil }
        let value = long.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(exactly: value)
    }

    private static func take(_ count: Int64, of bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard count <= bytes.count else { return nil }
        let taken = bytes.prefix(Int(count))
        bytes = bytes.dropFirst(Int(count))
        return taken
    }

    // Values of an expected kind

    subscript(_ key: String) -> CBOR? { if case .map(let items) = self { items[.text(key)] } else { nil } }
    subscript(_ key: Int64) -> CBOR? { if case .map(let items) = self { items[.integer(key)] } else { nil } }
    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }
    var isMap: Bool { if case .map = self { true } else { false } }
    var isEmptyMap: Bool { self == .map([:]) }
}
