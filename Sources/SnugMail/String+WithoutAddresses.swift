import SnugChat

extension String {
    /// The text without mail addresses, as the log may have it: relays repeat them in their refusals.
    /// - Parameter recipient: an address whose name before the `@` is left out too, where it stands by itself.
    func withoutAddresses(besides recipient: String) -> String {
        let name = recipient.prefix { $0 != "@" }.lowercased()
        let words = split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
            if word.contains("@") { return "(address)" }
            return word.lowercased().trimmingPunctuation == name ? "(name)" : String(word)
        }
        return words.joined(separator: " ")
    }

    private var trimmingPunctuation: Substring {
        func isPunctuation(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }
        guard let first = firstIndex(where: { !isPunctuation($0) }), let last = lastIndex(where: { !isPunctuation($0) })
        else { return "" }
        return self[first...last]
    }
}
