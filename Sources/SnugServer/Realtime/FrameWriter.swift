import Glibc
import NIOCore
import NIOSSL
import NIOWebSocket

/// The writer of a socket's frames, from one flush to the next.
///
/// A lone frame goes to the kernel in one call while NIO holds nothing of this socket's, which is the rule when a
/// message is fanned out. Several frames, bytes that the kernel does not take, and all that TLS is to encrypt go NIO's
/// way, with its marks and its errors.
final class FrameWriter {
    private let context: ChannelHandlerContext
    /// The context that NIO's way begins at: the decoder in front of the socket's handler does nothing to outgoing
    /// frames.
    private let start: ChannelHandlerContext
    /// The socket's descriptor; nil where something stands between the frames and the kernel.
    private let descriptor: NIOBSDSocket.Handle?
    private var lone: ByteBuffer?
    /// True if NIO was given something since it was last seen to hold nothing.
    private var mayHoldSome = true

    /// - Parameter context: the context of the handler that writes.
    init(_ context: ChannelHandlerContext) {
        self.context = context
        let pipeline = context.pipeline.syncOperations
        start = (try? pipeline.context(handlerType: ByteToMessageHandler<WebSocketFrameDecoder>.self)) ?? context
        let isEncrypted = (try? pipeline.handler(type: NIOSSLServerHandler.self)) != nil
        descriptor =
            isEncrypted
            ? nil : (try? pipeline.withUnsafeTransportIfAvailable { (handle: NIOBSDSocket.Handle) in handle })
    }

    /// The number of bytes that the peer has not taken.
    var waitingBytes: Int { (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0 }

    func write(_ frame: ByteBuffer) {
        if let first = lone {
            lone = nil
            giveToNIO(first)
            giveToNIO(frame)
        } else if isDirect {
            lone = frame
        } else {
            giveToNIO(frame)
        }
    }

    func flush() {
        if var frame = lone.take() {
            if let sent = send(frame), sent > 0 { frame.moveReaderIndex(forwardBy: sent) }
            if frame.readableBytes == 0 { return }
            giveToNIO(frame)
        }
        start.flush()
    }

    /// True while NIO holds nothing that would have to go first.
    private var isDirect: Bool {
        guard descriptor != nil else { return false }
        if mayHoldSome { mayHoldSome = waitingBytes > 0 }
        return !mayHoldSome
    }

    private func giveToNIO(_ frame: ByteBuffer) {
        mayHoldSome = true
        start.write(NIOAny(frame), promise: nil)
    }

    /// Sends a frame straight to the kernel.
    /// - Returns: the number of bytes that the kernel took; nil where NIO is to find out why it took none.
    private func send(_ frame: ByteBuffer) -> Int? {
        // Once this connection is closed, its descriptor may be another's.
        guard let descriptor, context.channel.isActive else { return nil }
        return unsafe frame.withUnsafeReadableBytes { bytes in
            let sent = unsafe Glibc.send(
                descriptor, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
            return sent < 0 ? nil : sent
        }
    }
}
