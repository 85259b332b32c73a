import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat
import Synchronization

/// A JSON answer with a list in it, encoded and written piece by piece as its reader takes it.
///
/// A list of one piece leaves at once, as any other answer. Of a longer one the status is out before all of it is
/// read: where the rest cannot be read, or may not be any more, the connection ends without the answer's end.
struct ListAnswer<Element: Sendable>: Sendable {
    /// The list's member in the object around it; nil where the list is the whole answer.
    var key: String?
    /// Writes the members before the list.
    var begin: @Sendable (inout JSONWriter) -> Void = { _ in }
    /// Writes the members after the list.
    var end: @Sendable (inout JSONWriter) -> Void = { _ in }
    var write: @Sendable (inout JSONWriter, Element) -> Void

    /// Returns the answer.
    /// - Parameter place: a closure that takes the place of a long answer; nil where it is not counted.
    func response(
        _ list: Piece<Element>,
        status: HTTPResponse.Status = .ok,
        _ context: SnugContext,
        place: () throws -> AnswerQuota.Place?
    ) throws -> Response {
        var json = JSONWriter()
        if let key {
            json.openObject()
            begin(&json)
            json.openArray(key)
        } else {
            json.openArray()
        }
        for element in list { write(&json, element) }
        if list.next == nil, json.bytes.count <= 2 * Limits.answerPieceBytes {
            finish(&json)
            return .json(json.bytes, status: status)
        }
        let place = try place()
        let begun = Handover((json, list.next))
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                if let (json, next) = begun.take() {
                    try await send(json, next, to: &writer, on: context.eventLoop)
                }
                try await writer.finish(nil)
                withExtendedLifetime(place) {}
            })
    }

    private func finish(_ json: inout JSONWriter) {
        json.closeArray()
        guard key != nil else { return }
        end(&json)
        json.closeObject()
    }

    @concurrent
    private func send(
        _ begun: JSONWriter,
        _ following: (@Sendable () async throws -> Piece<Element>)?,
        to writer: inout any ResponseBodyWriter,
        on eventLoop: any EventLoop
    ) async throws {
        var (json, next) = (begun, following)
        while let more = next {
            if json.bytes.count >= Limits.answerPieceBytes {
                try await writer.write(inPieces: ByteBuffer(bytes: json.take()), on: eventLoop)
            }
            let piece = try await more()
            for element in piece { write(&json, element) }
            next = piece.next
        }
        finish(&json)
        try await writer.write(inPieces: ByteBuffer(bytes: json.take()), on: eventLoop)
    }
}

/// A value that is let go by the first who takes it.
private final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) { self.value = Mutex(value) }

    func take() -> Value? { value.withLock { $0.take() } }
}

extension ResponseBodyWriter {
    /// Writes bytes a piece of an answer at a time, each when the connection has sent most of those before it.
    @concurrent
    mutating func write(inPieces bytes: ByteBuffer, on eventLoop: any EventLoop) async throws {
        var bytes = bytes
        while bytes.readableBytes > 0,
            let piece = bytes.readSlice(length: min(bytes.readableBytes, Limits.answerPieceBytes))
        {
            try await write(piece)
            // By then the connection has the piece, and says so where that is enough for the moment.
            try await eventLoop.submit {}.get()
        }
    }
}
