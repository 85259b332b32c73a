import NIOHTTP1
import SnugChat

/// A request's head in the one form that gate and router read (RFC 9112 §3; RFC 9110 §7.2, §10.1.1).
struct RequestForm: Sendable, Equatable {
    /// The head, its target a path, and its `Connection` exactly `close` where it is the connection's last.
    private(set) var head: HTTPRequestHead
    /// The bytes of the body that is to come; nil where only its end will tell.
    let bodyBytes: Int?
    /// True if the body comes once it is asked for.
    let awaitsContinue: Bool

    /// True if no request follows on the connection.
    var isLast: Bool { head.headers.first(name: "connection") == "close" }
    var isOld: Bool { head.isOld }

    /// - Throws: 400 or 417, with which the connection ends.
    init(_ received: HTTPRequestHead) throws(ProblemError) {
        var head = received
        let beyondASCII = head.headers.reduce(head.uri.utf8.count { $0 >= 0x80 }) { count, field in
            count + field.value.utf8.count { $0 >= 0x80 }
        }
        guard beyondASCII <= Limits.headBytesBeyondASCIIMax else {
            throw ProblemError(.malformedRequest("Its header fields hold too much that is not ASCII (RFC 9110 §5.5)."))
        }
        let codings = head.headers[canonicalForm: "transfer-encoding"].map { $0.lowercased() }
        guard codings.isEmpty || codings == ["chunked"] else {
            throw ProblemError(.malformedRequest("Of transfer codings only chunked can be read (RFC 9112 §6.1)."))
        }
        try Self.checkHost(of: head)
        try Self.makeTargetPath(of: &head)
        let isChunked = head.headers.contains(name: "transfer-encoding")
        if head.isOld {
            // Whoever frames by chunks in a version that has none may mean another end (RFC 9112 §6.1).
            guard !isChunked else { throw ProblemError(.malformedRequest("HTTP/1.0 has no Transfer-Encoding.")) }
            head.headers.remove(name: "upgrade")
            head.headers.remove(name: "expect")
        }
        let expectations = head.headers[canonicalForm: "expect"].map { $0.lowercased() }
        guard expectations.allSatisfy({ $0 == "100-continue" }) else { throw ProblemError(.expectationFailed) }
        let saysClose = head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
        if saysClose || head.isOld || head.method == .CONNECT {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        // The router answers TRACE by 405 with what the path has, and knows no others that no call has.
        if !Self.methods.contains(head.method) { head.method = .TRACE }
        self.head = head
        bodyBytes = isChunked ? nil : head.headers.first(name: "content-length").map { Int($0) } ?? 0
        awaitsContinue = !expectations.isEmpty
    }

    /// The methods that calls have.
    private static let methods: [HTTPMethod] = [.GET, .HEAD, .POST, .PUT, .PATCH, .DELETE, .OPTIONS]

    private static func checkHost(of head: HTTPRequestHead) throws(ProblemError) {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || (hosts.isEmpty && head.isOld) else {
            throw ProblemError(.malformedRequest("A request names its Host, and only one (RFC 9112 §3.2)."))
        }
        guard hosts.allSatisfy({ $0.isEmpty || Authority($0) != nil }) else {
            throw ProblemError(.malformedRequest("Its Host is none (RFC 9110 §7.2)."))
        }
    }

    /// Makes a target in absolute form the path and the `Host` that it consists of (RFC 9112 §3.2.2).
    private static func makeTargetPath(of head: inout HTTPRequestHead) throws(ProblemError) {
        if head.uri.utf8.first == UInt8(ascii: "/") || (head.uri == "*" && head.method == .OPTIONS) { return }
        let parts = head.uri.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, schemes.contains(parts[0].lowercased()) else {
            throw ProblemError(.malformedRequest("Its target is neither a path nor an http address."))
        }
        let authority = parts[2].prefix { !"/?#".contains($0) }
        guard Authority(authority) != nil else {
            throw ProblemError(.malformedRequest("The host in its target is none (RFC 9110 §4.2)."))
        }
        head.headers.replaceOrAdd(name: "host", value: String(authority))
        let path = parts[2].dropFirst(authority.count)
        head.uri = path.first == "/" ? String(path) : "/" + path
    }

    private static let schemes: Set<String> = ["http:", "https:", "ws:", "wss:"]
}

extension HTTPRequestHead {
    /// True for HTTP/1.0, which knows neither chunks nor upgrades nor 100.
    fileprivate var isOld: Bool { version.major == 1 && version.minor == 0 }
}
