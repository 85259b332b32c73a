/// The names that this site has had, each from a moment on.
///
/// A passkey works under the name alone that it was made under (WebAuthn §5.1.3), and does not say which that was.
struct SiteHistory: Sendable {
    private var entries: [(since: Timestamp, name: String)]

    /// Reads what ``text`` made; of a server that has kept none, the one name that it noted.
    init(_ text: String?, noted site: String?) {
        let lines = (text ?? "").split(separator: "\n").compactMap { line -> (Timestamp, String)? in
            let words = line.split(separator: " ")
            guard words.count == 2, let since = Int64(words[0]) else { return nil }
            return (Timestamp(rawValue: since), String(words[1]))
        }
        entries = lines.isEmpty ? site.map { [(Timestamp(rawValue: 0), Self.name(of: $0))] } ?? [] : lines
    }

    /// A line for each name, the oldest first.
    var text: String { entries.map { "\($0.since.rawValue) \($0.name)" }.joined(separator: "\n") }

    /// The name that a site goes by: its host, whatever the port.
    static func name(of site: String) -> String { PasskeySite(origin: site).id }

    /// Notes that the server starts at an address.
    mutating func begin(_ site: String, at now: Timestamp) {
        let name = Self.name(of: site)
        guard entries.last?.name != name else { return }
        entries.append((entries.isEmpty ? Timestamp(rawValue: 0) : now, name))
        entries.removeFirst(max(0, entries.count - Limits.siteNamesKept))
    }

    /// The times at which the site had another name than that of an address, with those names.
    func others(than site: String) -> [(name: String, from: Timestamp, until: Timestamp)] {
        let own = Self.name(of: site)
        return entries.indices.compactMap { index in
            let (since, name) = entries[index]
            guard name != own else { return nil }
            // What is older than the oldest name that is kept counts as of that one.
            let from = index == 0 ? Timestamp(rawValue: 0) : since
            let until = index + 1 < entries.count ? entries[index + 1].since : Timestamp(rawValue: .max)
            return (name, from, until)
        }
    }
}

extension Store {
    /// Returns the number of passkeys that were made under other names than that of an address, by those names.
    public func passkeys(notOf site: String) async throws -> [(name: String, count: Int)] {
        try await read { store in
            let history = SiteHistory(
                try store.setting(SettingName.siteNames), noted: try store.setting(SettingName.site))
            var counts: [(name: String, count: Int)] = []
            for (name, from, until) in history.others(than: site) {
                let count = try store.passkeysMade(from: from, until: until)
                guard count > 0 else { continue }
                if let index = counts.firstIndex(where: { $0.name == name }) {
                    counts[index].count += count
                } else {
                    counts.append((name, count))
                }
            }
            return counts
        }
    }
}
