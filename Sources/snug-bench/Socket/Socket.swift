import NIOCore

/// A receiver of a socket's events, on the socket's event loop.
protocol SocketListener: AnyObject {
    func socket(_ socket: Socket, heard arrival: Arrival, at time: NIODeadline)
    /// Ends one read, all of which has been told: the moment to write what it led to.
    func socketReadEnded(_ socket: Socket)
    func socketClosed(_ socket: Socket, because reason: String)
}

/// One client's WebSocket on `/ws`, bound to its event loop.
///
/// It upgrades, waits for `hello`, and then tells its listener what arrives. Pings are answered.
final class Socket: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case upgrading(EventLoopPromise<NIOLoopBound<Socket>>)
        case awaitingHello(EventLoopPromise<NIOLoopBound<Socket>>)
        case open
        case closed
    }

    /// The number of the server's node that it is connected to.
    let node: Int
    weak var listener: (any SocketListener)?
    private var state: State
    private var context: ChannelHandlerContext?
    private let request: ByteBuffer
    private var unread = ByteBuffer()
    private var scanner = ArrivalScanner()
    private var closeReason = "The server closed the connection."

    /// - Parameter opened: succeeds at `hello`; fails when the upgrade is refused or the connection ends before.
    init(node: Int, request: ByteBuffer, opened: EventLoopPromise<NIOLoopBound<Socket>>) {
        self.node = node
        self.request = request
        state = .upgrading(opened)
    }

    /// Writes a text, which is sent with the next ``flush()``.
    func write(_ text: [UInt8]) {
        write(.text, text)
    }

    func flush() {
        context?.flush()
    }

    /// Sends a close frame and closes; the listener hears no more.
    func close() {
        guard let context else { return }
        listener = nil
        write(.close, [0x03, 0xE8])  // 1000, RFC 6455 §7.4.1
        context.flush()
        context.close(promise: nil)
    }

    /// Takes nothing more from the kernel: what the server sends piles up on its side.
    func stopReading() {
        context?.channel.setOption(.autoRead, value: false).whenFailure { _ in }
    }

    /// Gives up on an upgrade that takes too long.
    func abandonUnlessOpen() {
        if case .open = state { return }
        end(SocketFault(description: "The server did not say hello in time."))
    }

    private func write(_ opcode: Frame.Opcode, _ payload: [UInt8]) {
        context?.write(wrapOutboundOut(Frame.masked(opcode, payload)), promise: nil)
    }

    // The channel's events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end(SocketFault(description: closeReason))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var received = unwrapInboundIn(data)
        if unread.readableBytes > 0 {
            unread.writeBuffer(&received)
            swap(&unread, &received)
            unread = ByteBuffer()
        }
        let now = NIODeadline.now()
        do {
            try readUpgrade(&received, isLast: false)
            if case .upgrading = state {} else { try readFrames(&received, at: now) }
        } catch {
            end(error)
        }
        if received.readableBytes > 0 { unread = received }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        listener?.socketReadEnded(self)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        do {
            try readUpgrade(&unread, isLast: true)
            end(SocketFault(description: closeReason))
        } catch {
            end(error)
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(error)
    }

    // Received bytes

    private func readUpgrade(_ received: inout ByteBuffer, isLast: Bool) throws {
        guard case .upgrading(let opened) = state,
            let answer = Upgrade.answer(in: &received, isLast: isLast)
        else { return }
        switch answer {
        case .accepted:
            state = .awaitingHello(opened)
        case .refused(let status, let body):
            throw SocketFault(description: "The upgrade was refused with \(status): \(body)")
        case .malformed:
            throw SocketFault(
                description: "The answer to the upgrade is not one of HTTP, or lacks the right accept key.")
        }
    }

    private func readFrames(_ received: inout ByteBuffer, at now: NIODeadline) throws {
        while let frame = try Frame.next(in: &received) {
            switch frame.opcode {
            case .text: hear(scanner.scan(frame.payload.readableBytesUInt8Span), at: now)
            case .ping:
                write(.pong, Array(frame.payload.readableBytesView))
                flush()
            case .close: closeReason = Self.reason(of: frame.payload)
            case .binary, .pong: break
            }
        }
    }

    private func hear(_ arrival: Arrival, at now: NIODeadline) {
        if case .awaitingHello(let opened) = state, case .hello = arrival, let context {
            state = .open
            opened.succeed(NIOLoopBound(self, eventLoop: context.eventLoop))
        } else {
            listener?.socket(self, heard: arrival, at: now)
        }
    }

    private static func reason(of payload: ByteBuffer) -> String {
        let code = payload.getInteger(at: payload.readerIndex, as: UInt16.self)
        let words = payload.getString(at: payload.readerIndex + 2, length: max(0, payload.readableBytes - 2)) ?? ""
        return "The server closed the socket: \(code.map { String($0) } ?? "no code") \(words)"
    }

    /// Ends the socket, and tells so once.
    private func end(_ error: any Error) {
        switch state {
        case .upgrading(let opened), .awaitingHello(let opened): opened.fail(error)
        case .open: listener?.socketClosed(self, because: "\(error)")
        case .closed: return
        }
        state = .closed
        context?.close(promise: nil)
    }
}

/// The reason why a socket did not open or came to its end, for the person at the terminal.
struct SocketFault: Error, Hashable, CustomStringConvertible {
    var description: String
}
