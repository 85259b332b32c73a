public import SnugChat

/// The address at which a push service can reach whoever runs this server.
///
/// Apple refuses every push (403 `BadJwtToken`) whose contact is at a name of the own network; all others ignore it.
public struct VAPIDContact: Sendable, Hashable {
    /// A `mailto:` or `https:` URL (RFC 8292 §2.1), without white space.
    public let url: String

    /// Creates the contact: the address that mails come from, where its domain is public, else the site's own.
    ///
    /// Nil where neither is. Push services but Apple's take a token without one that can be reached, see
    /// ``unreachable``.
    public init?(mailFrom: EmailAddress?, siteHost: DomainName?) {
        if let mailFrom, let domain = DomainName(mailFrom.domain), domain.isReachable {
            url = "mailto:\(mailFrom)"
        } else if let siteHost, siteHost.isReachable {
            url = "https://\(siteHost)"
        } else {
            return nil
        }
    }

    private init(url: String) { self.url = url }

    /// The contact of a server without any public name: Mozilla and Google ask for one and do not look at it.
    public static let unreachable = VAPIDContact(url: "mailto:snug@localhost")
}

extension DomainName {
    /// True if the name is one that the whole world looks up, not one that networks keep for themselves.
    ///
    /// *Source:* RFC 6761 (special-use names), RFC 6762 (`local`), RFC 8375 (`home.arpa`), RFC 7686 (`onion`), ICANN
    /// 2024-07-29 (`internal`); `lan`, `home` and `corp` are what routers and offices use.
    fileprivate var isReachable: Bool {
        let ends = [
            "localhost", "local", "invalid", "test", "example", "home.arpa", "onion", "internal", "lan", "home", "corp",
        ]
        return isPublic && !ends.contains { text.hasSuffix(".\($0)") }
    }
}
