public import SnugChat

/// A URL that this server may send to, taken apart by rules of its own and put together again.
///
/// Nothing of the URL as it came is handed on: two parsers that see another host in it are the oldest way around a
/// guard.
public struct Destination: Sendable, Hashable {
    /// The addresses to which a connection may go.
    enum Reach: Sendable {
        /// Public ones alone.
        case internet
        /// This machine's own alone.
        case thisMachine
    }

    enum Scheme: String, Sendable {
        case http, https

        var port: Int { self == .http ? 80 : 443 }
    }

    var scheme: Scheme
    /// The name or, of this machine, the address: in ASCII, lower case.
    var host: String
    var port: Int
    var reach: Reach
    /// The path and the query: at least `/`.
    var path: String

    /// Creates a destination of an endpoint.
    /// - Throws: ``PushFailure`` unless it is an https URL on port 443 of one of the hosts, without a user's name, or one
    ///   of their places on this machine.
    public init(_ endpoint: String, among hosts: PushHosts) throws(PushFailure) {
        guard endpoint.utf8.count <= Limits.pushEndpointBytesMax else {
            throw PushFailure("An endpoint has at most \(Limits.pushEndpointBytesMax) bytes.")
        }
        guard let scheme = ["https://", "http://"].first(where: endpoint.hasPrefix) else {
            throw PushFailure("An endpoint begins with https://.")
        }
        let rest = endpoint.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        // Neither spaces, line breaks, backslashes nor a fragment: what is left means one thing to everybody.
        guard path.utf8.allSatisfy(Self.isInPath) else {
            throw PushFailure("An endpoint's path has characters that no URL has.")
        }
        let whole = path.hasPrefix("/") ? String(path) : "/\(path)"
        if scheme == "http://" {
            guard hosts.contains(place: String(authority)), let colon = authority.lastIndex(of: ":"),
                let port = Int(authority[authority.index(after: colon)...])
            else { throw PushFailure("An endpoint begins with https://.") }
            self.init(
                scheme: .http, host: String(authority[..<colon]), port: port, reach: .thisMachine, path: whole)
            return
        }
        let name = authority.hasSuffix(":443") ? authority.dropLast(4) : authority
        guard let name = DomainName(name), hosts.contains(name.text) else {
            throw PushFailure("\(authority) is no push service that this server knows.")
        }
        self.init(scheme: .https, host: name.text, port: 443, reach: .internet, path: whole)
    }

    /// The scheme, the host and, where it is not the scheme's own, the port (RFC 6454 §6.1).
    var origin: String { "\(scheme)://\(host)" + (port == scheme.port ? "" : ":\(port)") }

    var url: String { origin + path }

    /// Returns true if this server may connect to an address that the host was found to have.
    func allows(_ address: IPAddress) -> Bool {
        switch reach {
        case .internet: address.isPublic
        case .thisMachine: address.isLoopback
        }
    }

    init(scheme: Scheme, host: String, port: Int, reach: Reach, path: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.reach = reach
        self.path = path
    }

    /// Returns true for the characters of paths and queries (RFC 3986 §3.3 and §3.4).
    private static func isInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Self.marks.contains(byte)
        }
    }

    private static let marks = Set("-._~!$&'()*+,;=:@/?%".utf8)
}
