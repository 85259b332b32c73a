import NIOCore

/// A pure reader of WebSocket frames (RFC 6455 §5.2) from a connection's bytes, as they come.
struct WebSocketFrameReader {
    /// A fault that ends a connection's reading.
    enum Fault: Error {
        /// A frame is longer than is taken.
        case tooLong
        /// A control frame is in fragments, or longer than 125 bytes (RFC 6455 §5.5).
        case malformed
    }

    /// The bytes that are not read yet.
    private var bytes = ByteBuffer()
    /// True where the bytes are in a buffer of their own, not in the one that the connection reads into.
    private var isOwn = false
    /// True once there was a fault.
    private(set) var hasFailed = false
    private let bytesMax: Int

    /// - Parameter bytesMax: the most bytes of one frame's payload.
    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// Takes what has come; its frames are read by ``next()`` before more is taken.
    mutating func append(_ new: ByteBuffer) {
        if hasFailed { return }
        if bytes.readableBytes == 0 {
            (bytes, isOwn) = (new, false)
        } else {
            bytes.writeImmutableBuffer(new)
        }
    }

    /// Reads the next frame; what there is of one that is not whole waits for its rest.
    ///
    /// A frame is refused as soon as its length is known. Behind a fault nothing is read any more.
    /// - Returns: nil where no frame is whole.
    mutating func next() throws(Fault) -> WebSocketAssembler.Frame? {
        do throws(Fault) {
            if let frame = try Self.readFrame(from: &bytes, bytesMax: bytesMax) { return frame }
        } catch {
            hasFailed = true
            bytes = ByteBuffer()
            throw error
        }
        if bytes.readableBytes == 0 {
            bytes = ByteBuffer()
        } else if isOwn {
            bytes.discardReadBytes()
        } else {
            // The connection's own buffer is for its next read.
            (bytes, isOwn) = (ByteBuffer(bytes: bytes.readableBytesView), true)
        }
        return nil
    }

    /// - Returns: the next frame, its payload unmasked by one copy of it (RFC 6455 §5.3); nil while it is not whole.
    private static func readFrame(
        from bytes: inout ByteBuffer, bytesMax: Int
    ) throws(Fault) -> WebSocketAssembler.Frame? {
        var rest = bytes
        guard let first = rest.readInteger(as: UInt8.self), let second = rest.readInteger(as: UInt8.self) else {
            return nil
        }
        let length: UInt64
        switch second & 0x7F {
        case 126:
            guard let long = rest.readInteger(as: UInt16.self) else { return nil }
            length = UInt64(long)
        case 127:
            guard let longer = rest.readInteger(as: UInt64.self) else { return nil }
            length = longer
        case let short: length = UInt64(short)
        }
        guard length <= UInt64(bytesMax) else { throw .tooLong }
        let (isFinal, opcode) = (first & 0x80 != 0, first & 0x0F)
        if opcode & 0x08 != 0, !isFinal || length > 125 { throw .malformed }
        let isMasked = second & 0x80 != 0
        var mask: InlineArray<4, UInt8> = [0, 0, 0, 0]
        if isMasked {
            guard let key = rest.readInteger(as: UInt32.self) else { return nil }
            for index in 0..<4 { mask[index] = UInt8(truncatingIfNeeded: key >> (24 - 8 * UInt32(index))) }
        }
        guard var payload = rest.readBytes(length: Int(length)) else { return nil }
        bytes = rest
        if isMasked { for index in payload.indices { payload[index] ^= mask[index & 3] } }
        return WebSocketAssembler.Frame(
            isFinal: isFinal, hasReservedBits: first & 0x70 != 0, opcode: opcode, isMasked: isMasked, payload: payload)
    }
}
