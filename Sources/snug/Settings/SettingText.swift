import ArgumentParser
import Foundation
import Glibc
import NIOCore
import SnugChat

/// Parsers and formats for the texts of settings.
enum SettingText {
    @Sendable static func any(_ text: String) -> String? { text.isEmpty || text.hasControlCharacter ? nil : text }

    @Sendable static func word(_ text: String) -> String? { any(text).flatMap { $0.contains(" ") ? nil : $0 } }

    /// Reads an address and port that only this machine reaches.
    @Sendable static func loopback(_ text: String) -> Endpoint? {
        Endpoint(text).flatMap { $0.isLoopback ? $0 : nil }
    }

    /// Reads the name of a server among others.
    @Sendable static func nodeName(_ text: String) -> String? {
        guard text.utf8.count <= Limits.nodeNameBytesMax else { return nil }
        return text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9.:_-]*/) == nil ? nil : text
    }

    static func number(_ range: ClosedRange<Int>) -> @Sendable (String) -> Int? {
        { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// Reads a number a second within its bounds; 0 is no limit.
    @Sendable static func rate(_ text: String) -> Double? {
        Double(text).flatMap { $0 == 0 || (Limits.messageRateMin...Limits.messageRateMax).contains($0) ? $0 : nil }
    }

    /// Returns a parser of sizes such as `25 MiB`, `1G` or `26214400`, whose units are powers of 1,024.
    static func size(upTo most: Int64) -> @Sendable (String) -> Int64? {
        { text in
            guard let parts = text.wholeMatch(of: /([0-9]{1,18}) ?(?:([KMGTkmgt])(?:[Ii]?[Bb])?|[Bb])?/)?.output,
                let number = Int64(parts.1)
            else { return nil }
            let power = parts.2.flatMap { unit in units.firstIndex { $0.lowercased() == unit.lowercased() } } ?? 0
            let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (10 * power))
            return isTooLarge || bytes > most ? nil : bytes
        }
    }

    /// Returns a size as a setting has it: `25 MiB`.
    static func size(_ bytes: Int64) -> String {
        let power = units.indices.last { bytes > 0 && bytes % (1 << (10 * $0)) == 0 } ?? 0
        return power == 0 ? "\(bytes)" : "\(bytes >> (10 * power)) \(units[power])iB"
    }

    /// The first letters of the units, by their power of 1,024.
    private static let units = ["B", "K", "M", "G", "T"]

    /// Reads the name of a host on the network, which DNS and certificates have in ASCII.
    @Sendable static func hostName(_ text: String) -> String? {
        guard let word = word(text) else { return nil }
        guard word.utf8.allSatisfy({ $0 < 128 }) else { return DomainName(word)?.text }
        return isHost(word) ? word : nil
    }

    /// Returns true for an IP address, or for a name in ASCII; those of containers have underscores in them too.
    private static func isHost(_ text: String) -> Bool {
        if (try? SocketAddress(ipAddress: text, port: 0)) != nil { return true }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        // Programs would take a hyphen at the beginning for an option.
        return isPlain && !text.isEmpty && text.utf8.count <= Limits.hostBytesMax && !"-.".contains(text.prefix(1))
    }

    /// Returns a host as EHLO names it (RFC 5321 §4.1.3): a name in ASCII, or an address in brackets.
    @Sendable static func ehloName(_ text: String) -> String? {
        var bare = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
        if bare.lowercased().hasPrefix("ipv6:") { bare = bare.dropFirst(5) }
        switch try? SocketAddress(ipAddress: String(bare), port: 0) {
        case .v4: return "[\(bare)]"
        case .v6: return "[IPv6:\(bare)]"
        default: return DomainName(text).flatMap { $0.isAddress ? nil : $0.text }
        }
    }

    /// Returns an origin (RFC 6454 §6.2) as a browser writes it.
    ///
    /// It is in lower case and ASCII, without a default port or a slash at the end.
    @Sendable static func origin(_ text: String) -> String? {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.encodedHost?.lowercased(), !host.isEmpty,
            // Punycode that stands for nothing has no Unicode form.
            url.host != nil, isHost(host.trimmingCharacters(in: ["[", "]"])), url.path.isEmpty || url.path == "/",
            url.query == nil,
            url.fragment == nil, url.user == nil, url.port.map({ (1...65_535).contains($0) }) ?? true
        else { return nil }
        let isDefault = url.port == nil || url.port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)" + (isDefault ? "" : ":\(url.port ?? 0)")
    }

    /// Returns a sentence on a fault in the settings.
    static func reason(_ error: any Error) -> String { (error as? ValidationError)?.message ?? "\(error)" }

    /// Returns the host of an origin, in ASCII, and in brackets where it is an IPv6 address.
    static func host(of origin: String) -> String? { URLComponents(string: origin)?.encodedHost }

    /// Returns a size for people: `30 MB` (decimal units).
    static func megabytes(_ bytes: Int) -> String {
        switch bytes {
        case ..<10_000_000: "\(bytes / 1_000) kB"
        case ..<10_000_000_000: "\(bytes / 1_000_000) MB"
        default: "\(bytes / 1_000_000_000) GB"
        }
    }

    /// Returns a duration for people: `3 hours`.
    static func age(_ duration: Duration) -> String {
        let minutes = max(0, duration.components.seconds / 60)
        return switch minutes {
        case ..<120: "\(minutes) \(minutes == 1 ? "minute" : "minutes")"
        case ..<2_880: "\(minutes / 60) hours"
        default: "\(minutes / 1_440) days"
        }
    }

    /// Reads a list of findings by their names; nil where one is unknown.
    @Sendable static func findings(_ text: String) -> Set<String>? {
        let names = names(in: text)
        return names.allSatisfy { Finding.Trouble(rawValue: $0) != nil } ? names : nil
    }

    /// Returns the names in a list with commas.
    static func names(in text: String) -> Set<String> { Set(text.split(separator: ",").map { $0.trimmed }) }

    /// Reads a list of mail domains, in ASCII as addresses have them: `example.org, example.com`.
    @Sendable static func domains(_ text: String) -> Set<String>? {
        let parts = text.split(separator: ",")
        let names = parts.compactMap { DomainName($0.trimmed) }.filter { $0.text.contains(".") }
        return names.count == parts.count ? Set(names.map(\.text)) : nil
    }
}

extension SettingText {
    /// Returns the origin of a host as browsers write it: without the port that is the scheme's own.
    static func origin(of host: String, port: Int, isSecure: Bool) -> String {
        let scheme = isSecure ? "https" : "http"
        return port == (isSecure ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// Reads the names of hosts for a certificate, in ASCII: `chat.example.org, talk.example.org`.
    @Sendable static func hostNames(_ text: String) -> [String]? {
        let parts = text.split(separator: ",")
        let names = parts.compactMap { DomainName($0.trimmed) }.filter { !$0.isAddress }.map(\.text)
        guard (1...Limits.acmeNamesMax).contains(parts.count), names.count == parts.count else { return nil }
        return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Reads the URL of something on the network that only its owner can have answered for.
    @Sendable static func httpsURL(_ text: String) -> String? {
        guard let url = URLComponents(string: text), url.scheme == "https", url.encodedHost?.isEmpty == false,
            url.user == nil, url.fragment == nil
        else { return nil }
        return text
    }
}

/// An address to listen on: `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`.
struct Endpoint: Sendable, Hashable {
    var host: String
    var port: Int

    @Sendable init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = port
    }

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// The endpoint as a URL has it, with an IPv6 address in brackets.
    var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension Endpoint {
    /// All addresses of this machine, of both families where it has both.
    static func everywhere(port: Int) -> Endpoint {
        let socket = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return Endpoint(host: "0.0.0.0", port: port) }
        close(socket)
        return Endpoint(host: "::", port: port)
    }

    /// True if only programs on this machine reach it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// The values of the setting `registration`, which limits the making of accounts.
enum RegistrationMode: String, Sendable {
    case closed, invite, domain, open
}
