import NIOCore

/// One WebSocket frame (RFC 6455 §5.2).
struct Frame: Sendable, Hashable {
    enum Opcode: UInt8, Sendable {
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    /// A frame that a server must not send, in words for the report.
    struct Fault: Error, Hashable, CustomStringConvertible {
        var description: String
    }

    var opcode: Opcode
    var payload: ByteBuffer

    /// The most bytes of a payload: above any frame of PROTOCOL §4, a `hello` with thousands of rooms included.
    static let payloadBytesMax = 16 << 20

    /// Takes the next frame off the front of the received bytes.
    /// - Returns: the frame, or nil when it is not there in full yet.
    static func next(in received: inout ByteBuffer) throws(Fault) -> Frame? {
        let start = received.readerIndex
        guard let first = received.getInteger(at: start, as: UInt8.self),
            let second = received.getInteger(at: start + 1, as: UInt8.self)
        else { return nil }
        guard second & 0x80 == 0 else { throw Fault(description: "The server sent a masked frame.") }
        guard first & 0xF0 == 0x80 else { throw Fault(description: "The server sent a fragment or an extension.") }
        guard let opcode = Opcode(rawValue: first & 0x0F) else {
            throw Fault(description: "The server sent a frame of unknown kind \(first & 0x0F).")
        }
        var headerBytes = 2
        var payloadBytes = Int(second)
        if second == 126 {
            guard let length = received.getInteger(at: start + 2, as: UInt16.self) else { return nil }
            headerBytes = 4
            payloadBytes = Int(length)
        } else if second == 127 {
            guard let length = received.getInteger(at: start + 2, as: UInt64.self) else { return nil }
            guard length <= UInt64(payloadBytesMax) else { throw Fault(description: "The server's frame is too long.") }
            headerBytes = 10
            payloadBytes = Int(length)
        }
        guard received.readableBytes >= headerBytes + payloadBytes,
            let payload = received.getSlice(at: start + headerBytes, length: payloadBytes)
        else { return nil }
        received.moveReaderIndex(forwardBy: headerBytes + payloadBytes)
        return Frame(opcode: opcode, payload: payload)
    }

    /// Returns a client's frame: masked, as §5.3 wants it, by a fresh random mask.
    static func masked(_ opcode: Opcode, _ payload: [UInt8], mask: UInt32 = .random(in: 0...UInt32.max)) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: payload.count + 14)
        buffer.writeInteger(0x80 | opcode.rawValue)
        switch payload.count {
        case ...125:
            buffer.writeInteger(0x80 | UInt8(payload.count))
        case ...65_535:
            buffer.writeInteger(UInt8(0x80 | 126))
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(UInt8(0x80 | 127))
            buffer.writeInteger(UInt64(payload.count))
        }
        buffer.writeInteger(mask)
        var bytes = payload
        for index in bytes.indices {
            bytes[index] ^= UInt8(truncatingIfNeeded: mask >> (24 - 8 * UInt32(index & 3)))
        }
        buffer.writeBytes(bytes)
        return buffer
    }
}
