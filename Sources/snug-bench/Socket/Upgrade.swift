import NIOCore

/// The client's side of the WebSocket handshake (RFC 6455 §4.1).
enum Upgrade {
    /// The server's answer to the request.
    enum Answer: Sendable, Hashable {
        case accepted
        case refused(status: Int, body: String)
        case malformed
    }

    /// The most bytes of a refusal's body that are quoted.
    static let bodyBytesMax = 2048
    /// The most bytes of an answer's head; a longer one is malformed.
    static let headBytesMax = 16_384

    // The nonce of RFC 6455 §1.3 with the answer that goes with it. Its randomness protects browsers from caches in
    // between; a generator talks straight to the server it was pointed at.
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    static func request(to authority: String, token: String) -> ByteBuffer {
        ByteBuffer(
            string: "GET /ws?token=\(token) HTTP/1.1\r\nHost: \(authority)\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n\r\n")
    }

    /// Takes the answer off the front of the received bytes.
    /// - Parameter isLast: true once the server has closed, so that nothing will follow.
    /// - Returns: the answer, or nil when there is more to come.
    static func answer(in received: inout ByteBuffer, isLast: Bool) -> Answer? {
        guard let headBytes = headLength(received) else {
            return isLast || received.readableBytes > headBytesMax ? .malformed : nil
        }
        guard let head = received.getString(at: received.readerIndex, length: headBytes),
            let status = status(of: head)
        else { return .malformed }
        if status == 101 {
            guard field("sec-websocket-accept", of: head) == accept else { return .malformed }
            received.moveReaderIndex(forwardBy: headBytes)
            return .accepted
        }
        let wanted = min(field("content-length", of: head).flatMap { Int($0) } ?? bodyBytesMax, bodyBytesMax)
        let available = received.readableBytes - headBytes
        guard isLast || available >= wanted else { return nil }
        let body = received.getString(at: received.readerIndex + headBytes, length: min(available, wanted))
        return .refused(status: status, body: body ?? "")
    }

    /// Returns the length of the head up to and with the empty line, or nil where that is missing.
    static func headLength(_ received: ByteBuffer) -> Int? {
        let bytes = received.readableBytesView
        var line = bytes.startIndex
        while let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) {
            if bytes[line..<end].allSatisfy({ $0 == UInt8(ascii: "\r") }) { return end + 1 - bytes.startIndex }
            line = end + 1
        }
        return nil
    }

    static func status(of head: String) -> Int? {
        let words = head.prefix { !$0.isNewline }.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1.") else { return nil }
        return Int(words[1])
    }

    static func field(_ name: String, of head: String) -> String? {
        for line in head.split(whereSeparator: \.isNewline).dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
            return String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return nil
    }
}
