/// An address that mail can be sent to, in the one spelling that is stored and compared.
///
/// Lower case throughout: RFC 5321 §2.4 lets a local part be case sensitive, no provider makes use of it,
/// and people type `Ada@…` on phones.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// The longest path that RFC 5321 §4.5.3.1.3 allows, in bytes, without its angle brackets.
    static let bytesMax = 254

    /// Creates an address in its stored spelling; nil unless there is one mailbox: `local@domain` without spaces,
    /// control characters, quotes or brackets.
    public init?(_ typed: String) {
        let text = typed.trimmed.lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.bytesMax else { return nil }
        let (local, domain) = (parts[0], parts[1])
        guard !local.isEmpty, local.utf8.count <= 64, !domain.isEmpty else { return nil }
        let forbidden: Set<Character> = ["<", ">", "(", ")", "[", "]", "\\", ",", ";", ":", "\""]
        guard !text.contains(where: { $0.isWhitespace || forbidden.contains($0) }), !text.hasControlCharacter else {
            return nil
        }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.unicodeScalars.allSatisfy {
                    !$0.isASCII || $0.properties.isAlphabetic || "0"..."9" ~= $0 || $0 == "-"
                }
        }
        let dots = local.split(separator: ".", omittingEmptySubsequences: false)
        guard isName, dots.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.text = text
    }

    /// The part behind the `@`.
    public var domain: Substring { text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...] }

    public var description: String { text }
}
