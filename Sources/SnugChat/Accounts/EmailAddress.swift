import Foundation

/// An address that mail can be sent to, in the one spelling that is stored and compared.
///
/// Lower case throughout: RFC 5321 §2.4 lets a local part be case sensitive, no provider makes use of it,
/// and people type `Ada@…` on phones. The domain is in ASCII (``DomainName``), which every relay takes, and the local
/// part composed (NFC, RFC 6532 §3.1): an account has one address however its accents are typed.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// The longest path that RFC 5321 §4.5.3.1.3 allows, in bytes, without its angle brackets.
    static let bytesMax = 254
    /// The longest local part that RFC 5321 §4.5.3.1.1 allows, in bytes.
    private static let localBytesMax = 64

    /// Creates an address that was checked when it was stored.
    public init(stored text: String) { self.text = text }

    /// Creates an address in its stored spelling; nil unless there is one mailbox: `local@domain` without spaces,
    /// control characters, quotes or brackets.
    public init?(_ typed: String) {
        // Bounded before it is worked on: no spelling of an address is this long.
        guard typed.utf8.count <= Self.bytesMax * 8 else { return nil }
        let parts = typed.trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let domain = DomainName(parts[1]) else { return nil }
        let local = parts[0].lowercased().precomposedStringWithCanonicalMapping
        let forbidden: Set<Character> = ["<", ">", "(", ")", "[", "]", "\\", ",", ";", ":", "\""]
        guard !local.isEmpty, local.utf8.count <= Self.localBytesMax, !local.hasControlCharacter,
            !local.contains(where: { $0.isWhitespace || forbidden.contains($0) }),
            local.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
        else { return nil }
        let text = "\(local)@\(domain)"
        guard text.utf8.count <= Self.bytesMax else { return nil }
        self.text = text
    }

    /// Creates an address in its stored spelling.
    /// - Throws: ``Refusal/invalid(_:)`` where it is none, under `email`.
    public init(checking typed: String) throws(Refusal) {
        guard let address = EmailAddress(typed) else { throw .invalid("email", "This is not an e-mail address.") }
        self = address
    }

    /// The part behind the `@`.
    public var domain: Substring { text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...] }

    public var description: String { text }
}
