public import NIOCore
import NIOHTTP1
import NIOPosix
public import ServiceLifecycle
import SnugChat

/// The server of the port without TLS: it shows an authority the proofs of this site's name, and leads everyone else to
/// https.
///
/// A connection carries one request, and ends after ``SnugChat/Limits/plainConnectionWithin`` in any case.
public struct PlainServer: Service {
    private let channel: any Channel

    /// Listens; requests are answered from then on.
    /// - Parameters:
    ///   - origin: the site's origin, with https; nobody is led anywhere else.
    ///   - proof: a function that returns the proof for a challenge's token; nil for a token that is none.
    /// - Throws: ``Fault``
    public init(
        host: String, port: Int, origin: String, group: any EventLoopGroup,
        proof: @escaping @Sendable (String) -> String?
    ) async throws {
        let budget = ConnectionBudget(
            connectionsMax: Limits.plainConnectionsMax, guestsPerAddressMax: Limits.plainConnectionsPerAddressMax)
        let answers = PlainAnswers(origin: origin, proof: proof)
        do {
            channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let network = TrustedProxies.none.network(ofPeer: channel.remoteAddress)
                        let lease = try budget.enter(channel, from: network)
                        channel.closeFuture.whenComplete { _ in lease.end() }
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(HTTPResponseEncoder())
                        try pipeline.addHandler(
                            ByteToMessageHandler(HTTPRequestDecoder(), maximumBufferSize: Limits.plainHeadBytesMax))
                        try pipeline.addHandler(PlainHandler(answers))
                    }
                }
                .bind(host: host, port: port).get()
        } catch {
            throw Fault(address: host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)", cause: error)
        }
    }

    /// The port that it listens on.
    public var port: Int { channel.localAddress?.port ?? 0 }

    /// Serves until a graceful shutdown.
    public func run() async throws {
        await cancelWhenGracefulShutdown { [channel] in
            try? await withTaskCancellationHandler {
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }

    /// The failure to listen.
    public struct Fault: Error, Sendable {
        public var address: String
        public var cause: any Error
    }
}

/// The answers on the port without TLS, decided from the path alone: no header is read, and none comes back.
struct PlainAnswers: Sendable {
    let origin: String
    let proof: @Sendable (String) -> String?

    struct Answer: Sendable, Hashable {
        /// The status (RFC 9110 §15).
        var status: Int
        var location: String?
        var body = ""
    }

    private static let challenges = "/.well-known/acme-challenge/"

    func answer(to path: String) -> Answer {
        if path.hasPrefix(Self.challenges) {
            return proof(String(path.dropFirst(Self.challenges.count))).map { Answer(status: 200, body: $0) }
                ?? Answer(status: 404, body: "There is no such challenge.\n")
        }
        // Origin form alone (RFC 9112 §3.2.1), in characters of a URL: the rest is led to the first page.
        let isPlain =
            path.hasPrefix("/") && path.utf8.count <= Limits.plainPathBytesMax
            && path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return Answer(status: 308, location: origin + (isPlain ? path : "/"))
    }
}

/// The handler of one connection without TLS.
private final class PlainHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answers: PlainAnswers
    private var isAnswered = false
    private var deadline: Scheduled<Void>?

    init(_ answers: PlainAnswers) { self.answers = answers }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(Limits.plainConnectionWithin)) {
            channel.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // A body that follows is left unread: the connection ends with the answer.
        guard case .head(let head) = Self.unwrapInboundIn(data), !isAnswered else { return }
        isAnswered = true
        let answer = answers.answer(to: head.uri)
        var headers: HTTPHeaders = [
            "content-length": "\(answer.body.utf8.count)", "content-type": "text/plain; charset=utf-8",
            "connection": "close", "x-content-type-options": "nosniff",
        ]
        if let location = answer.location { headers.add(name: "location", value: location) }
        let response = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        context.write(Self.wrapOutboundOut(.head(response)), promise: nil)
        if !answer.body.isEmpty, head.method != .HEAD {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
        }
        let channel = context.channel
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
            // The peer reads the answer to its end before the connection is reset over what it still sends.
            channel.close(mode: .output, promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
