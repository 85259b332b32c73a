/// A pure state machine that joins frames into WebSocket messages, and gives the answers that RFC 6455 asks for.
struct WebSocketAssembler {
    /// A frame as it came, its payload unmasked.
    struct Frame {
        var isFinal: Bool
        var hasReservedBits: Bool
        var opcode: UInt8
        var isMasked: Bool
        var payload: [UInt8]
    }

    enum Action: Equatable {
        case nothing
        /// A whole text message, valid UTF-8.
        case message([UInt8])
        /// A whole binary message, where these are taken.
        case binary([UInt8])
        case pong([UInt8])
        /// The peer closes; answer with this code.
        case close(UInt16?)
        /// The peer broke the rules; close with this code and reason.
        case fail(UInt16, String)
    }

    /// The payload so far of the message begun; nil between messages.
    private var parts: [UInt8]?
    private var isBinary = false
    private var fragments = 0
    private var text = UTF8Progress()

    let bytesMax: Int
    let fragmentsMax: Int
    let takesBinary: Bool

    /// - Parameters:
    ///   - bytesMax, fragmentsMax: the limits of one message.
    ///   - takesBinary: true for the test suite's echo, which takes both; Snug's sockets speak text.
    init(bytesMax: Int, fragmentsMax: Int, takesBinary: Bool = false) {
        self.bytesMax = bytesMax
        self.fragmentsMax = fragmentsMax
        self.takesBinary = takesBinary
    }

    mutating func take(_ frame: Frame) -> Action {
        guard frame.isMasked else { return .fail(1002, "frames from a client are masked") }
        guard !frame.hasReservedBits else { return .fail(1002, "no extension was agreed on") }
        switch frame.opcode {
        case 0x0: return continued(frame)
        case 0x1: return begun(frame)
        case 0x2: return takesBinary ? begun(frame) : .fail(1003, "text only")
        case 0x8: return closed(frame.payload)
        case 0x9: return .pong(frame.payload)
        case 0xA: return .nothing
        default: return .fail(1002, "unknown opcode")
        }
    }

    private mutating func begun(_ frame: Frame) -> Action {
        guard parts == nil else { return .fail(1002, "the message before is not finished") }
        parts = []
        isBinary = frame.opcode == 0x2
        fragments = 0
        text = UTF8Progress()
        return add(frame)
    }

    private mutating func continued(_ frame: Frame) -> Action {
        guard parts != nil else { return .fail(1002, "nothing to continue") }
        return add(frame)
    }

    private mutating func add(_ frame: Frame) -> Action {
        var message = parts ?? []
        parts = nil
        fragments += 1
        guard message.count + frame.payload.count <= bytesMax, fragments <= fragmentsMax else {
            return .fail(1009, "message too big")
        }
        // Bytes that cannot become text any more are refused at once, not when the message is whole.
        guard isBinary || text.take(frame.payload), isBinary || !frame.isFinal || text.isWhole else {
            return .fail(1007, "text is UTF-8")
        }
        if message.isEmpty { message = frame.payload } else { message += frame.payload }
        if frame.isFinal { return isBinary ? .binary(message) : .message(message) }
        parts = message
        return .nothing
    }

    /// Checks the payload of a close frame (RFC 6455 §5.5.1 and §7.4).
    private func closed(_ payload: [UInt8]) -> Action {
        if payload.isEmpty { return .close(nil) }
        guard payload.count >= 2 else { return .fail(1002, "a close code has two bytes") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard String(validating: payload.dropFirst(2), as: UTF8.self) != nil else {
            return .fail(1007, "a close reason is UTF-8")
        }
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: return .close(code)
        default: return .fail(1002, "no such close code")
        }
    }
}
