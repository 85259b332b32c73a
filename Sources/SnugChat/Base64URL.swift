/// Base64 in the alphabet of RFC 4648 §5, without padding, as links and WebAuthn's JSON carry bytes.
extension [UInt8] {
    /// The bytes as base64url text.
    public var base64URL: String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0...group.count { text.append(alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Creates the bytes of a base64url text; nil for padding, any other character, a length that no bytes have,
    /// trailing bits that are not zero, or more than `bytesMax` bytes.
    public init?(base64URL text: String, bytesMax: Int = Limits.passkeyPartBytesMax) {
        guard text.utf8.count <= (bytesMax * 4 + 2) / 3 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            let value = values[Int(character)]
            guard value != noValue else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        guard count < 6, bits == 0 else { return nil }
        self = bytes
    }
}

extension StringProtocol {
    /// True if the text has characters of that alphabet alone: `A-Z a-z 0-9 - _`.
    public var isBase64URL: Bool { utf8.allSatisfy { values[Int($0)] != noValue } }
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
private let noValue = UInt8.max
/// The six bits that each byte of text stands for, or ``noValue``.
private let values: [UInt8] = {
    var values = [UInt8](repeating: noValue, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
}()
