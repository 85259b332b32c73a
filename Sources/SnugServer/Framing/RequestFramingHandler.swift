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
    /// The pace of a body that is a file, in the place of that deadline; nil for any other.
    private var pace: BodyPace?
    private var isLingering = false
    /// True once the server is stopping.
    private var isStopping = false
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
            pace?.received(bytes.readableBytes, at: context.eventLoop.now)
            if framing.receivedBody(bytes: bytes.readableBytes) { context.fireChannelRead(data) }
        case .end:
            guard framing.receivedEnd() else { return }
            endTimer()
            context.fireChannelRead(data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Whoever is behind may have stopped reading.
        if isLingering { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        pace?.waits(from: context.eventLoop.now)
        if pace != nil, timer == nil { keepPace(context) }
        context.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is ByteToMessageDecoderError.PayloadTooLargeError { return context.close(promise: nil) }
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        fail(problem(of: error), error, context)
    }

    private func problem(of error: HTTPParserError) -> Problem {
        switch error {
        case .headerOverflow: .headTooLarge
        // The server itself reads no more, whatever is under way: the same may go well a moment later.
        case .invalidEOFState where isStopping: Problem(StoreFault(.closed, "the server is stopping"))
        default: .malformedRequest("This is not HTTP/1.1 (RFC 9112).")
        }
    }

    private func awaitBody(_ context: ChannelHandlerContext) {
        schedule(in: TimeAmount(Limits.requestBodyWithin), context) { $0.fail(.requestTimeout, .invalidEOFState, $1) }
    }

    /// Gives the body that is being read the time of a file.
    private func awaitFile(_ context: ChannelHandlerContext) {
        guard framing.isReadingNext, pace == nil else { return }
        var pace = BodyPace()
        pace.waits(from: context.eventLoop.now)
        self.pace = pace
        keepPace(context)
    }

    /// Sees to it that the pace's deadline is not slept through; while the server itself is slow there is none.
    private func keepPace(_ context: ChannelHandlerContext) {
        guard let deadline = pace?.deadline else { return }
        schedule(in: deadline - context.eventLoop.now, context) { handler, context in
            if handler.pace?.isOver(at: context.eventLoop.now) ?? false {
                handler.fail(.requestTimeout, .invalidEOFState, context)
            } else {
                handler.keepPace(context)
            }
        }
    }

    private func endTimer() {
        timer?.cancel()
        timer = nil
        pace = nil
    }

    private func fail(_ problem: Problem, _ error: HTTPParserError, _ context: ChannelHandlerContext) {
        let wasReading = framing.isReading
        endTimer()
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
        endTimer()
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { isStopping = true }
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
        switch event {
        case is FileDemand: awaitFile(context)
        case is BodyDemand:
            if framing.wantsBody() {
                let head = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
            }
        default: return context.triggerUserOutboundEvent(event, promise: promise)
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
        schedule(in: TimeAmount(Limits.closeAnswerWithin), context) { handler, context in
            if handler.hasHeard, looks > 1 {
                handler.closeWhenQuiet(context, looks: looks - 1)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private func schedule(
        in wait: TimeAmount,
        _ context: ChannelHandlerContext,
        _ act: @escaping (RequestFramingHandler, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: wait) { [self] in
            timer = nil
            act(self, context)
        }
    }
}
