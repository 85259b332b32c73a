import Foundation

/// The names that nobody can have, as the page itself says them: of oneself, of nobody, of what was deleted.
///
/// Someone called "You" would speak as whoever reads it. `Tests/vectors/names.json` holds the list to the page's words in
/// all its languages.
enum ReservedNames {
    private static let folded: Set<[Unicode.Scalar]> = Set(
        ["You", "Someone", "Message deleted", "Du", "Sie", "Jemand", "Nachricht gelöscht"].map { letters(of: $0) })

    /// Returns true for a name that is read as one of them.
    static func hold(_ name: String) -> Bool {
        let letters = letters(of: name)
        return !letters.isEmpty && folded.contains(letters)
    }

    /// The letters and digits of a name in one case (NFKC, UAX #15): what is left when one reads it in passing.
    private static func letters(of name: String) -> [Unicode.Scalar] {
        name.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
            !$0.isUnseen && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        }
    }
}
