import NIOHTTP1
import SnugChat
import Testing

@testable import SnugServer

/// One connection's machine, which a test may ask within an expectation.
private final class Connection {
    private var machine = RequestFraming()

    var isReading: Bool { machine.isReading }
    var takesAnswers: Bool { machine.takesAnswers }

    func received(_ head: HTTPRequestHead) -> RequestFraming.HeadAction { machine.received(head) }
    func receivedBody(bytes: Int) -> Bool { machine.receivedBody(bytes: bytes) }
    func receivedEnd() -> Bool { machine.receivedEnd() }
    func wantsBody() -> Bool { machine.wantsBody() }
    func failed(_ problem: Problem) -> RequestFraming.Failure { machine.failed(problem) }
    func answered() -> RequestFraming.AnswerEnd { machine.answered() }

    func answers(with head: HTTPResponseHead) -> (head: HTTPResponseHead, endsRequest: Bool) {
        machine.answers(with: head)
    }
}

/// SECURITY.md, line 28.
@Suite struct `Requests and answers on one connection` {
    private let framing = Connection()
    private let timeout = Problem.requestTimeout

    private static func head(_ fields: (String, String)..., version: HTTPVersion = .http1_1) -> HTTPRequestHead {
        HTTPRequestHead(version: version, method: .POST, uri: "/", headers: HTTPHeaders([("Host", "a")] + fields))
    }

    private static func isPassed(_ action: RequestFraming.HeadAction) -> Bool {
        if case .pass = action { true } else { false }
    }

    /// Receives a whole request.
    private func request() {
        #expect(Self.isPassed(framing.received(Self.head())))
        #expect(framing.receivedEnd())
    }

    /// Gives an answer and returns what follows from its end.
    private func answer() -> RequestFraming.AnswerEnd {
        _ = framing.answers(with: HTTPResponseHead(version: .http1_1, status: .ok))
        return framing.answered()
    }

    @Test func `go on, one after the other`() {
        for _ in 1...3 {
            request()
            #expect(answer() == .nothing)
        }
        #expect(framing.takesAnswers)
    }

    @Test func `may come before the answers to earlier ones`() {
        for _ in 1...3 { request() }
        for _ in 1...3 { #expect(answer() == .nothing) }
        request()
        #expect(answer() == .nothing)
    }

    @Test func `end with a refusal where a request cannot be read`() {
        let bad = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        guard case .refuse(let problem) = framing.received(bad) else {
            Issue.record("it was let through")
            return
        }
        #expect(problem.status == 400)
        #expect(!framing.takesAnswers)
        #expect(framing.received(Self.head()) == .drop)
    }

    @Test func `keep their order when a later request cannot be read`() {
        request()
        request()
        #expect(framing.received(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")) == .drop)
        #expect(framing.received(Self.head()) == .drop)
        #expect(answer() == .nothing)
        guard case .refuse(let problem) = answer() else {
            Issue.record("it was never refused")
            return
        }
        #expect(problem.status == 400)
        #expect(!framing.takesAnswers)
    }

    @Test func `end with an answer that comes before a long body`() {
        _ = framing.received(Self.head(("Content-Length", "300000")))
        let (head, endsRequest) = framing.answers(with: HTTPResponseHead(version: .http1_1, status: .payloadTooLarge))
        #expect(endsRequest && head.headers["connection"] == ["close"])
        #expect(!framing.receivedBody(bytes: 10))
        #expect(!framing.receivedEnd())
        #expect(framing.answered() == .linger)
        #expect(framing.received(Self.head()) == .drop)
    }

    @Test func `end with an answer that comes before the end of chunks`() {
        _ = framing.received(Self.head(("Transfer-Encoding", "chunked")))
        #expect(framing.receivedBody(bytes: 10))
        #expect(framing.answers(with: HTTPResponseHead(version: .http1_1, status: .ok)).endsRequest)
        #expect(framing.answered() == .linger)
    }

    @Test func `outlive an answer that comes before a short rest of a body`() {
        _ = framing.received(Self.head(("Content-Length", "300000")))
        #expect(framing.receivedBody(bytes: 300_000 - Limits.unreadBodyBytesMax))
        #expect(!framing.answers(with: HTTPResponseHead(version: .http1_1, status: .ok)).endsRequest)
        #expect(framing.answered() == .nothing)
        #expect(framing.receivedBody(bytes: Limits.unreadBodyBytesMax))
        #expect(framing.receivedEnd())
        request()
        #expect(answer() == .nothing)
    }

    @Test func `end when that rest does not come`() {
        _ = framing.received(Self.head(("Content-Length", "10")))
        #expect(answer() == .nothing)
        #expect(framing.failed(timeout) == .close)
        #expect(framing.failed(timeout) == .nothing)
    }

    @Test func `end with a timeout where a body does not come`() {
        _ = framing.received(Self.head(("Content-Length", "10")))
        #expect(framing.isReading)
        #expect(framing.failed(timeout) == .refuse(timeout))
        #expect(!framing.takesAnswers && !framing.isReading)
        #expect(!framing.receivedBody(bytes: 10))
    }

    @Test func `keep their order when a later body does not come`() {
        request()
        _ = framing.received(Self.head(("Content-Length", "10")))
        #expect(framing.failed(timeout) == .nothing)
        #expect(framing.takesAnswers)
        #expect(answer() == .refuse(timeout))
        #expect(!framing.takesAnswers)
    }

    @Test func `let an answer end that has begun when the rest of its body does not come`() {
        _ = framing.received(Self.head(("Content-Length", "10")))
        _ = framing.answers(with: HTTPResponseHead(version: .http1_1, status: .ok))
        #expect(framing.failed(timeout) == .endRequest)
        #expect(framing.takesAnswers)
        #expect(framing.answered() == .linger)
    }

    @Test func `wait for a body that is asked for once`() {
        _ = framing.received(Self.head(("Content-Length", "10"), ("Expect", "100-continue")))
        #expect(framing.wantsBody())
        #expect(!framing.wantsBody())
        #expect(framing.receivedBody(bytes: 10))
        #expect(framing.receivedEnd())
        #expect(answer() == .nothing)
    }

    @Test func `end with an answer that was given instead of asking for the body`() {
        _ = framing.received(Self.head(("Content-Length", "10"), ("Expect", "100-continue")))
        #expect(framing.answers(with: HTTPResponseHead(version: .http1_1, status: .unauthorized)).endsRequest)
        #expect(framing.answered() == .linger)
        #expect(!framing.wantsBody())
    }

    @Test func `ask for no body that is there or was never announced`() {
        _ = framing.received(Self.head(("Content-Length", "10"), ("Expect", "100-continue")))
        _ = framing.receivedBody(bytes: 4)
        #expect(!framing.wantsBody())
        let other = Connection()
        _ = other.received(Self.head(("Expect", "100-continue")))
        #expect(!other.wantsBody())
    }

    @Test func `are one and the last in HTTP/1.0, answered in that version`() {
        _ = framing.received(Self.head(version: .http1_0))
        #expect(framing.receivedEnd())
        #expect(framing.received(Self.head()) == .drop)
        #expect(framing.answers(with: HTTPResponseHead(version: .http1_1, status: .ok)).head.version == .http1_0)
    }

    @Test func `are none behind one that says close`() {
        request()
        _ = framing.received(Self.head(("Connection", "close")))
        #expect(framing.receivedEnd())
        #expect(framing.received(Self.head()) == .drop)
        #expect(framing.failed(timeout) == .nothing)
        #expect(answer() == .nothing)
        #expect(answer() == .nothing)
    }

    @Test func `are over with an upgrade, which is no answer`() {
        request()
        let (head, endsRequest) = framing.answers(
            with: HTTPResponseHead(version: .http1_1, status: .switchingProtocols))
        #expect(!endsRequest && head.headers.isEmpty)
    }
}
