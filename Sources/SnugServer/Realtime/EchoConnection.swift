import NIOCore

/// A WebSocket that echoes its messages, for the conformance suite.
///
/// It uses the same assembler and frames as every socket, and is there only while the environment says
/// `SNUG_TEST_ECHO=1`.
final class EchoConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The most bytes of one message: the suite sends 16 MB, and messages in a thousand fragments.
    static let bytesMax = 32 << 20

    private var reader = WebSocketFrameReader(bytesMax: bytesMax)
    private var assembler = WebSocketAssembler(bytesMax: bytesMax, fragmentsMax: 1 << 20, takesBinary: true)
    private var isClosing = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(WebSocketFrameReader.Fault) {
            reader.append(Self.unwrapInboundIn(data))
            while let frame = try reader.next() { took(frame, context) }
        } catch {
            if !isClosing { close(1002, context) }
        }
    }

    private func took(_ frame: WebSocketAssembler.Frame, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        switch assembler.take(frame) {
        case .nothing: return
        case .message(let text): write(ServerFrame.text(text), context)
        case .binary(let bytes): write(ServerFrame.binary(bytes), context)
        case .pong(let payload): write(ServerFrame.pong(payload), context)
        case .close(let code): close(code, context)
        case .fail(let code, _): close(code, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func write(_ frame: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
    }

    private func close(_ code: UInt16?, _ context: ChannelHandlerContext) {
        isClosing = true
        write(ServerFrame.close(code), context)
        context.close(promise: nil)
    }
}
