import Testing

@testable import SnugServer

@Suite struct `WebSocket messages` {
    func frame(
        _ opcode: UInt8,
        _ text: String = "",
        final: Bool = true,
        masked: Bool = true,
        reserved: Bool = false
    ) -> WebSocketAssembler.Frame {
        .init(isFinal: final, hasReservedBits: reserved, opcode: opcode, isMasked: masked, payload: Array(text.utf8))
    }

    func close(_ bytes: [UInt8]) -> WebSocketAssembler.Frame {
        .init(isFinal: true, hasReservedBits: false, opcode: 8, isMasked: true, payload: bytes)
    }

    func actions(_ frames: WebSocketAssembler.Frame...) -> [WebSocketAssembler.Action] {
        var assembler = WebSocketAssembler(bytesMax: 10, fragmentsMax: 3)
        return frames.map { assembler.take($0) }
    }

    func message(_ text: String) -> WebSocketAssembler.Action { .message(Array(text.utf8)) }

    func code(_ action: WebSocketAssembler.Action?) -> UInt16? {
        if case .fail(let code, _) = action { code } else { nil }
    }

    @Test func `come whole or in fragments, with control frames between`() {
        #expect(actions(frame(1, "hello")) == [message("hello")])
        #expect(
            actions(frame(1, "he", final: false), frame(9, "?"), frame(0, "l", final: false), frame(0, "lo"))
                == [.nothing, .pong(Array("?".utf8)), .nothing, message("hello")])
        #expect(actions(frame(1), frame(0xA, "late")) == [message(""), .nothing])
    }

    @Test func `a character may be cut between fragments, but text is UTF-8`() {
        let half = WebSocketAssembler.Frame(
            isFinal: false, hasReservedBits: false, opcode: 1, isMasked: true, payload: [0xC3])
        var rest = half
        (rest.isFinal, rest.opcode, rest.payload) = (true, 0, [0xA9])
        #expect(actions(half, rest) == [.nothing, message("é")])
        rest.payload = [0x41]
        #expect(code(actions(half, rest).last) == 1007)
    }

    @Test func `too many bytes or fragments end the socket, added up`() {
        #expect(actions(frame(1, "0123456789")) == [message("0123456789")])
        #expect(code(actions(frame(1, "0123456789x")).last) == 1009)
        #expect(code(actions(frame(1, "012345", final: false), frame(0, "6789x")).last) == 1009)
        let empty = frame(0, final: false)
        #expect(code(actions(frame(1, final: false), empty, empty, empty).last) == 1009)
    }

    @Test func `what breaks the rules is answered with the code for it`() {
        #expect(code(actions(frame(1, "x", masked: false)).last) == 1002)
        #expect(code(actions(frame(1, "x", reserved: true)).last) == 1002)
        #expect(code(actions(frame(2, "x")).last) == 1003)
        #expect(code(actions(frame(3)).last) == 1002)
        #expect(code(actions(frame(0xB)).last) == 1002)
        #expect(code(actions(frame(0, "x")).last) == 1002)
        #expect(code(actions(frame(1, "x", final: false), frame(1, "y")).last) == 1002)
    }

    @Test func `a close is answered with its own code, a bad one with 1002`() {
        #expect(actions(close([])) == [.close(nil)])
        #expect(actions(close([0x03, 0xE8])) == [.close(1000)])
        #expect(actions(close([0x0B, 0xB8] + Array("bye".utf8))) == [.close(3000)])
        #expect(code(actions(close([0x03])).last) == 1002)
        for bad in [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535] as [UInt16] {
            #expect(code(actions(close([UInt8(bad >> 8), UInt8(bad & 255)])).last) == 1002, "\(bad)")
        }
        #expect(code(actions(close([0x03, 0xE8, 0xFF])).last) == 1007)
    }
}
