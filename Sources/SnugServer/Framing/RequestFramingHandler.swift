import HTTPTypes
import Metrics
import NIOCore
import NIOHTTP1
import SnugChat

/// The handler behind the HTTP decoder, which lets through what ``RequestFraming`` lets through.
///
/// It gives each body its time, and answers by itself what does not get to the router.
final class RequestFramingHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let site: Site
    private var framing = RequestFraming()
    /// The deadline of a body, as one that drips would hold its place for ever; then the next look at a client that has
    /// its last answer.
    private var timer: Scheduled<Void>?
    private var isLingering = false
    private var hasHeard = false

    init(site: Site) { self.site = site }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    // Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasHeard = true
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            switch framing.received(head) {
            case .pass(let head, let hasBody):
                if hasBody { awaitBody(context) }
                context.fireChannelRead(Self.wrapInboundOut(.head(head)))
            case .refuse(let problem): refuse(with: problem, context)
            case .drop: break
            }
        case .body(let bytes):
            if framing.receivedBody(bytes: bytes.readableBytes) { context.fireChannelRead(data) }
        case .end:
            guard framing.receivedEnd() else { return }
            timer?.cancel()
            context.fireChannelRead(data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Whoever is behind may have stopped reading.
        if isLingering { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is ByteToMessageDecoderError.PayloadTooLargeError { return context.close(promise: nil) }
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        fail(
            error == .headerOverflow ? .headTooLarge : .malformedRequest("This is not HTTP/1.1 (RFC 9112)."), error,
            context)
    }

    private func awaitBody(_ context: ChannelHandlerContext) {
        schedule(in: Limits.requestBodyWithin, context) { $0.fail(.requestTimeout, .invalidEOFState, $1) }
    }

    private func fail(_ problem: Problem, _ error: HTTPParserError, _ context: ChannelHandlerContext) {
        let wasReading = framing.isReading
        let failure = framing.failed(problem)
        // A body that breaks off is not a whole one: whoever reads it has to hear of that, and before the connection
        // may end, which would be its end too.
        if wasReading, failure != .endRequest { context.fireErrorCaught(error) }
        switch failure {
        case .nothing: break
        case .close: context.close(promise: nil)
        case .refuse(let problem): refuse(with: problem, context)
        case .endRequest: endRequest(context)
        }
    }

    /// Tells the router's side that the request it has answered is over.
    private func endRequest(_ context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isLingering, event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    // Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard framing.takesAnswers else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch Self.unwrapOutboundIn(data) {
        case .head(let head):
            var (head, endsRequest) = framing.answers(with: head)
            // The answer to a body that breaks off comes from below the router.
            protect(&head)
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
            if endsRequest { endRequest(context) }
        case .body:
            context.write(data, promise: promise)
        case .end:
            let next = framing.answered()
            guard next != .nothing else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            if case .refuse(let problem) = next { refuse(with: problem, context) } else { linger(context) }
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyDemand else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if framing.wantsBody() {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed()
    }

    /// Answers a request in the router's place, and ends the connection.
    private func refuse(with problem: Problem, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        Counter(label: Metric.refusals.rawValue, dimensions: [("code", problem.code)]).increment()
        let body = problem.json
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: problem.status),
            headers: [
                "content-type": "application/problem+json", "content-length": "\(body.count)",
                "cache-control": "no-store", "connection": "close",
            ])
        protect(&head)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    /// Adds the headers that protect a browser where the router has not.
    private func protect(_ head: inout HTTPResponseHead) {
        guard head.status.code >= 200, !head.headers.contains(name: "content-security-policy") else { return }
        for (name, value) in site.protections { head.headers.add(name: name.rawName, value: value) }
    }

    // The end

    /// Ends the connection in a way that lets the client read its answer.
    ///
    /// The client may still be sending: to close now would take the answer away from it again (RFC 9112 §9.6).
    private func linger(_ context: ChannelHandlerContext) {
        isLingering = true
        context.close(mode: .output, promise: nil)
        closeWhenQuiet(context, looks: Limits.lingerLooksMax)
        context.read()
    }

    private func closeWhenQuiet(_ context: ChannelHandlerContext, looks: Int) {
        hasHeard = false
        schedule(in: Limits.closeAnswerWithin, context) { handler, context in
            if handler.hasHeard, looks > 1 {
                handler.closeWhenQuiet(context, looks: looks - 1)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private func schedule(
        in wait: Duration,
        _ context: ChannelHandlerContext,
        _ act: @escaping (RequestFramingHandler, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) { act(self, context) }
    }
}
