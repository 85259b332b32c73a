import Glibc
import NIOCore
import NIOSSL

/// The writer of a socket's frames, from one flush to the next.
///
/// A lone frame goes to the kernel in one call while NIO holds nothing of this socket's, which is the rule when a
/// message is fanned out, and at once where it is known that no other follows it. Several frames, bytes that the kernel
/// does not take, and all that TLS is to encrypt go NIO's way, with its marks and its errors.
final class FrameWriter {
    private let context: ChannelHandlerContext
    private let channel: any Channel
    /// The socket's descriptor; nil where something stands between the frames and the kernel.
    private let descriptor: NIOBSDSocket.Handle?
    private var lone: ByteBuffer?
    /// True if NIO was given something since it was last seen to hold nothing.
    private var mayHoldSome = true

    /// - Parameter context: the context of the handler that writes.
    init(_ context: ChannelHandlerContext) {
        self.context = context
        channel = context.channel
        let pipeline = context.pipeline.syncOperations
        let isEncrypted = (try? pipeline.handler(type: NIOSSLServerHandler.self)) != nil
        descriptor =
            isEncrypted
            ? nil : (try? pipeline.withUnsafeTransportIfAvailable { (handle: NIOBSDSocket.Handle) in handle })
    }

    /// The number of bytes that the peer has not taken.
    var waitingBytes: Int { (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0 }

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
            let sent = unsafe frame.withUnsafeReadableBytes { unsafe send($0) }
            frame.moveReaderIndex(forwardBy: sent)
            if frame.readableBytes == 0 { return }
            giveToNIO(frame)
        }
        context.flush()
    }

    /// Sends bytes straight to the kernel where nothing would have to go first, and there is nothing to flush.
    /// - Returns: the number of bytes that the kernel took; the others are to be written.
    func sendAlone(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard lone == nil, isDirect else { return 0 }
        return unsafe send(bytes)
    }

    /// True while NIO holds nothing that would have to go first.
    private var isDirect: Bool {
        guard descriptor != nil else { return false }
        if mayHoldSome { mayHoldSome = waitingBytes > 0 }
        return !mayHoldSome
    }

    private func giveToNIO(_ frame: ByteBuffer) {
        mayHoldSome = true
        context.write(NIOAny(frame), promise: nil)
    }

    /// Sends bytes straight to the kernel.
    /// - Returns: the number of bytes that the kernel took; where that is 0, NIO is to find out why.
    private func send(_ bytes: UnsafeRawBufferPointer) -> Int {
        // Once this connection is closed, its descriptor may be another's.
        guard let descriptor, channel.isActive else { return 0 }
        return max(
            0, unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL)))
    }
}
