import NIOCore
import NIOPosix
import Testing

@testable import SnugServer

@Suite("Frames that go out") struct FrameWriterTests {
    /// A handler that writes numbered frames, one, two or three to a flush, those behind each third flush at once, far
    /// more than a socket's buffers hold, and as many again for each byte of the peer.
    private final class Talker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var writer: FrameWriter?
        private var number: UInt32 = 0

        func handlerAdded(context: ChannelHandlerContext) { writer = FrameWriter(context) }
        func channelActive(context: ChannelHandlerContext) { talk() }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { talk() }
        func handlerRemoved(context: ChannelHandlerContext) { writer = nil }

        private func talk() {
            for flush in 0..<FrameWriterTests.flushes {
                for _ in 0...(flush % 3) {
                    writer?.write(FrameWriterTests.frame(number))
                    number += 1
                }
                writer?.flush()
                if flush % 3 == 2 { sendAlone() }
            }
        }

        /// Sends the next frame at once, and writes what of it was not taken.
        private func sendAlone() {
            var frame = FrameWriterTests.frame(number)
            number += 1
            frame.moveReaderIndex(
                forwardBy: unsafe frame.withUnsafeReadableBytes { unsafe writer?.sendAlone($0) ?? 0 })
            guard frame.readableBytes > 0 else { return }
            writer?.write(frame)
            writer?.flush()
        }
    }

    private static let flushes = 300
    private static let framesATime = (0..<flushes).reduce(0) { $0 + $1 % 3 + 1 + ($1 % 3 == 2 ? 1 : 0) }

    private static func frame(_ number: UInt32) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeInteger(number)
        frame.writeRepeatingByte(UInt8(truncatingIfNeeded: number), count: Int(number &* 7_919 % 20_000))
        return frame
    }

    @Test(.timeLimit(.minutes(5)))
    func `frames leave in their order, whole, whichever way they take`() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Talker()) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let client = try await ClientBootstrap(group: group)
            .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
            .connect(to: try #require(server.localAddress)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await client.executeThenClose { inbound, outbound in
            var said = ByteBuffer()
            var next: UInt32 = 0
            for try await piece in inbound {
                said.writeImmutableBuffer(piece)
                while said.readableBytes >= Self.frame(next).readableBytes {
                    let expected = Self.frame(next)
                    try #require(said.readSlice(length: expected.readableBytes) == expected)
                    next += 1
                    // All was taken: the next may go straight to the kernel again.
                    if Int(next) == Self.framesATime { try await outbound.write(ByteBuffer(bytes: [1])) }
                    if Int(next) == 2 * Self.framesATime { return }
                }
                said.discardReadBytes()
            }
            Issue.record("the connection ended after \(next) frames")
        }
        try await server.close()
    }
}
