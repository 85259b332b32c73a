/// A walk over the members of the outermost object of a JSON text; nested values are stepped over unread.
///
/// It trusts the text to be JSON: anything else ends the walk early, and nothing is read outside the text's bounds.
struct JSONFields {
    struct Field: Hashable {
        /// The key without its quotes.
        var key: Range<Int>
        /// The value without its quotes where it is a string; else nil.
        var string: Range<Int>?
    }

    private var index = 0
    private var isInside = false

    /// Returns the next member, or nil behind the last one.
    /// - Parameter text: the same at every call of one walk.
    mutating func next(in text: Span<UInt8>) -> Field? {
        if !isInside {
            guard skip(UInt8(ascii: "{"), in: text) else { return nil }
            isInside = true
        }
        guard let key = string(in: text), skip(UInt8(ascii: ":"), in: text) else { return nil }
        let value = string(in: text)
        if value == nil { skipValue(in: text) }
        _ = skip(UInt8(ascii: ","), in: text)
        return Field(key: key, string: value)
    }

    private mutating func skipSpace(in text: Span<UInt8>) {
        while index < text.count, text[index] <= UInt8(ascii: " ") { index += 1 }
    }

    private mutating func skip(_ mark: UInt8, in text: Span<UInt8>) -> Bool {
        skipSpace(in: text)
        guard index < text.count, text[index] == mark else { return false }
        index += 1
        return true
    }

    /// Returns the string that starts here, and moves the index behind its closing quote.
    private mutating func string(in text: Span<UInt8>) -> Range<Int>? {
        guard skip(UInt8(ascii: "\""), in: text) else { return nil }
        let start = index
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return start..<(index - 1)
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// Skips a number, a word, an object or a list, up to the comma or brace that ends it.
    private mutating func skipValue(in text: Span<UInt8>) {
        var depth = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                _ = string(in: text)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return
            default: break
            }
            index += 1
        }
    }
}
