import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that answers each connection by a script of its own, whatever the client says.
final class HostileServer: Sendable {
    let port: Int
    private let channel: any Channel
    /// The loop of servers, apart from those that clients run on.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    /// The text of all that clients have sent.
    let heard: Heard

    final class Heard: Sendable {
        private let text = Mutex("")
        func append(_ more: String) { text.withLock { $0 += more } }
        var all: String { text.withLock(\.self) }
    }

    /// A step of a script, done after the client's next words (the first at once).
    enum Step: Sendable {
        case say(String)
        /// Endless repetition, as fast as the client takes it.
        case sayForever(String)
        case hang
        case hangUp
    }

    init(_ steps: [Step]) async throws {
        let heard = Heard()
        self.heard = heard
        channel = try await ServerBootstrap(group: Self.group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Script(steps, heard: heard))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async { try? await channel.close() }

    private final class Script: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var steps: [Step]
        private let heard: Heard
        private var endless: String?

        init(_ steps: [Step], heard: Heard) {
            self.steps = steps
            self.heard = heard
        }

        func channelActive(context: ChannelHandlerContext) { step(context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard.append(String(buffer: Self.unwrapInboundIn(data)))
            step(context)
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) {
            if context.channel.isWritable { pour(context) }
        }

        private func step(_ context: ChannelHandlerContext) {
            guard !steps.isEmpty else { return }
            switch steps.removeFirst() {
            case .say(let text):
                context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .sayForever(let text):
                endless = text
                pour(context)
            case .hang: break
            case .hangUp: context.close(promise: nil)
            }
        }

        /// Writes one piece each turn of the loop, which others share.
        private func pour(_ context: ChannelHandlerContext) {
            guard let endless, context.channel.isActive, context.channel.isWritable else { return }
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: endless)), promise: nil)
            context.eventLoop.assumeIsolated().execute { [self] in pour(context) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
