import SnugChat

/// The page at an address which nobody has made the site's own: it says which one works, and which setting changes that.
struct WrongAddressPage: Sendable {
    let site: Site
    let asked: Authority
    let scheme: String
    let path: String

    /// The languages of the page, which are the web client's.
    enum Language: String, CaseIterable {
        case en, de

        /// Returns the language that comes first in an `Accept-Language` (RFC 9110 §12.5.4), else English.
        static func preferred(by header: String) -> Language {
            let ranges = header.split(separator: ",").compactMap { range -> (language: Language, weight: Double)? in
                let parts = range.split(separator: ";")
                guard let tag = parts.first?.trimmed.lowercased(),
                    let language = Language(rawValue: String(tag.prefix { $0 != "-" }))
                else { return nil }
                let weight = parts.dropFirst().map(\.trimmed).first { $0.hasPrefix("q=") }
                return (language, weight.flatMap { Double($0.dropFirst(2)) } ?? 1)
            }
            let best = ranges.map(\.weight).max() ?? 0
            return ranges.first { $0.weight == best && best > 0 }?.language ?? .en
        }
    }

    private struct Words {
        var title: String
        var lead: String
        var open: String
        var onTheMachine: String
        var setting: String
    }

    /// The address in the browser.
    private var askedOrigin: String { "\(scheme)://\(asked.host)\(asked.port.map { ":\($0)" } ?? "")".htmlEscaped }

    private func words(in language: Language) -> Words {
        let own = site.origin.htmlEscaped
        return switch language {
        case .en:
            Words(
                title: "Another address, please",
                lead: "You have opened <strong>\(askedOrigin)</strong>. Signing in works only at "
                    + "<strong>\(own)</strong>, which this server takes for its own address.",
                open: "Open \(own)",
                onTheMachine: "That address leads here only on the machine that the server runs on.",
                setting: "Whoever runs the server can change that with the setting <code>site-url</code> "
                    + "and a restart:")
        case .de:
            Words(
                title: "Bitte eine andere Adresse",
                lead: "Du hast <strong>\(askedOrigin)</strong> geöffnet. Anmelden geht nur unter "
                    + "<strong>\(own)</strong>: Das hält dieser Server für seine eigene Adresse.",
                open: "\(own) öffnen",
                onTheMachine: "Diese Adresse führt nur auf dem Rechner hierher, auf dem der Server läuft.",
                setting: "Wer den Server betreibt, ändert das mit der Einstellung <code>site-url</code> "
                    + "und einem Neustart:")
        }
    }

    func page(in language: Language) -> BarePage {
        let words = words(in: language)
        // From elsewhere, a link to the machine's own name would lead to the visitor's machine.
        let isNear = asked.isLoopback || site.authority?.isLoopback == false
        let way =
            isNear
            ? "<p><a class=\"button wide\" href=\"\((site.origin + path).htmlEscaped)\">\(words.open)</a></p>"
            : "<p>\(words.onTheMachine)</p>"
        // The command is made for a shell, and the host was made by whoever asked.
        let example = asked.isLoopback || !asked.isPlain ? "https://chat.example.org" : askedOrigin
        return BarePage(
            language: language.rawValue, title: words.title,
            content: """
                <p class="lead">\(words.lead)</p>
                \(way)
                <p class="setting-note">\(words.setting)</p>
                <pre class="command">snug config set site.url \(example)</pre>
                """)
    }
}
