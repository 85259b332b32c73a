/// A check of UTF-8 piece by piece (RFC 3629 §4): a character may be cut between two pieces.
struct UTF8Progress {
    /// The number of bytes still to come of the character begun.
    private var missing = 0
    /// The values that the next of them may have: the first after some leading bytes is narrower.
    private var range: ClosedRange<UInt8> = 0x80...0xBF

    /// True while no character is cut.
    var isWhole: Bool { missing == 0 }

    /// Checks the next piece.
    /// - Returns: false if this can be no UTF-8, whatever follows.
    mutating func take(_ bytes: [UInt8]) -> Bool {
        for byte in bytes {
            if missing > 0 {
                guard range.contains(byte) else { return false }
                missing -= 1
                range = 0x80...0xBF
                continue
            }
            switch byte {
            case 0x00...0x7F: continue
            case 0xC2...0xDF: missing = 1
            case 0xE0: (missing, range) = (2, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE, 0xEF: missing = 2
            case 0xED: (missing, range) = (2, 0x80...0x9F)
            case 0xF0: (missing, range) = (3, 0x90...0xBF)
            case 0xF1...0xF3: missing = 3
            case 0xF4: (missing, range) = (3, 0x80...0x8F)
            default: return false
            }
        }
        return true
    }
}
