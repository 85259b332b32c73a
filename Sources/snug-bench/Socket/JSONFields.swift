/// The members of the outermost object of a JSON text, one after the other; what is nested is stepped over unread.
///
/// It trusts the text to be JSON: what is not ends the walk early, and never reads outside the text.
struct JSONFields: ~Escapable {
    struct Field {
        /// Without its quotes.
        var key: Range<Int>
        /// The value without its quotes where it is a string; else nil.
        var string: Range<Int>?
    }

    private let text: Span<UInt8>
    private var index = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) {
        self.text = text
        skipSpace()
        index = index < text.count && text[index] == UInt8(ascii: "{") ? index + 1 : text.count
    }

    @_lifetime(self: copy self)
    mutating func next() -> Field? {
        skipSpace()
        guard let key = string() else { return nil }
        skipSpace()
        guard index < text.count, text[index] == UInt8(ascii: ":") else { return nil }
        index += 1
        skipSpace()
        if let value = string() {
            skipComma()
            return Field(key: key, string: value)
        }
        skipValue()
        skipComma()
        return Field(key: key, string: nil)
    }

    @_lifetime(self: copy self)
    private mutating func skipSpace() {
        while index < text.count, text[index] <= UInt8(ascii: " ") { index += 1 }
    }

    @_lifetime(self: copy self)
    private mutating func skipComma() {
        skipSpace()
        index = index < text.count && text[index] == UInt8(ascii: ",") ? index + 1 : text.count
    }

    /// The string that starts here; the index is then behind its closing quote.
    @_lifetime(self: copy self)
    private mutating func string() -> Range<Int>? {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return start..<(index - 1)
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        index = text.count
        return nil
    }

    /// A number, a word, an object or a list, up to the comma or brace that ends it.
    @_lifetime(self: copy self)
    private mutating func skipValue() {
        var depth = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                _ = string()
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
