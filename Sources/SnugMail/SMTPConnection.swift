import NIOCore
import NIOSSL
import NIOTLS
import SnugChat

/// The handler that carries out a ``SMTPDialogue`` on a connection, bound to its event loop, and fulfils a promise with
/// its end.
final class SMTPConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var dialogue: SMTPDialogue
    private var parser = SMTPReplyParser()
    private let settings: SMTPSettings
    private let tls: NIOSSLContext?
    private let outcome: EventLoopPromise<Void>
    private var timeout: Scheduled<Void>?
    /// The end of the whole delivery's time.
    private var deadline: Scheduled<Void>?
    private var isOver = false

    init(
        _ envelope: SMTPEnvelope,
        settings: SMTPSettings,
        tls: NIOSSLContext?,
        outcome: EventLoopPromise<Void>
    ) {
        dialogue = SMTPDialogue(envelope, settings: settings)
        self.settings = settings
        self.tls = tls
        self.outcome = outcome
    }

    func channelActive(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(settings.deliveryTimeout)) { [self] in
            fail(
                MailFault(
                    .transient, at: stage,
                    "the mail server was slow: not done with the mail within \(settings.deliveryTimeout)"),
                context)
        }
        awaitReply(within: settings.tls == .implicit ? settings.connectTimeout : settings.replyTimeout, context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        do throws(MailFault) {
            try parser.append(Self.unwrapInboundIn(data).readableBytesView)
        } catch {
            return fail(error, context)
        }
        while !isOver, let reply = parser.next() {
            perform(dialogue.received(reply, hasMore: parser.hasMore), context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            // Anything that came before the handshake could be anyone's.
            parser = SMTPReplyParser()
            awaitReply(within: settings.replyTimeout, context)
            if let action = dialogue.tlsStarted() { perform(action, context) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let stage = NetworkFault.isTLS(error) ? MailFault.Stage.tls : stage
        fail(MailFault(.transient, at: stage, "the connection broke: \(NetworkFault.words(for: error))"), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(MailFault(.transient, at: stage, "the mail server hung up before \(dialogue.awaited)"), context)
    }

    private var stage: MailFault.Stage? { dialogue.isStartingTLS ? .tls : nil }

    private func perform(_ action: SMTPDialogue.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .send(let bytes):
            awaitReply(within: settings.replyTimeout, context)
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .startTLS:
            awaitReply(within: settings.connectTimeout, context)
            do {
                guard let tls else { throw MailFault(.transient, at: .tls, "TLS is not set up") }
                try context.pipeline.syncOperations.addHandler(
                    SMTPMailer.tlsHandler(tls, host: settings.host), position: .first)
            } catch {
                fail(MailFault(.transient, at: .tls, "TLS could not begin: \(error)"), context)
            }
        case .finished(let farewell):
            end(context) { $0.succeed(()) }
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: farewell)), promise: nil)
            context.close(promise: nil)
        case .failed(let fault):
            fail(fault, context)
        }
    }

    private func awaitReply(within duration: Duration, _ context: ChannelHandlerContext) {
        timeout?.cancel()
        timeout = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) { [self] in
            fail(
                MailFault(
                    .transient, at: stage, "the mail server did not send \(dialogue.awaited) within \(duration)"),
                context)
        }
    }

    private func fail(_ fault: MailFault, _ context: ChannelHandlerContext) {
        end(context) { $0.fail(fault) }
        context.close(promise: nil)
    }

    private func end(_ context: ChannelHandlerContext, _ tell: (EventLoopPromise<Void>) -> Void) {
        guard !isOver else { return }
        isOver = true
        timeout?.cancel()
        deadline?.cancel()
        tell(outcome)
    }
}
