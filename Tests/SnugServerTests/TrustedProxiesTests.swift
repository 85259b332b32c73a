import NIOCore
import Testing

@testable import SnugServer

@Suite struct `The client's address` {
    func client(_ proxies: String, peer: String, _ forwarded: String...) throws -> String {
        try #require(TrustedProxies(proxies)).client(
            peer: try SocketAddress(ipAddress: peer, port: 1), forwardedFor: forwarded)
    }

    @Test func `is the peer's, unless the peer is a proxy we trust`() throws {
        #expect(try client("", peer: "192.0.2.1", "198.51.100.7") == "192.0.2.1")
        #expect(try client("10.0.0.1", peer: "192.0.2.1", "198.51.100.7") == "192.0.2.1")
        #expect(try client("192.0.2.1", peer: "192.0.2.1", "198.51.100.7") == "198.51.100.7")
    }

    @Test func `is the right-most that we do not trust, whatever the client wrote before it`() throws {
        let proxies = "10.0.0.0/8, 2001:db8::/32"
        #expect(try client(proxies, peer: "10.1.2.3", "1.1.1.1, 198.51.100.7, 10.9.9.9") == "198.51.100.7")
        #expect(try client(proxies, peer: "10.1.2.3", "1.1.1.1", "198.51.100.7,10.9.9.9") == "198.51.100.7")
        #expect(try client(proxies, peer: "2001:db8::1", "10.1.1.1, 203.0.113.9") == "203.0.113.9")
        #expect(try client(proxies, peer: "10.1.2.3", "10.1.1.1") == "10.1.1.1")
        #expect(try client(proxies, peer: "10.1.2.3", "garbage") == "10.1.2.3")
        #expect(try client(proxies, peer: "10.1.2.3") == "10.1.2.3")
        #expect(try client("127.0.0.1", peer: "::ffff:127.0.0.1", "198.51.100.7") == "198.51.100.7")
    }

    @Test(arguments: [
        ("203.0.113.7:51234", "203.0.113.7"), ("[2001:db8::1]:443", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
        ("\"[2001:db8::1]:443\"", "2001:db8::1"), ("\"[2001:db8::1]\"", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"),
        ("\"203.0.113.7\"", "203.0.113.7"), (" 203.0.113.7:80 ", "203.0.113.7"),
    ])
    func `is found with a port, in brackets and in quotes`(written: String, address: String) throws {
        #expect(try client("10.0.0.1", peer: "10.0.0.1", "198.51.100.7, \(written)") == address)
        #expect(try client("10.0.0.1", peer: "10.0.0.1", "\(written), 10.0.0.1:443") == address)
        #expect(try client("10.0.0.1", peer: "192.0.2.1", written) == "192.0.2.1")
    }

    @Test(arguments: [
        "203.0.113.7:x", "203.0.113.7:99999", "[203.0.113.7", "[2001:db8::1]x", "[2001:db8::1]:", "\"", "\"\"", "[]",
        ":80",
        "unknown", "_hidden:80", "",
    ])
    func `is the proxy's where it names none`(written: String) throws {
        #expect(try client("10.0.0.1", peer: "10.0.0.1", "198.51.100.7, \(written)") == "10.0.0.1")
    }

    @Test func `counts for one network however it is spelled`() {
        #expect(TrustedProxies.network(of: "::ffff:203.0.113.7") == TrustedProxies.network(of: "203.0.113.7"))
        #expect(TrustedProxies.network(of: "2001:DB8::1") == TrustedProxies.network(of: "2001:db8:0:0:1::"))
    }

    @Test func `comes with a scheme only from a proxy we trust`() throws {
        let proxies = try #require(TrustedProxies("10.0.0.1"))
        func scheme(_ peer: String, _ told: String...) throws -> String? {
            proxies.scheme(peer: try SocketAddress(ipAddress: peer, port: 1), forwardedProto: told)
        }
        #expect(try scheme("10.0.0.1", "https") == "https")
        #expect(try scheme("10.0.0.1", "HTTP, https") == "http")
        #expect(try scheme("10.0.0.1", "ftp") == nil)
        #expect(try scheme("10.0.0.1") == nil)
        #expect(try scheme("192.0.2.1", "https") == nil)
    }

    @Test(arguments: [
        "x", "10.0.0.1:80", "[::1]", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0", "::/129", "localhost",
    ])
    func `a list that holds anything else is no list`(list: String) {
        #expect(TrustedProxies(list) == nil)
    }
}
