import Foundation
import NIOCore
import NIOEmbedded
import NIOWebSocket
import SnugTesting
import Testing

@testable import SnugServer

/// A frame as a client sends it (RFC 6455 §5.2).
struct MaskedFrame {
    var bytes: [UInt8]

    init(text: String) { self.init(opcode: 1, payload: Array(text.utf8)) }

    /// - Parameters:
    ///   - mask: the key; nil for a frame that is not masked.
    ///   - lengthBytes: how many bytes say the length, 1, 3 or 9; nil for the fewest.
    init(
        isFinal: Bool = true, reserved: UInt8 = 0, opcode: UInt8, mask: [UInt8]? = [1, 2, 3, 4], payload: [UInt8],
        lengthBytes: Int? = nil
    ) {
        bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let bit: UInt8 = mask == nil ? 0 : 0x80
        switch lengthBytes ?? (payload.count < 126 ? 1 : payload.count <= 0xFFFF ? 3 : 9) {
        case 1: bytes.append(bit | UInt8(payload.count & 0x7F))
        case 3: bytes += [bit | 126] + Self.bigEndian(UInt64(payload.count)).suffix(2)
        default: bytes += [bit | 127] + Self.bigEndian(UInt64(payload.count))
        }
        if let mask {
            bytes += mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
        } else {
            bytes += payload
        }
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }
}

@Suite struct `Frames of a WebSocket` {
    private static let bytesMax = 300

    /// The frames that were read until there was a fault.
    private struct Reading: Equatable {
        var frames: [Frame] = []
        var isTooLong = false
        var isMalformed = false
    }

    private struct Frame: Equatable {
        var isFinal, hasReservedBits: Bool
        var opcode: UInt8
        var isMasked: Bool
        var payload: [UInt8]
    }

    private func read(_ pieces: [[UInt8]], bytesMax: Int = Self.bytesMax) -> Reading {
        var reader = WebSocketFrameReader(bytesMax: bytesMax)
        var reading = Reading()
        for piece in pieces {
            reader.append(ByteBuffer(bytes: piece))
            do throws(WebSocketFrameReader.Fault) {
                while let frame = try reader.next() {
                    reading.frames.append(
                        Frame(
                            isFinal: frame.isFinal, hasReservedBits: frame.hasReservedBits, opcode: frame.opcode,
                            isMasked: frame.isMasked, payload: frame.payload))
                }
            } catch {
                (reading.isTooLong, reading.isMalformed) = (error == .tooLong, error == .malformed)
            }
        }
        return reading
    }

    /// The same by the decoder of NIO.
    private func readByNIO(_ pieces: [[UInt8]]) throws -> Reading {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: Self.bytesMax)))
        var reading = Reading()
        for piece in pieces {
            do { try channel.writeInbound(ByteBuffer(bytes: piece)) } catch {
                reading.isTooLong = (error as? NIOWebSocketError) == .invalidFrameLength
                reading.isMalformed = !reading.isTooLong
            }
            while let frame = try channel.readInbound(as: WebSocketFrame.self) {
                reading.frames.append(
                    Frame(
                        isFinal: frame.fin, hasReservedBits: frame.rsv1 || frame.rsv2 || frame.rsv3,
                        opcode: UInt8(webSocketOpcode: frame.opcode), isMasked: frame.maskKey != nil,
                        payload: Array(buffer: frame.unmaskedData)))
            }
            if reading.isTooLong || reading.isMalformed { break }
        }
        _ = try? channel.finish(acceptAlreadyClosed: true)
        return reading
    }

    @Test func `are read as the RFC has them`() {
        // RFC 6455 §5.7
        let masked: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        let parts: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
        let long: [UInt8] = [0x82, 0x7E, 0x01, 0x00] + Array(repeating: 7, count: 256)
        #expect(
            read([masked + parts + long]).frames == [
                Frame(isFinal: true, hasReservedBits: false, opcode: 1, isMasked: true, payload: Array("Hello".utf8)),
                Frame(isFinal: false, hasReservedBits: false, opcode: 1, isMasked: false, payload: Array("Hel".utf8)),
                Frame(isFinal: true, hasReservedBits: false, opcode: 0, isMasked: false, payload: Array("lo".utf8)),
                Frame(
                    isFinal: true, hasReservedBits: false, opcode: 2, isMasked: false,
                    payload: Array(repeating: 7, count: 256)),
            ])
        let longest: [UInt8] = [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + Array(repeating: 7, count: 65_536)
        #expect(read([longest], bytesMax: 65_536).frames.map(\.payload.count) == [65_536])
    }

    @Test func `that are too long are refused by their length alone, and nothing is read behind them`() {
        let longest: [UInt8] = [0x81, 0xFF] + Array(repeating: 0xFF, count: 8)
        #expect(read([longest]) == Reading(isTooLong: true))
        #expect(read([[0x81, 0xFE, 1, 45]]) == Reading(isTooLong: true))
        let fine = MaskedFrame(text: "x").bytes
        #expect(read([fine + [0x89, 0xFE, 0, 126], fine]).frames.count == 1)
        #expect(read([[0x09, 0x80]]) == Reading(isMalformed: true))
    }

    @Test(.timeLimit(.minutes(5)), arguments: 0..<8 as Range<UInt64>)
    func `are read as NIO's decoder reads them, however they are cut and whatever is wrong with them`(seed: UInt64)
        throws
    {
        let count = Int(ProcessInfo.processInfo.environment["SNUG_FUZZED_FRAMES"] ?? "") ?? 4_000
        var random = SeededRandom(seed: seed)
        for round in 0..<count / 8 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) { bytes += frame(&random) }
            if Int.random(in: 0..<3, using: &random) == 0 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let pieces = cut(bytes, &random)
            let (read, expected) = (read(pieces), try readByNIO(pieces))
            #expect(read == expected, "round \(round): \(pieces)")
        }
    }

    private func frame(_ random: inout SeededRandom) -> [UInt8] {
        let isControl = Int.random(in: 0..<4, using: &random) == 0
        let count = [0, 1, 5, 125, 126, 127, 200, 300, 301].randomElement(using: &random) ?? 0
        let payload = (0..<(isControl ? min(count, 125) : count)).map { _ in UInt8.random(in: 0...255, using: &random) }
        return MaskedFrame(
            isFinal: isControl || Bool.random(using: &random),
            reserved: Int.random(in: 0..<8, using: &random) == 0 ? UInt8.random(in: 1...7, using: &random) : 0,
            opcode: isControl ? UInt8.random(in: 8...15, using: &random) : UInt8.random(in: 0...7, using: &random),
            mask: Int.random(in: 0..<6, using: &random) == 0
                ? nil : (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) },
            payload: payload,
            lengthBytes: Int.random(in: 0..<4, using: &random) == 0
                ? (count <= 0xFFFF ? [3, 9].randomElement(using: &random) : 9) : nil
        ).bytes
    }

    private func cut(_ bytes: [UInt8], _ random: inout SeededRandom) -> [[UInt8]] {
        var (pieces, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], bytes[...])
        let most = [1, 3, 40, 1_000].randomElement(using: &random) ?? 1
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...most, using: &random))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
