import NIOCore
import NIOPosix

/// One HTTP request on a connection of its own, whose body goes out as the server takes it.
struct Exchange: Sendable {
    var endpoint: ServerAddress
    var method: String
    var path: String
    var token: String
    var body: ByteBuffer?

    private static let pieceBytes = 1 << 18

    /// Sends the request and takes the whole answer.
    /// - Throws: ``SocketFault`` when the answer is not one, or ends too early.
    func callAsFunction() async throws -> AnswerReader.Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: endpoint.host, port: endpoint.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head))
            var rest = body ?? ByteBuffer()
            while let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceBytes)), piece.readableBytes > 0
            {
                try await outbound.write(piece)
            }
            var reader = AnswerReader()
            for try await part in inbound {
                if let answer = try reader.take(part) { return answer }
            }
            throw SocketFault(description: "\(method) \(path): the connection ended before the answer did.")
        }
    }

    private var head: String {
        let length = body.map { "Content-Length: \($0.readableBytes)\r\nContent-Type: text/plain\r\n" } ?? ""
        return "\(method) \(path) HTTP/1.1\r\nHost: \(endpoint.host):\(endpoint.port)\r\n"
            + "Authorization: Bearer \(token)\r\n\(length)\r\n"
    }
}

/// The reader of one answer, of whose body it keeps the beginning.
struct AnswerReader: Sendable {
    struct Answer: Sendable, Hashable {
        var status: Int
        var bodyBytes: Int
        /// The first 4 KB.
        var beginning: String
    }

    private static let keptBytes = 4_096
    private static let headBytesMax = 16_384

    private var received = ByteBuffer()
    private var head: (status: Int, length: Int)?
    private var bodyBytes = 0

    /// Takes the next bytes.
    /// - Returns: the answer, once all of it is here.
    /// - Throws: ``SocketFault`` for what is no answer of HTTP with a length.
    mutating func take(_ part: ByteBuffer) throws -> Answer? {
        var part = part
        if head == nil {
            received.writeBuffer(&part)
            guard let end = Upgrade.headLength(received) else {
                guard received.readableBytes <= Self.headBytesMax else { throw Self.malformed }
                return nil
            }
            guard let text = received.readString(length: end), let status = Upgrade.status(of: text),
                let length = Upgrade.field("content-length", of: text).flatMap({ Int($0) })
            else { throw Self.malformed }
            head = (status, length)
            bodyBytes = received.readableBytes
        } else {
            bodyBytes += part.readableBytes
            if received.readableBytes < Self.keptBytes { received.writeBuffer(&part) }
        }
        guard let head, bodyBytes >= head.length else { return nil }
        let kept = min(received.readableBytes, Self.keptBytes)
        let beginning = received.getString(at: received.readerIndex, length: kept) ?? ""
        return Answer(status: head.status, bodyBytes: bodyBytes, beginning: beginning)
    }

    private static let malformed = SocketFault(description: "The answer is not one of HTTP with a length.")
}
