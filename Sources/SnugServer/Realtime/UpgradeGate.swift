import Crypto
import FoundationEssentials
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOWebSocket
import SnugChat

/// The handler between the HTTP decoder and the rest of a connection, which decides what each request becomes.
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
    /// The deadline of a request's body: one that drips would hold its place for ever.
    private var bodyTimeout: Scheduled<Void>?

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
        bodyTimeout?.cancel()
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
        switch Self.unwrapOutboundIn(data) {
        case .head(var head) where !head.headers.contains(name: "content-security-policy"):
            // The answer to a body that breaks off comes from below the router.
            for (name, value) in server.admission.site.protections {
                head.headers.add(name: name.rawName, value: value)
            }
            return context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            if case .passing(let unanswered) = state { state = .passing(unanswered: unanswered - 1) }
        case .head, .body: break
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
        switch state {
        case .idle(let timeout):
            timeout?.cancel()
            // A peer that cannot agree on TLS could not read an answer.
            guard error is HTTPParserError else { return context.close(promise: nil) }
            refuse(context)
        case .passing(unanswered: 0): refuse(context)
        case .passing, .deciding, .upgraded, .closed: context.fireErrorCaught(error)
        }
    }

    /// Answers bytes that are no HTTP, and closes.
    private func refuse(_ context: ChannelHandlerContext) {
        state = .closed
        decided.succeed(.none)
        let problem = Problem(400, "malformed_request", "Malformed request", "This is not HTTP/1.1 (RFC 9112).").json
        var headers: HTTPHeaders = [
            "content-type": "application/problem+json", "content-length": "\(problem.count)", "connection": "close",
        ]
        for (name, value) in server.admission.site.protections { headers.add(name: name.rawName, value: value) }
        let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: problem)))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        // The peer may still be sending: closing now would take the answer away from it again (RFC 9112 §9.6).
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(Limits.closeAnswerWithin)) {
            context.close(promise: nil)
        }
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
        switch part {
        case .head(let head):
            if case .passing(let unanswered) = state { state = .passing(unanswered: unanswered + 1) }
            if head.headers.contains(name: "content-length") || head.headers.contains(name: "transfer-encoding") {
                let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
                bodyTimeout = context.eventLoop.scheduleTask(in: TimeAmount(Limits.requestBodyWithin)) {
                    bound.value.close(promise: nil)
                }
            }
        case .body: break
        case .end:
            bodyTimeout?.cancel()
            bodyTimeout = nil
        }
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

    /// Returns true if a request is a WebSocket handshake (RFC 6455 §4.1).
    private static func isHandshake(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && SocketAdmission.isSocket(path: head.uri.prefix { $0 != "?" })
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && head.headers.first(name: "sec-websocket-version") == "13"
            && head.headers.first(name: "sec-websocket-key").flatMap { Data(base64Encoded: $0) }?.count == 16
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
        if let grant, let (handler, subprotocol, bytesMax) = server.handler(for: grant, on: context.eventLoop) {
            return upgrade(to: handler, subprotocol, frameBytesMax: bytesMax, head, isFirst: isFirst, context)
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
        frameBytesMax: Int,
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
            let frames = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: frameBytesMax))
            try pipeline.addHandler(frames, position: .after(self))
            try pipeline.addHandler(handler, position: .after(frames))
            // Those of the requests before it: one of them closes the connection when no request comes.
            if !isFirst { try server.removeHTTP(from: pipeline) }
            try server.setSocketBuffers(of: context.channel)
            _ = pipeline.removeHandler(context: encoder)
            // Bytes that the client sent right behind its handshake go to the frame decoder.
            _ = pipeline.removeHandler(context: decoder)
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
