import NIOCore
import NIOHTTPTypes
import SnugChat

/// The life of an HTTP connection: quiet between two requests for so long, and without progress of an answer for so
/// long, never an answer's length.
///
/// Progress is a part of an answer that the peer has taken.
struct ConnectionLifetime {
    let idleWithin: TimeAmount
    let progressWithin: TimeAmount
    private var requests = 0
    /// Parts of answers that were written, and not yet taken.
    private var parts = 0
    private var isStopping = false
    private var lastProgress: NIODeadline

    init(
        idleWithin: TimeAmount = TimeAmount(Limits.requestIdleTimeout),
        progressWithin: TimeAmount = TimeAmount(Limits.answerProgressWithin),
        at now: NIODeadline
    ) {
        self.idleWithin = idleWithin
        self.progressWithin = progressWithin
        lastProgress = now
    }

    enum Action: Equatable {
        case goOn
        case close
    }

    /// The moment at which the connection is closed unless something happens before; nil while an answer is made.
    var deadline: NIODeadline? {
        if parts > 0 { return lastProgress + progressWithin }
        return requests == 0 ? lastProgress + idleWithin : nil
    }

    /// Notes a part of a request.
    ///
    /// While parts of an answer wait for the peer, nothing that it sends is progress.
    mutating func received(isHead: Bool, at now: NIODeadline) {
        if isHead { requests += 1 }
        if parts == 0 { lastProgress = now }
    }

    /// Notes a part of an answer that is on its way to the peer.
    mutating func wrote(at now: NIODeadline) {
        if parts == 0 { lastProgress = now }
        parts += 1
    }

    /// Notes a part of an answer that the peer has taken.
    mutating func taken(isEnd: Bool, at now: NIODeadline) -> Action {
        parts -= 1
        lastProgress = now
        if isEnd { requests -= 1 }
        return isStopping && requests <= 0 ? .close : .goOn
    }

    /// Notes that the server stops: answers under way go out first.
    mutating func stop() -> Action {
        isStopping = true
        return requests == 0 ? .close : .goOn
    }
}

/// The handler that closes a connection at the end of its ``ConnectionLifetime``.
///
/// It writes answers in slices of ``Limits/answerSliceBytes``, the least that a peer has to take in
/// ``Limits/answerProgressWithin``.
final class ConnectionLifetimeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var lifetime: ConnectionLifetime
    private var timer: (task: Scheduled<Void>, at: NIODeadline)?
    private var isOver = false

    init(_ lifetime: ConnectionLifetime) { self.lifetime = lifetime }

    func handlerAdded(context: ChannelHandlerContext) {
        setTimer(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let isHead = if case .head = Self.unwrapInboundIn(data) { true } else { false }
        lifetime.received(isHead: isHead, at: context.eventLoop.now)
        setTimer(context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        // It leaves with what comes behind it, so it is no progress of its own.
        case .head: context.write(data, promise: promise)
        case .body(var bytes):
            // The kernel says when it has taken a part, not how much of one.
            while bytes.readableBytes > Limits.answerSliceBytes,
                let slice = bytes.readSlice(length: Limits.answerSliceBytes)
            {
                write(.body(slice), isEnd: false, context, promise: nil)
            }
            write(.body(bytes), isEnd: false, context, promise: promise)
        case .end: write(Self.unwrapOutboundIn(data), isEnd: true, context, promise: promise)
        }
    }

    private func write(
        _ part: HTTPResponsePart, isEnd: Bool, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?
    ) {
        let taken = promise ?? context.eventLoop.makePromise()
        lifetime.wrote(at: context.eventLoop.now)
        taken.futureResult.assumeIsolated().whenSuccess { [self] in
            guard !isOver else { return }
            switch lifetime.taken(isEnd: isEnd, at: context.eventLoop.now) {
            case .goOn: setTimer(context)
            case .close: context.close(promise: nil)
            }
        }
        setTimer(context)
        context.write(Self.wrapOutboundOut(part), promise: taken)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        if case .close = lifetime.stop() { context.close(promise: nil) }
    }

    private func end() {
        isOver = true
        timer?.task.cancel()
        timer = nil
    }

    /// Sees to it that the deadline is not slept through; a timer that is early looks again.
    private func setTimer(_ context: ChannelHandlerContext) {
        guard !isOver, let deadline = lifetime.deadline else { return }
        if let timer {
            guard deadline < timer.at else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            timer = nil
            guard let deadline = lifetime.deadline else { return }
            if deadline <= context.eventLoop.now { context.close(promise: nil) } else { setTimer(context) }
        }
        timer = (task, deadline)
    }
}
