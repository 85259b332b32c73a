import NIOCore
import NIOEmbedded
import NIOHTTP1
import SnugChat
import Testing

@testable import SnugServer

/// SECURITY.md, line 37.
@Suite struct `The pace of a file on its way in` {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private func pace() -> BodyPace {
        BodyPace(freeFor: .seconds(20), bytesPerSecond: 8_192, lateBy: .seconds(5), quietWithin: .seconds(60))
    }

    private func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test func `is free at first`() {
        var pace = pace()
        #expect(pace.deadline == nil)
        pace.waits(from: start)
        #expect(pace.deadline == at(20))
        #expect(!pace.isOver(at: at(19)))
        #expect(pace.isOver(at: at(20)))
    }

    @Test func `is what came in all by the time waited for it`() {
        var pace = pace()
        for second in Int64(0)..<100 {
            pace.waits(from: at(second))
            #expect(!pace.isOver(at: at(second + 1)), "\(second)")
            pace.received(8_192, at: at(second + 1))
        }
        for second in Int64(100)..<200 {
            pace.waits(from: at(second))
            if pace.isOver(at: at(second + 1)) { return #expect(second > 100) }
            pace.received(100, at: at(second + 1))
        }
        Issue.record("a file that drips is let through")
    }

    @Test func `is too slow at half of it once the first seconds are over`() {
        var pace = pace()
        for second in Int64(0)..<40 {
            pace.waits(from: at(second))
            guard !pace.isOver(at: at(second + 1)) else { return #expect(second + 1 == 20) }
            pace.received(4_096, at: at(second + 1))
        }
        Issue.record("it was never too slow")
    }

    @Test func `is nothing where all was fast and then nothing comes`() {
        var pace = pace()
        pace.waits(from: start)
        pace.received(20 << 20, at: at(1))
        pace.waits(from: at(1))
        #expect(pace.deadline == at(61))
    }

    @Test func `does not count the time in which the server is busy`() {
        var pace = pace()
        for piece in Int64(0)..<10 {
            pace.waits(from: at(1_000 * piece))
            #expect(pace.deadline == at(1_000 * piece + 20 - piece))
            pace.received(100, at: at(1_000 * piece + 1))
            #expect(pace.deadline == nil)
            #expect(!pace.isOver(at: at(1_000 * piece + 999)))
        }
    }
}

/// A connection at whose end a router reads, on an event loop whose time is the test's.
private final class Connection {
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(loop: loop)
        try channel.pipeline.syncOperations.addHandler(
            RequestFramingHandler(site: Site(origin: "https://chat.example.org")))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
    }

    deinit { _ = try? channel.finish() }

    func receive(_ parts: HTTPServerRequestPart...) throws {
        for part in parts { try channel.writeInbound(part) }
    }

    func beginFile(bytes: Int) throws {
        try receive(
            .head(
                HTTPRequestHead(
                    version: .http1_1, method: .POST, uri: "/",
                    headers: ["Host": "a", "Content-Length": "\(bytes)"])))
        channel.triggerUserOutboundEvent(FileDemand(), promise: nil)
    }

    func body(_ bytes: Int) -> HTTPServerRequestPart { .body(ByteBuffer(repeating: 0, count: bytes)) }

    /// Asks the connection for more, as whoever reads the file does.
    func read() { channel.read() }

    func pass(_ seconds: Int64) { loop.advanceTime(by: .seconds(seconds)) }

    /// The status of the next answer; nil where there is none.
    func answer() throws -> UInt? {
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .head(let head) = part { return head.status.code }
        }
        return nil
    }
}

@Suite struct `A file's time on its connection` {
    @Test func `is its own, not that of other bodies`() throws {
        let connection = try Connection()
        try connection.beginFile(bytes: 1 << 20)
        for _ in 0..<20 {
            try connection.receive(connection.body(30_000))
            connection.read()
            connection.pass(3)
        }
        #expect(try connection.answer() == nil)
    }

    @Test func `ends with 408 where it drips`() throws {
        let connection = try Connection()
        try connection.beginFile(bytes: 1 << 20)
        for _ in 0..<19 {
            try connection.receive(connection.body(10))
            connection.read()
            connection.pass(1)
        }
        #expect(try connection.answer() == nil)
        connection.pass(1)
        #expect(try connection.answer() == 408)
    }

    @Test func `stands still while nobody asks for more`() throws {
        let connection = try Connection()
        try connection.beginFile(bytes: 1 << 20)
        try connection.receive(connection.body(10))
        connection.pass(10_000)
        #expect(try connection.answer() == nil)
        connection.read()
        connection.pass(19)
        #expect(try connection.answer() == nil)
        connection.pass(1)
        #expect(try connection.answer() == 408)
    }

    @Test func `is over with the file, and does not become the next body's`() throws {
        let connection = try Connection()
        try connection.beginFile(bytes: 10)
        try connection.receive(connection.body(10), .end(nil))
        connection.read()
        connection.pass(10_000)
        #expect(try connection.answer() == nil)
    }
}
