import SnugChat

/// The hosts whose push services this server talks to.
///
/// A member's browser names the endpoint, so a member could name any other place.
public struct PushHosts: Sendable, Hashable {
    /// The services of the browsers: Chrome and its kin, Firefox, Safari, Edge.
    public static let standard =
        "fcm.googleapis.com, updates.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com"

    private var names: Set<String> = []
    /// The names below which each name counts.
    private var parents: [String] = []
    /// Places of this machine, such as `localhost:8123`, which are spoken to in plain http: for tests.
    private var places: Set<String> = []

    /// Creates the hosts of a list, separated by commas; nil where an entry says nothing clear.
    ///
    /// An entry is a public name, `*.` and such a name, or `localhost` or `127.0.0.1` with a port. There are at most
    /// ``Limits/pushHostsMax``.
    public init?(_ list: String) {
        let entries = list.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
        guard entries.count <= Limits.pushHostsMax else { return nil }
        for entry in entries {
            if entry.hasPrefix("*.") {
                guard let name = DomainName(entry.dropFirst(2)), name.isPublic else { return nil }
                parents.append(".\(name)")
            } else if let colon = entry.firstIndex(of: ":") {
                guard Self.loopback.contains(String(entry[..<colon])),
                    UInt16(entry[entry.index(after: colon)...]) != nil
                else { return nil }
                places.insert(entry)
            } else {
                guard let name = DomainName(entry), name.isPublic else { return nil }
                names.insert(name.text)
            }
        }
    }

    private static let loopback: Set<String> = ["localhost", "127.0.0.1"]

    /// Returns true if a name, in the form of ``DomainName``, is one of the hosts.
    func contains(_ name: String) -> Bool { names.contains(name) || parents.contains { name.hasSuffix($0) } }

    /// Returns true if a host with its port is one of the places of this machine.
    func contains(place: String) -> Bool { places.contains(place) }
}
