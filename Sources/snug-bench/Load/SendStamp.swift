/// The `client_id` of a message, which says when and by whom it was sent.
///
/// Any client that hears the message knows its age without looking anything up. The stamp is written as a UUID, as real
/// clients do: `RRRRRRRR-SSSS-4000-8000-NNNNNNNNNNNN`, run, sender and nanoseconds in hexadecimal.
struct SendStamp: Sendable, Hashable {
    static let length = 36

    /// The number that tells this phase's messages from those of every other, on the same database too.
    var run: UInt32
    var sender: UInt16
    /// The time since the phase began, unique for its sender; 48 bits last three days.
    var nanoseconds: UInt64

    init(run: UInt32, sender: UInt16, nanoseconds: UInt64) {
        self.run = run
        self.sender = sender
        self.nanoseconds = nanoseconds & (1 << 48 - 1)
    }

    /// Creates a stamp from a `client_id`; nil for one that this program has not written.
    init?(reading text: Span<UInt8>, at start: Int) {
        guard start >= 0, start + Self.length <= text.count,
            let run = Self.number(text, start, digits: 8), text[start + 8] == Self.dash,
            let sender = Self.number(text, start + 9, digits: 4), text[start + 13] == Self.dash,
            Self.number(text, start + 14, digits: 4) == 0x4000, text[start + 18] == Self.dash,
            Self.number(text, start + 19, digits: 4) == 0x8000, text[start + 23] == Self.dash,
            let nanoseconds = Self.number(text, start + 24, digits: 12)
        else { return nil }
        self.init(run: UInt32(run), sender: UInt16(sender), nanoseconds: nanoseconds)
    }

    func write(to text: inout [UInt8]) {
        Self.put(UInt64(run), digits: 8, to: &text)
        text.append(Self.dash)
        Self.put(UInt64(sender), digits: 4, to: &text)
        text.append(contentsOf: "-4000-8000-".utf8)
        Self.put(nanoseconds, digits: 12, to: &text)
    }

    private static let dash = UInt8(ascii: "-")

    private static func number(_ text: Span<UInt8>, _ start: Int, digits: Int) -> UInt64? {
        var number: UInt64 = 0
        for index in start..<(start + digits) {
            switch text[index] {
            case let digit where digit >= 0x30 && digit <= 0x39: number = number << 4 | UInt64(digit - 0x30)
            case let digit where digit >= 0x61 && digit <= 0x66: number = number << 4 | UInt64(digit - 0x61 + 10)
            default: return nil
            }
        }
        return number
    }

    private static func put(_ number: UInt64, digits: Int, to text: inout [UInt8]) {
        for digit in (0..<digits).reversed() {
            let value = UInt8(truncatingIfNeeded: number >> (4 * UInt64(digit)) & 15)
            text.append(value < 10 ? 0x30 + value : 0x61 - 10 + value)
        }
    }
}
