import HTTPTypes
import Hummingbird
import SnugChat

/// Files of rooms: on their way in, listed, and taken back before a message names them.
struct AttachmentRoutes: RouteGroup {
    static let tag = OperationTag.files
    let dependencies: RouteDependencies

    var operations: [Operation] { [uploadAttachment, listAttachments, getAttachment, removeAttachment] }

    var uploadAttachment: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/attachments", "Takes a file for a message that is still to name it.",
            """
            The body is the file itself, with its `Content-Length`; what speaks against it is answered before the body. \
            `type` is what its bytes say. Place and camera are taken out of JPEG, PNG, WebP, GIF, HEIC and AVIF, the \
            picture itself stays as it is: `size` is what is kept. A file that no message of its sender in this room \
            names is removed after \(Limits.attachmentUnclaimedFor.seconds / 3_600) hours. After the first \
            \(Limits.uploadFreeFor.seconds) seconds it comes at \(Limits.uploadBytesPerSecondMin / 1_024) KiB a second \
            at least.
            """,
            parameters: [
                .room,
                .query("name", .text(characters: 1...Limits.attachmentNameBytesMax), "The file's name."),
                .query("alt", .text(characters: 0...Limits.altCharactersMax), "The words that stand for it."),
                .query(
                    "preview_of", .id,
                    "The `id` of the caller's own file, not yet sent, of which this is the small picture, of at most "
                        + "\(Limits.attachmentPreviewBytesMax) bytes."),
            ],
            file: FileBody(mediaTypes: ["*/*"], bytesMax: nil),
            answers: [.created("The file, which waits for its message.", .attachment)],
            errors: [
                .lengthRequired, .fileTooLarge, .quotaExceeded, .tooManyFilesWaiting, .noRoomForFiles, .notAMember,
                .notFound, .invalid, .otherDeactivated, .forbidden, .fileInForm,
            ],
            handler: upload)
    }

    private func upload(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.sender(of: request)
        let room: Room.ID = try context.id("room", .room)
        guard let length = request.headers[.contentLength].flatMap({ UInt64($0) }) else {
            throw ProblemError(.lengthRequired)
        }
        try request.checkIsPlain()
        try request.checkIsNoForm()
        let preview = try request.number("preview_of").map { Attachment.ID($0) }
        let new = NewAttachment(
            roomID: room,
            // A small picture is shown under the name of what it shows.
            name: try request.text("name") ?? (preview == nil ? "" : "preview"),
            alt: try request.text("alt", bytesMax: 4 * Limits.altCharactersMax),
            declaredType: request.headers[.contentType] ?? "application/octet-stream",
            size: Int64(clamping: length), previewOf: preview)
        let file = UploadedBytes(body: request.body, bytes: new.size, channel: context.channel)
        let attachment = try await UploadMeter.counting {
            try await dependencies.chat.upload(new, by: caller, from: file)
        }
        return .json(JSONWriter.bytes { $0.attachment(attachment) }, status: .created)
    }

    var listAttachments: Operation {
        Operation(
            .get, "/api/v1/rooms/{room}/attachments", "Returns a page of the files that were sent in a room.",
            "From the newest message's last one back, small pictures not among them.",
            parameters: [
                .room,
                .query("before", .cursor, "The `id` of the file before which the page begins."),
                .limit(default: Limits.attachmentsPageDefault, max: Limits.attachmentsPageMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object([
                        "attachments": .list(of: .sentAttachment, countMax: Limits.attachmentsPageMax),
                        "has_more": .bool,
                    ]))
            ],
            errors: [.notAMember, .notFound, .invalid],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.attachments(
            in: try context.id("room", .room), before: try request.number("before").map { Attachment.ID($0) },
            limit: try request.limit(default: Limits.attachmentsPageDefault, max: Limits.attachmentsPageMax),
            for: caller)
        let answer = ListAnswer<SentAttachment>(
            key: "attachments", end: { [hasMore = page.hasMore] in $0.member("has_more", hasMore) },
            write: { $0.sentAttachment($1) })
        return try answer.response(Piece(page.items), context) {
            try dependencies.answers.take(.user(caller.userID))
        }
    }

    var removeAttachment: Operation {
        Operation(
            .delete, "/api/v1/attachments/{attachment}", "Removes a file that no message names yet.",
            "The caller's own alone. What a message names goes with the message.",
            parameters: [.attachment],
            answers: [.done("It is removed, its small picture too.")],
            errors: [.notFound],
            handler: remove)
    }

    private func remove(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.removeAttachment(try context.id("attachment", .attachment), by: caller)
        return .done()
    }
}

extension Operation.Parameter {
    static let attachment: Self = .path("attachment", .id, "The file's id.")
}
