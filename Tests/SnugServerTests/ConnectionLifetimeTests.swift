import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import SnugChat
import Testing

@testable import SnugServer

/// A connection on an event loop whose time is the test's; what is written waits until the peer takes it.
private final class Connection {
    private let peer = Peer()
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel

    /// The bottom of the pipeline, which keeps the promises of what was written.
    private final class Peer: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var waiting: [EventLoopPromise<Void>?] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            waiting.append(promise)
        }
    }

    init() throws {
        channel = EmbeddedChannel(loop: loop)
        let lifetime = ConnectionLifetime(idleWithin: .seconds(60), progressWithin: .seconds(30), at: loop.now)
        try channel.pipeline.syncOperations.addHandlers([peer, ConnectionLifetimeHandler(lifetime)])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
    }

    deinit {
        for promise in peer.waiting { promise?.succeed() }
        _ = try? channel.finish()
    }

    var isOpen: Bool { channel.isActive }

    func pass(_ seconds: Int64) { loop.advanceTime(by: .seconds(seconds)) }

    func ask() throws {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        try channel.writeInbound(HTTPRequestPart.head(head))
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    func write(_ parts: HTTPResponsePart...) {
        for part in parts { channel.write(part, promise: nil) }
        channel.flush()
    }

    func answer(pieces: Int) {
        write(.head(HTTPResponse(status: .ok)))
        for _ in 0..<pieces { write(.body(ByteBuffer(string: "piece"))) }
        write(.end(nil))
    }

    /// Takes so many parts of an answer, its head not counted.
    func take(_ count: Int) {
        for _ in 0..<count {
            while let first = peer.waiting.first, first == nil { peer.waiting.removeFirst() }
            peer.waiting.removeFirst()?.succeed()
        }
    }

    func stop() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

    func remove() throws {
        let context = try channel.pipeline.syncOperations.context(handlerType: ConnectionLifetimeHandler.self)
        channel.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        loop.run()
    }
}

@Suite struct ConnectionLifetimeTests {
    @Test func `a connection without a request is closed after a while`() throws {
        let connection = try Connection()
        connection.pass(59)
        #expect(connection.isOpen)
        connection.pass(1)
        #expect(!connection.isOpen)
    }

    @Test func `an answer may take as long as it likes to be made`() throws {
        let connection = try Connection()
        try connection.ask()
        connection.pass(10_000)
        #expect(connection.isOpen)
        connection.answer(pieces: 0)
        connection.take(1)
        connection.pass(59)
        #expect(connection.isOpen)
        connection.pass(1)
        #expect(!connection.isOpen)
    }

    @Test func `an answer that is taken slowly is not cut, however long it is`() throws {
        let connection = try Connection()
        try connection.ask()
        connection.answer(pieces: 200)
        for _ in 0..<200 {
            connection.pass(29)
            connection.take(1)
        }
        connection.pass(29)
        #expect(connection.isOpen)
        connection.take(1)
        connection.pass(59)
        #expect(connection.isOpen, "the time between two requests begins when the last answer is taken")
        connection.pass(1)
        #expect(!connection.isOpen)
    }

    @Test func `an answer of which nothing is taken is cut`() throws {
        let connection = try Connection()
        try connection.ask()
        connection.answer(pieces: 3)
        connection.pass(20)
        connection.take(1)
        connection.pass(29)
        #expect(connection.isOpen)
        connection.pass(1)
        #expect(!connection.isOpen)
    }

    @Test func `a long part counts slice by slice`() throws {
        let connection = try Connection()
        try connection.ask()
        connection.write(.head(HTTPResponse(status: .ok)))
        connection.write(.body(ByteBuffer(repeating: 0x20, count: 10 * Limits.answerSliceBytes)), .end(nil))
        for _ in 0..<10 {
            connection.pass(29)
            connection.take(1)
        }
        #expect(connection.isOpen)
        connection.pass(30)
        #expect(!connection.isOpen)
    }

    @Test func `asking again is no progress of an answer that is not taken`() throws {
        let connection = try Connection()
        try connection.ask()
        connection.answer(pieces: 3)
        connection.pass(20)
        try connection.ask()
        connection.pass(9)
        #expect(connection.isOpen)
        connection.pass(1)
        #expect(!connection.isOpen)
    }

    @Test func `a stop closes a quiet connection at once, and another when its answer is taken`() throws {
        let quiet = try Connection()
        quiet.stop()
        #expect(!quiet.isOpen)

        let busy = try Connection()
        try busy.ask()
        busy.stop()
        busy.answer(pieces: 2)
        busy.take(2)
        #expect(busy.isOpen)
        busy.take(1)
        #expect(!busy.isOpen)
    }

    @Test func `a connection that became something else is left alone`() throws {
        let connection = try Connection()
        try connection.ask()
        connection.answer(pieces: 1)
        try connection.remove()
        connection.take(2)
        connection.pass(10_000)
        #expect(connection.isOpen)
    }
}
