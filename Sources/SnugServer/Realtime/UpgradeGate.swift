import Crypto
import FoundationEssentials
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import SnugChat

/// The handler between requests as they came and the rest of a connection, which decides what each request becomes.
///
/// A WebSocket handshake is held until its sender is known; then the connection becomes a socket, or the request goes
/// on to the router, which says why not. The router's handlers are put behind the gate only when a request goes there.
final class UpgradeGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Nothing has come yet; the connection closes when this runs out.
        case idle(timeout: Scheduled<Void>?)
        /// Requests pass; `unanswered` counts those whose answer is not out.
        case passing(unanswered: Int)
        /// A handshake is being looked at; its parts are held.
        case deciding(held: [HTTPServerRequestPart], isFirst: Bool)
        case upgraded
        case closed
    }

    private let server: SocketServer
    private let lease: ConnectionBudget.Lease
    private let logger: Logger
    private let decided: EventLoopPromise<AcceptedConnection.Use>
    private var state = State.idle(timeout: nil)

    init(
        server: SocketServer,
        lease: ConnectionBudget.Lease,
        logger: Logger,
        decided: EventLoopPromise<AcceptedConnection.Use>
    ) {
        self.server = server
        self.lease = lease
        self.logger = logger
        self.decided = decided
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        state = .idle(
            timeout: context.eventLoop.scheduleTask(in: TimeAmount(Limits.requestHeadWithin)) {
                bound.value.close(promise: nil)
            })
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        lease.end()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = Self.unwrapInboundIn(data)
        switch (state, part) {
        case (.idle(let timeout), .head(let head)):
            timeout?.cancel()
            if Self.isHandshake(head) {
                look(at: head, isFirst: true, context)
            } else {
                serveHTTP(context)
                pass(.head(Self.plain(head)), context)
            }
        case (.passing(let unanswered), .head(let head)):
            if unanswered == 0, Self.isHandshake(head) {
                look(at: head, isFirst: false, context)
            } else {
                pass(.head(Self.plain(head)), context)
            }
        case (.deciding(var held, let isFirst), _):
            guard held.count < Limits.heldPartsMax else { return context.close(promise: nil) }
            held.append(part)
            state = .deciding(held: held, isFirst: isFirst)
        case (.passing, _):
            pass(part, context)
        case (.idle, _), (.upgraded, _), (.closed, _):
            break
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = Self.unwrapOutboundIn(data), case .passing(let unanswered) = state {
            state = .passing(unanswered: unanswered - 1)
        }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .idle(let timeout) = state { timeout?.cancel() }
        // The task that awaits this connection must hear of it, or the server would keep its place for ever.
        decided.succeed(.none)
        if case .upgraded = state {} else { state = .closed }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard case .idle(let timeout) = state else { return context.fireErrorCaught(error) }
        // A peer that cannot agree on TLS could not read an answer.
        timeout?.cancel()
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (state, event) {
        case (.idle, is ChannelShouldQuiesceEvent), (.idle, ChannelEvent.inputClosed),
            (.deciding, is ChannelShouldQuiesceEvent), (.deciding, ChannelEvent.inputClosed):
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    // Passing

    private func pass(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        if case .head = part, case .passing(let unanswered) = state { state = .passing(unanswered: unanswered + 1) }
        context.fireChannelRead(Self.wrapInboundOut(part))
    }

    /// Removes the wish for an upgrade and makes the request the connection's last: the decoder reads nothing behind
    /// it.
    private static func withoutUpgrade(_ head: HTTPRequestHead) -> HTTPRequestHead {
        guard head.headers.contains(name: "upgrade") else { return head }
        var head = head
        head.headers.remove(name: "upgrade")
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return head
    }

    /// Removes the upgrade from a request that is no handshake, and the key of one of which a proxy took the rest.
    private static func plain(_ head: HTTPRequestHead) -> HTTPRequestHead {
        var head = withoutUpgrade(head)
        if SocketAdmission.isSocket(path: head.uri.prefix { $0 != "?" }) {
            head.headers.remove(name: HTTPField.Name.secWebSocketKey.rawName)
        }
        return head
    }

    /// Returns true if a request that comes to the router was a handshake that the gate refused.
    static func wasHandshake(_ headers: HTTPFields) -> Bool { headers[.secWebSocketKey] != nil }

    /// Puts the router's side behind the gate.
    private func serveHTTP(_ context: ChannelHandlerContext) {
        do {
            decided.succeed(.http(try server.addHTTP(to: context.channel, logger: logger)))
            state = .passing(unanswered: 0)
        } catch {
            logger.error("A connection could not be set up", metadata: ["error": "\(error)"])
            decided.succeed(.none)
            context.close(promise: nil)
        }
    }

    // Deciding

    /// Returns true if a request is a WebSocket handshake (RFC 6455 §4.1), which has no body.
    private static func isHandshake(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && SocketAdmission.isSocket(path: head.uri.prefix { $0 != "?" })
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && head.headers.first(name: "sec-websocket-version") == "13"
            && head.headers.first(name: "sec-websocket-key").flatMap { Data(base64Encoded: $0) }?.count == 16
            && !head.headers.contains(name: "transfer-encoding")
            && head.headers.first(name: "content-length") ?? "0" == "0"
    }

    private func look(at head: HTTPRequestHead, isFirst: Bool, _ context: ChannelHandlerContext) {
        state = .deciding(held: [.head(head)], isFirst: isFirst)
        let bound = NIOLoopBound((gate: self, context: context), eventLoop: context.eventLoop)
        let (server, eventLoop, peer) = (server, context.eventLoop, context.channel.remoteAddress)
        // A task without a parent, as an event loop cannot await: one at a time for each connection, by `deciding`.
        Task {
            let grant = await server.grant(for: head, peer: peer)
            eventLoop.execute { bound.value.gate.decide(grant, head, bound.value.context) }
        }
    }

    private func decide(_ grant: SocketAdmission.Grant?, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard case .deciding(let held, let isFirst) = state, context.channel.isActive else { return }
        if let grant, let (handler, subprotocol) = server.handler(for: grant, on: context.eventLoop) {
            return upgrade(to: handler, subprotocol, head, isFirst: isFirst, context)
        }
        if isFirst { serveHTTP(context) } else { state = .passing(unanswered: 0) }
        for part in held {
            if case .head(let head) = part {
                self.pass(.head(Self.withoutUpgrade(head)), context)
            } else {
                self.pass(part, context)
            }
        }
        context.fireChannelReadComplete()
    }

    /// Answers with 101 and puts the socket in HTTP's place.
    private func upgrade(
        to handler: any ChannelHandler,
        _ subprotocol: String?,
        _ head: HTTPRequestHead,
        isFirst: Bool,
        _ context: ChannelHandlerContext
    ) {
        state = .upgraded
        var headers: HTTPHeaders = [
            "upgrade": "websocket",
            "connection": "upgrade",
            "sec-websocket-accept": Self.accept(head.headers.first(name: "sec-websocket-key") ?? ""),
        ]
        if let subprotocol { headers.add(name: "sec-websocket-protocol", value: subprotocol) }
        let response = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        context.write(Self.wrapOutboundOut(.head(response)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        do {
            let pipeline = context.pipeline.syncOperations
            let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let framing = try pipeline.context(handlerType: RequestFramingHandler.self)
            try pipeline.addHandler(handler, position: .after(self))
            // Those of the requests before it: one of them closes the connection when no request comes.
            if !isFirst { try server.removeHTTP(from: pipeline) }
            try server.setSocketBuffers(of: context.channel)
            _ = pipeline.removeHandler(context: encoder)
            // Bytes that the client sent right behind its handshake go to the socket.
            _ = pipeline.removeHandler(context: decoder)
            _ = pipeline.removeHandler(context: framing)
            _ = pipeline.removeHandler(context: context)
            decided.succeed(.socket)
        } catch {
            decided.succeed(.none)
            context.close(promise: nil)
        }
    }

    /// Returns the value of `Sec-WebSocket-Accept` for a key (RFC 6455 §4.2.2 step 5.4).
    private static func accept(_ key: String) -> String {
        let digest = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return Data(digest).base64EncodedString()
    }
}
