import Glibc

/// An address of IPv4 or IPv6 as its bytes.
struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes, the highest first.
    let bytes: [UInt8]
    let description: String

    /// Creates an address from its text; nil for anything else, such as a name or an address with a zone.
    init?(_ text: String) {
        // C would see the part before it alone.
        guard !text.utf8.contains(0) else { return nil }
        // inet_pton writes 4 or 16 bytes into the room that is there.
        var v4 = [UInt8](repeating: 0, count: 4)
        var v6 = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &v4) == 1 {
            bytes = v4
        } else if unsafe inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = v6
        } else {
            return nil
        }
        description = text
    }

    var isV4: Bool { bytes.count == 4 }

    /// True for an address of this machine itself: 127.0.0.0/8 and ::1.
    var isLoopback: Bool {
        isV4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }
}

/// A block of addresses: those whose first bits are the same.
struct AddressBlock: Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// Creates a block from its text, such as `10.0.0.0/8`; nil where that is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])), let bits = Int(parts[1]),
            (0...(address.bytes.count * 8)).contains(bits)
        else { return nil }
        bytes = address.bytes
        self.bits = bits
    }

    /// Returns true if an address of the same family lies in the block.
    func contains(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        return (0..<bits).allSatisfy { bit in
            (address[bit / 8] ^ bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}
