import Glibc
import NIOCore
import SnugChat

/// The proxies that may say who their client is.
///
/// `X-Forwarded-For` counts only from these; the client is then the right-most address in it that is not one of them
/// (Source: OWASP; MDN, “X-Forwarded-For”, selecting an IP address).
public struct TrustedProxies: Sendable, Hashable {
    private var blocks: [Block] = []

    /// An address block: its bytes and how many leading bits count.
    private struct Block: Sendable, Hashable {
        var bytes: [UInt8]
        var bits: Int

        func holds(_ address: [UInt8]) -> Bool {
            guard address.count == bytes.count else { return false }
            return (0..<bits).allSatisfy { bit in
                (address[bit / 8] ^ bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
            }
        }
    }

    public static let none = TrustedProxies()

    private init() {}

    /// Creates the proxies of a list, or nil where an item is neither an address nor a block.
    /// - Parameter list: addresses or CIDR blocks, separated by commas.
    public init?(_ list: String) {
        for item in list.split(separator: ",") {
            let parts = item.split(separator: "/", omittingEmptySubsequences: false)
            let text = parts[0].filter { $0 != " " }
            guard parts.count <= 2, let bytes = Self.bytes(of: text) else { return nil }
            let bits = parts.count == 2 ? Int(parts[1].filter { $0 != " " }) : bytes.count * 8
            guard let bits, (0...(bytes.count * 8)).contains(bits) else { return nil }
            blocks.append(Block(bytes: bytes, bits: bits))
        }
    }

    /// Returns true if a connection from there may say who its client is.
    public func trusts(_ address: String) -> Bool {
        guard let bytes = Self.bytes(of: address) else { return false }
        return blocks.contains { $0.holds(bytes) }
    }

    /// Returns the client's address as text, in the style of `127.0.0.1`; empty where the peer has none.
    func client(peer: SocketAddress?, forwardedFor: [String]) -> String {
        var client = peer?.ipAddress ?? ""
        guard !blocks.isEmpty else { return client }
        var hops = forwardedFor.flatMap { $0.split(separator: ",") }
        while trusts(client), let hop = hops.popLast(), let address = Self.address(in: hop) { client = address }
        return client
    }

    /// Returns the scheme that a client used, by the word of a trusted proxy; nil where there is none.
    func scheme(peer: SocketAddress?, forwardedProto: [String]) -> String? {
        guard trusts(peer?.ipAddress ?? "") else { return nil }
        let told = forwardedProto.first?.prefix { $0 != "," }.trimmed.lowercased()
        return told == "http" || told == "https" ? told : nil
    }

    /// Returns the network that a connection is counted by; nil where a trusted proxy is at its other end.
    func network(ofPeer peer: SocketAddress?) -> String? {
        let address = peer?.ipAddress ?? ""
        return trusts(address) ? nil : Self.network(of: address)
    }

    /// Returns the network that shares its bounds with an address: an IPv4 address stands alone, IPv6 goes by its /64.
    static func network(of address: String) -> String {
        guard let bytes = bytes(of: address) else { return address }
        // An IPv4 address that is spelled as an IPv6 one is the same network.
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        return bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "/64"
    }

    /// Returns the address of one hop, which some proxies put into quotes or brackets and give a port (RFC 7239 §6).
    private static func address(in hop: some StringProtocol) -> String? {
        var text = hop.trimmed
        if text.count >= 2, text.first == "\"", text.last == "\"" { text = String(text.dropFirst().dropLast()) }
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), isPort(text[text.index(after: end)...]) else { return nil }
            text = String(text[..<end].dropFirst())
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            guard isPort(text[colon...]) else { return nil }
            text = String(text[..<colon])
        }
        return bytes(of: text) == nil ? nil : text
    }

    /// Returns true for nothing or a colon with a port behind it.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
    }

    /// Returns the 4 or 16 bytes of an address; an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is an IPv4 address.
    private static func bytes(of text: String) -> [UInt8]? {
        // inet_pton writes 4 or 16 bytes into the 16 that are there.
        var v4 = [UInt8](repeating: 0, count: 4)
        if unsafe inet_pton(AF_INET, text, &v4) == 1 { return v4 }
        var v6 = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        let isMapped = v6.prefix(10).allSatisfy { $0 == 0 } && v6[10...11].allSatisfy { $0 == 255 }
        return isMapped ? Array(v6.suffix(4)) : v6
    }
}
