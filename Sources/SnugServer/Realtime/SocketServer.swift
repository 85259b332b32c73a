import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOPosix
import NIOSSL
import SnugChat

/// A connection that was accepted.
///
/// Its first request says what it is.
struct AcceptedConnection: ServerChildChannelValue {
    /// The use that a connection was found to have.
    enum Use: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        /// A WebSocket, which needs no task.
        case socket
        /// A connection that closed before it said what it is.
        case none
    }

    let channel: any Channel
    let use: EventLoopFuture<Use>
}

/// The set-up of each connection: HTTP/1.1 with ``RequestFraming`` and the ``UpgradeGate`` in front of the router.
struct SocketServer: ServerChildChannel, HTTPChannelHandler {
    let responder: HTTPChannelHandler.Responder
    let admission: SocketAdmission
    let chat: Chat
    let hub: Hub
    let budget: ConnectionBudget
    /// The certificate to show; nil for plain HTTP, behind a proxy or on this machine alone.
    let certificate: TLSCertificate?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        let decided = channel.eventLoop.makePromise(of: AcceptedConnection.Use.self)
        do {
            let lease = try budget.enter(channel, from: admission.proxies.network(ofPeer: channel.remoteAddress))
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = Limits.headBytesMax
            limits.maxHeaderListSize = Limits.headBytesMax
            let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
            try Self.setBuffers(
                of: channel, low: Limits.answerLowWaterBytes, high: Limits.answerHighWaterBytes,
                unsent: Limits.answerUnsentBytes)
            // Each connection keeps a buffer for its next read: a handshake's worth, not a page.
            try channel.syncOptions?.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: Limits.receiveBytesMin, initial: Limits.receiveBytesFirst, maximum: Limits.receiveBytesMax)
            )
            // One small frame must not wait for another (RFC 896).
            try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
            if let certificate {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
            }
            try channel.pipeline.syncOperations.addHandlers([
                HTTPResponseEncoder(),
                // Bytes behind a wish for an upgrade wait here until it is granted or refused.
                ByteToMessageHandler(decoder, maximumBufferSize: Limits.undecodedBytesMax),
                RequestFramingHandler(site: admission.site),
                UpgradeGate(server: self, lease: lease, logger: logger, decided: decided),
            ])
        } catch {
            decided.succeed(.none)
            channel.close(promise: nil)
        }
        // A channel reads nothing before this future is done, so the decision cannot be waited for here.
        return channel.eventLoop.makeSucceededFuture(
            AcceptedConnection(channel: channel, use: decided.futureResult))
    }

    @concurrent
    func handle(value: AcceptedConnection, logger: Logger) async {
        switch try? await value.use.get() {
        case .http(let connection): await handleHTTP(asyncChannel: connection, logger: logger)
        // A task that waited for each socket to close would hold as much memory as the socket; see Server.run.
        case .socket, .some(.none), nil: break
        }
    }

    /// Adds the router's side to a connection.
    func addHTTP(to channel: any Channel, logger: Logger) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        try channel.pipeline.syncOperations.addHandlers([
            HTTP1ToHTTPServerCodec(secure: certificate != nil),
            ConnectionLifetimeHandler(ConnectionLifetime(at: channel.eventLoop.now)),
        ])
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                backPressureStrategy: .init(lowWatermark: 1, highWatermark: Limits.requestPartsWaitingMax),
                isOutboundHalfClosureEnabled: true))
    }

    /// Takes the router's side off a connection that becomes a socket.
    ///
    /// The last of its handlers, which ends the task that serves the connection, stays until it closes.
    func removeHTTP(from pipeline: ChannelPipeline.SynchronousOperations) throws {
        for handler in [
            try pipeline.context(handlerType: ConnectionLifetimeHandler.self),
            try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self),
        ] {
            _ = pipeline.removeHandler(context: handler)
        }
    }

    /// Gives a connection that becomes a socket the buffers of one.
    func setSocketBuffers(of channel: any Channel) throws {
        try Self.setBuffers(
            of: channel, low: Limits.socketLowWaterBytes, high: Limits.socketHighWaterBytes, unsent: nil)
    }

    /// - Parameter unsent: the bytes that the kernel takes before it can send them; nil for as many as it likes.
    private static func setBuffers(of channel: any Channel, low: Int, high: Int, unsent: Int?) throws {
        try channel.syncOptions?.setOption(.writeBufferWaterMark, value: .init(low: low, high: high))
        // tcp(7): 0 stands for the system's own setting, which is no bound.
        try channel.syncOptions?.setOption(
            .tcpOption(NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT)), value: unsent ?? 0)
    }

    /// Returns the right to a socket, or nil where the router is to say why not.
    func grant(for head: HTTPRequestHead, peer: SocketAddress?) async -> SocketAdmission.Grant? {
        var fields = HTTPFields()
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: head.uri, headerFields: fields)
        return try? await admission.admit(request, peer: peer)
    }

    /// Returns the handler of a grant with the subprotocol to echo, or nil where its user or address has too many
    /// sockets.
    func handler(
        for grant: SocketAdmission.Grant,
        on eventLoop: any EventLoop
    ) -> (handler: any ChannelHandler, subprotocol: String?)? {
        switch grant {
        case .echo: (EchoConnection(), nil)
        case .socket(let grant):
            socket(for: grant, on: eventLoop).map { ($0, grant.subprotocol) }
        }
    }

    private func socket(for grant: SocketAdmission.SocketGrant, on eventLoop: any EventLoop) -> SocketConnection? {
        let user = grant.caller.userID
        guard hub.socketQuota.take(user, grant.network) else { return nil }
        return SocketConnection(
            id: hub.newSocketID(), kind: grant.kind, caller: grant.caller, chat: chat, hub: hub,
            loop: hub.loop(of: eventLoop),
            onClose: { [hub, network = grant.network] in hub.socketQuota.giveBack(user, network) })
    }
}
