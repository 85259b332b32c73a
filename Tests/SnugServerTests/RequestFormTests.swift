import NIOHTTP1
import Testing

@testable import SnugServer

@Suite struct `A request's head` {
    /// Returns the form of a head with these fields besides `Host`.
    private func form(
        _ target: String = "/",
        method: HTTPMethod = .GET,
        version: HTTPVersion = .http1_1,
        host: [String] = ["chat.example.org"],
        with fields: (String, String)...
    ) throws -> RequestForm {
        let headers = HTTPHeaders(host.map { ("Host", $0) } + fields)
        return try RequestForm(HTTPRequestHead(version: version, method: method, uri: target, headers: headers))
    }

    private func status(_ make: () throws -> RequestForm) -> Int? {
        do {
            _ = try make()
            return nil
        } catch {
            return (error as? ProblemError)?.problem.status
        }
    }

    @Test func `names one host, or none in HTTP/1.0`() throws {
        #expect(status { try form(host: []) } == 400)
        #expect(status { try form(host: ["a", "b"]) } == 400)
        #expect(status { try form(host: ["a", "a"]) } == 400)
        #expect(status { try form(version: .http1_0, host: ["a", "b"]) } == 400)
        #expect(status { try form(version: .http1_0, host: []) } == nil)
        #expect(status { try form(host: [""]) } == nil)
    }

    @Test(arguments: ["a b", "a/b", "a,b", "user@a", "a:x", "a:99999", "[::1", "[]", ":80", "a?b", "<a>", "ä"])
    func `names a host that can be one`(host: String) {
        #expect(status { try form(host: [host]) } == 400)
    }

    @Test(arguments: [
        ("http://chat.example.org/ws?token=x", "/ws?token=x", "chat.example.org"),
        ("HTTP://Chat.example.org:8080/", "/", "Chat.example.org:8080"),
        ("https://[::1]:8080", "/", "[::1]:8080"), ("ws://a?b=c", "/?b=c", "a"),
        ("http://a//b", "//b", "a"), ("http://a/http://b/", "/http://b/", "a"), ("//a/b", "//a/b", "other"),
    ])
    func `means a path and a host, in absolute form too`(target: String, path: String, host: String) throws {
        let head = try form(target, host: ["other"]).head
        #expect(head.uri == path)
        #expect(head.headers["host"] == [host])
    }

    @Test(arguments: [
        "ftp://a/", "http:///x", "http://", "http://user@a/", "http:/a", "a", "a/b", "*", "http://a b/", "",
        "chat.example.org:443", "://",
    ])
    func `has a target that is a path or an http address`(target: String) {
        #expect(status { try form(target) } == 400)
    }

    @Test func `may ask for everything's options`() throws {
        #expect(try form("*", method: .OPTIONS).head.uri == "*")
    }

    @Test(arguments: [.CONNECT, .TRACE, .PROPFIND, .RAW(value: "DANCE")] as [HTTPMethod])
    func `has a method that the router knows or refuses`(method: HTTPMethod) throws {
        #expect(try form(method: method).head.method == .TRACE)
        #expect(try form(method: method).isLast == (method == .CONNECT))
    }

    @Test func `expects nothing but to be asked for its body`() throws {
        #expect(try form(with: ("Expect", "100-Continue")).awaitsContinue)
        #expect(try !form().awaitsContinue)
        #expect(status { try form(with: ("Expect", "a-miracle")) } == 417)
        #expect(status { try form(with: ("Expect", "100-continue, a-miracle")) } == 417)
        let old = try form(version: .http1_0, with: ("Expect", "a-miracle"))
        #expect(!old.awaitsContinue && !old.head.headers.contains(name: "expect"))
    }

    @Test func `says close in one way`() throws {
        #expect(try form(with: ("Connection", "Close")).isLast)
        #expect(try form(with: ("Connection", "TE, close")).head.headers["connection"] == ["close"])
        #expect(try !form(with: ("Connection", "keep-alive, Upgrade")).isLast)
        #expect(try form(version: .http1_0, with: ("Connection", "keep-alive")).isLast)
    }

    @Test func `wishes for no socket and no chunks in HTTP/1.0`() throws {
        #expect(try !form(version: .http1_0, with: ("Upgrade", "websocket")).head.headers.contains(name: "upgrade"))
        #expect(status { try form(version: .http1_0, with: ("Transfer-Encoding", "chunked")) } == 400)
    }

    @Test func `tells how long its body is`() throws {
        #expect(try form().bodyBytes == 0)
        #expect(try form(with: ("Content-Length", "12")).bodyBytes == 12)
        #expect(try form(with: ("Content-Length", "18446744073709551615")).bodyBytes == nil)
        #expect(try form(with: ("Transfer-Encoding", "chunked")).bodyBytes == nil)
    }
}

@Suite struct `An authority` {
    @Test(arguments: ["localhost", "LOCALHOST:80", "127.0.0.1:8080", "127.1", "[::1]:80", "chat.localhost"])
    func `of the machine itself is known as such`(text: String) {
        #expect(Authority(text)?.isLoopback == true)
    }

    @Test(arguments: ["127.example.org", "192.168.1.10", "[::2]", "localhost.example.org", "notlocalhost"])
    func `of elsewhere is none of the machine's`(text: String) {
        #expect(Authority(text)?.isLoopback == false)
    }

    @Test func `has its host in lower case and its port as a number`() {
        #expect(Authority("Chat.Example.org:8443")?.host == "chat.example.org")
        #expect(Authority("a:8443")?.port == 8_443)
        #expect(Authority("[2001:DB8::1]:1")?.host == "[2001:db8::1]")
        #expect(Authority("a:") == Authority("a"))
    }
}
