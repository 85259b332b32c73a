/// A language that mails are written in.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case german = "de"

    /// Creates the language that a request prefers, from its `Accept-Language` (RFC 9110 §12.5.4): English where it
    /// names none of them.
    public init(accepting fields: [String]) {
        var best: (language: Language, weight: Double)?
        let ranges = fields.flatMap { $0.utf8.count <= Limits.acceptLanguageBytesMax ? $0.split(separator: ",") : [] }
        for range in ranges {
            let parts = range.split(separator: ";").map(\.trimmed)
            let name = (parts.first ?? "").prefix { $0 != "-" }.lowercased()
            guard let language = Language(rawValue: name) else { continue }
            let weight = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }.map {
                Double($0.dropFirst(2)) ?? 0
            }
            if (weight ?? 1) > (best?.weight ?? 0) { best = (language, weight ?? 1) }
        }
        self = best?.language ?? .english
    }

    /// Returns a name between the language's quotation marks, none of which stands in it, and no link either: it is words
    /// of somebody, not of the site.
    func quoted(_ name: String) -> String {
        let inner = name.filter { !"“”„\"".contains($0) }.unlinked
        return self("“\(inner)”", de: "„\(inner)“")
    }

    /// Returns the text in this language.
    public func callAsFunction(_ english: String, de german: String) -> String { self == .german ? german : english }
}
