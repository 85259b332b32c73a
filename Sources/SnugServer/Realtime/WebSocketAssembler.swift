/// Puts WebSocket messages together from frames, and says what RFC 6455 asks for in return. Pure.
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
        case pong([UInt8])
        /// The peer closes; answer with this code.
        case close(UInt16?)
        /// The peer broke the rules; close with this code and reason.
        case fail(UInt16, String)
    }

    /// What the message that is being put together has so far.
    private var parts: [UInt8]?
    private var fragments = 0

    let bytesMax: Int
    let fragmentsMax: Int

    init(bytesMax: Int, fragmentsMax: Int) {
        self.bytesMax = bytesMax
        self.fragmentsMax = fragmentsMax
    }

    mutating func take(_ frame: Frame) -> Action {
        guard frame.isMasked else { return .fail(1002, "frames from a client are masked") }
        guard !frame.hasReservedBits else { return .fail(1002, "no extension was agreed on") }
        switch frame.opcode {
        case 0x0: return continued(frame)
        case 0x1: return begun(frame)
        case 0x2: return .fail(1003, "text only")
        case 0x8: return closed(frame.payload)
        case 0x9: return .pong(frame.payload)
        case 0xA: return .nothing
        default: return .fail(1002, "unknown opcode")
        }
    }

    private mutating func begun(_ frame: Frame) -> Action {
        guard parts == nil else { return .fail(1002, "the message before is not finished") }
        guard frame.payload.count <= bytesMax else { return .fail(1009, "message too big") }
        if frame.isFinal { return Self.finished(frame.payload) }
        parts = frame.payload
        fragments = 1
        return .nothing
    }

    private mutating func continued(_ frame: Frame) -> Action {
        guard var message = parts else { return .fail(1002, "nothing to continue") }
        fragments += 1
        guard message.count + frame.payload.count <= bytesMax, fragments <= fragmentsMax else {
            return .fail(1009, "message too big")
        }
        parts = nil
        message += frame.payload
        if frame.isFinal { return Self.finished(message) }
        parts = message
        return .nothing
    }

    private static func finished(_ message: [UInt8]) -> Action {
        guard String(validating: message, as: UTF8.self) != nil else { return .fail(1007, "text is UTF-8") }
        return .message(message)
    }

    /// RFC 6455 §5.5.1 and §7.4.
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
