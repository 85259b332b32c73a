import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat

/// A file on its way out, a piece at a time as its reader takes it.
extension AttachmentRoutes {
    /// The type of all others, which are to be kept.
    private static let otherType = MediaKind.unknown

    var getAttachment: Operation {
        Operation(
            .get, "/api/v1/attachments/{attachment}/{name}", "Returns a file.",
            """
            At the address that `url` and `preview_url` have; the name there counts for nothing. For members of its room, \
            and while no message names it for its sender alone: looked at again for each \
            \(Limits.attachmentChunkBytes / 1_024) KiB, so that whoever is removed meanwhile gets no more of it. `ETag` is \
            its SHA-256; `If-None-Match` is answered by 304, one `Range` by 206. What a browser might run is kept, never \
            shown: its type is `\(Self.otherType)`.
            """,
            parameters: [.attachment, .path("name", .string, "Its name.", example: "cat.webp")],
            answers: [
                Operation.Answer(
                    status: .ok, description: "The file.", files: MediaKind.shown + [Self.otherType],
                    headers: [.fileName, .entityTag]),
                Operation.Answer(
                    status: .partialContent, description: "The bytes that `Range` asks for.",
                    files: MediaKind.shown + [Self.otherType], headers: [.fileName, .entityTag, .range]),
                Operation.Answer(
                    status: .notModified, description: "The client has it already.", headers: [.entityTag]),
            ],
            errors: [.notFound, .rangeNotSatisfiable],
            handler: show)
    }

    private func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let file = try await dependencies.chat.attachment(try context.id("attachment", .attachment), for: caller)
        let (tag, size) = ("\"\(file.sha256.hexadecimal)\"", Int(file.attachment.size))
        var headers: HTTPFields = [
            .eTag: tag, .cacheControl: "private, no-cache", .contentSecurityPolicy: Self.policy(file.attachment.type),
        ]
        if request.headers[values: .ifNoneMatch].contains(where: { EntityTags($0).name(tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        let isGet = request.method == .get
        // A range is for GET alone (RFC 9110 §14.2).
        let asked = isGet ? ByteRange(request.headers, of: size, tag: tag) : .whole
        let bytes = try asked.bytes(of: size)
        let isInline = MediaKind.shown.contains(file.attachment.type)
        headers[.contentType] = isInline ? file.attachment.type : Self.otherType
        headers[.contentDisposition] = ContentDisposition(isInline: isInline, name: file.attachment.name).value
        headers[.acceptRanges] = "bytes"
        if asked != .whole { headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)" }
        let isLong = isGet && bytes.count > Limits.answerSliceBytes
        let place = isLong ? try dependencies.answers.take(.user(caller.userID)) : nil
        return Response(
            status: asked == .whole ? .ok : .partialContent, headers: headers,
            body: ResponseBody(contentLength: bytes.count) { writer in
                try await send(bytes, of: file.attachment.id, to: caller, &writer, on: context.eventLoop)
                try await writer.finish(nil)
                withExtendedLifetime(place) {}
            })
    }

    /// Returns what a file that is opened by itself may do: nothing.
    ///
    /// A browser makes a page of its own around a film or sound, and that fetches it once more, with the cookie of this
    /// site. Scripts it has none, and neither the policy nor the sandbox would run any.
    private static func policy(_ type: String) -> String {
        guard type.hasPrefix("video/") || type.hasPrefix("audio/"), MediaKind.shown.contains(type) else {
            return "default-src 'none'; sandbox"
        }
        return "default-src 'none'; media-src 'self'; sandbox allow-same-origin"
    }

    /// Reads and writes it piece by piece, each a read of its own.
    @concurrent
    private func send(
        _ bytes: Range<Int>, of id: Attachment.ID, to caller: Caller, _ writer: inout any ResponseBodyWriter,
        on eventLoop: any EventLoop
    ) async throws {
        var rest = bytes
        while !rest.isEmpty {
            let piece = try await piece(at: rest, of: id, for: caller)
            guard piece.readableBytes > 0 else { throw StoreFault(.failed, "a file is shorter than it was") }
            try await writer.write(inPieces: piece, on: eventLoop)
            rest = (rest.lowerBound + piece.readableBytes)..<rest.upperBound
        }
    }

    /// Returns the first of these bytes, as many of them as lie in one piece.
    @concurrent
    private func piece(at bytes: Range<Int>, of id: Attachment.ID, for caller: Caller) async throws -> ByteBuffer {
        let size = Int(Limits.attachmentChunkBytes)
        let index = bytes.lowerBound / size
        let piece = try await dependencies.chat.piece(index, of: id, for: caller)
        let (start, end) = (bytes.lowerBound - index * size, min(piece.count, bytes.upperBound - index * size))
        return start < end ? ByteBuffer(bytes: piece[start..<end]) : ByteBuffer()
    }
}

extension [UInt8] {
    /// The bytes in hexadecimal digits.
    fileprivate var hexadecimal: String {
        let digits = [UInt8]("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
