import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat

/// A backup on its way to an owner, a piece at a time as they take it.
extension BackupRoutes {
    var downloadBackup: Operation {
        Operation(
            .get, "/api/v1/admin/backups/{name}", "Returns a backup, a database of SQLite.",
            """
            It holds all that everyone wrote and the keys that sign sessions, so it takes a sign-in of the last \
            \(Limits.recentSignInWithin.seconds / 60) minutes and is noted in the audit trail. `ETag` is the file's \
            SHA-256, where it is proven. One `Range` is answered by 206, so that what broke off can go on. \
            \(Limits.backupDownloadsMax) at once on the whole server, beyond 503 `busy`; `HEAD` counts for none.
            """,
            caller: .owner,
            parameters: [
                .path("name", .string, "Its name, as the list has it.", example: "snug-2026-11-24T020000Z.db")
            ],
            answers: [
                Operation.Answer(
                    status: .ok, description: "The backup.", schema: .any, mediaType: Self.mediaType,
                    headers: [.fileName]),
                Operation.Answer(
                    status: .partialContent, description: "The bytes that `Range` asks for.", schema: .any,
                    mediaType: Self.mediaType, headers: [.fileName, .range]),
            ],
            errors: [.backupFailed, .recentSignInRequired, .notFound, .rangeNotSatisfiable],
            handler: download)
    }

    private static let mediaType = "application/vnd.sqlite3"

    private func download(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.owner(of: request)
        let name = context.text("name") ?? ""
        let backup = try await dependencies.chat.openBackup(name, in: archive, for: caller)
        let tag = backup.sha256.map { "\"\($0)\"" }
        // A range is for GET alone (RFC 9110 §14.2).
        let asked = request.method == .get ? ByteRange(request.headers, of: backup.bytes, tag: tag) : .whole
        let bytes = try asked.bytes(of: backup.bytes)
        let place = try dependencies.answers.take(.ofBackup)
        // HEAD looks only whether it could be had.
        if request.method == .get {
            try await dependencies.chat.noteDownload(
                of: name, by: caller, from: dependencies.device(of: request, context))
        }
        // The name's form leaves nothing in it to quote.
        var headers: HTTPFields = [
            .contentType: Self.mediaType, .contentDisposition: "attachment; filename=\"\(name)\"",
            .cacheControl: "no-store, no-transform", .acceptRanges: "bytes",
        ]
        headers[.eTag] = tag
        if asked != .whole {
            headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(backup.bytes)"
        }
        return Response(
            status: asked == .whole ? .ok : .partialContent, headers: headers,
            body: ResponseBody(contentLength: bytes.count) { writer in
                try await send(backup, bytes, to: caller, &writer, on: context.eventLoop)
                try await writer.finish(nil)
                withExtendedLifetime(place) {}
            })
    }

    /// Reads and writes it piece by piece; whoever is signed out meanwhile gets no more of it.
    @concurrent
    private func send(
        _ backup: any OpenBackup, _ bytes: Range<Int>, to caller: Caller, _ writer: inout any ResponseBodyWriter,
        on eventLoop: any EventLoop
    ) async throws {
        var rest = bytes
        while !rest.isEmpty {
            try await dependencies.chat.admitStillOwner(caller)
            let piece = try await backup.read(
                from: rest.lowerBound, upTo: min(rest.count, Limits.downloadPieceBytes))
            guard !piece.isEmpty else { throw StoreFault(.failed, "a backup is shorter than it was") }
            try await writer.write(inPieces: ByteBuffer(bytes: piece), on: eventLoop)
            rest = (rest.lowerBound + piece.count)..<rest.upperBound
        }
    }
}
