import Hummingbird
import SnugChat

/// The log of a room: paged, written to, corrected.
struct MessageRoutes: RouteGroup {
    static let tag = OperationTag.messages
    let dependencies: RouteDependencies

    var operations: [Operation] { [listMessages, postMessage, listChanges, editMessage, deleteMessage] }

    var listMessages: Operation {
        Operation(
            .get, "/api/v1/rooms/{room}/messages", "Returns a page of a room's log.",
            """
            Messages come by ascending `seq`. Give one cursor at most; without one the newest are returned. `has_more` \
            is about the direction asked for, with `around` about either.
            """,
            parameters: [
                .room,
                .query("before", .cursor, "The `seq` before which the page ends."),
                .query("after", .cursor, "The `seq` after which the page begins."),
                .query("around", .cursor, "The `seq` in the middle of the page."),
                .limit(default: Limits.pageMessagesDefault, max: Limits.pageMessagesMax),
            ],
            answers: [.ok("The page.", .messagePage)],
            errors: [.notAMember, .notFound, .invalid],
            handler: page)
    }

    private func page(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.messages(
            in: try context.id("room", .room), try cursor(of: request), limit: try limit(of: request), for: caller)
        let answer = ListAnswer<Message>(
            key: "messages", end: { [hasMore = page.hasMore] in $0.member("has_more", hasMore) },
            write: { $0.message($1) })
        return try answer.response(page.messages, context) { try dependencies.answers.take(.user(caller.userID)) }
    }

    private func cursor(of request: Request) throws -> PageCursor {
        let cursors: [PageCursor] = [
            try request.number("before").map(PageCursor.before),
            try request.number("after").map(PageCursor.after),
            try request.number("around").map(PageCursor.around),
        ].compactMap(\.self)
        guard cursors.count <= 1 else {
            throw Refusal.invalid("before", "Give one of before, after and around.")
        }
        return cursors.first ?? .newest
    }

    private func limit(of request: Request) throws -> Int {
        try request.limit(default: Limits.pageMessagesDefault, max: Limits.pageMessagesMax)
    }

    private struct Post: RequestBody {
        var content: String
        var client_id: String?
        var reply_to: Int64?
        var attachment_ids: [Int64]?

        static let schema: Schema = .body([
            "content": .contentBesideFiles,
            "client_id?": .clientID.described("The sender's own id of the message, unique for that sender."),
            "reply_to?": .id.described("The `seq` of a message in the same room."),
            "attachment_ids?": .list(of: .id, countMax: Limits.attachmentsPerMessageMax).described(
                "Files of the sender's own, uploaded to this room, that no message names yet."),
        ])
        static let example: JSONValue = ["content": "hi", "client_id": "0f8b", "reply_to": 41, "attachment_ids": [5]]
    }

    var postMessage: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/messages", "Posts a message.",
            """
            It is answered once it is durable. A repeated `client_id` changes nothing and returns the first message, \
            so that sending again after a lost answer is harmless. Posting counts as reading. Every socket of the \
            room hears `message`. Posting, editing, deleting and reacting share `message-rate`.
            """,
            parameters: [.room],
            body: Post.self,
            answers: [
                .created("The message.", .message), .ok("The first message with this `client_id`.", .message),
            ],
            errors: [.notAMember, .notFound, .clientIDReused, .otherDeactivated, .rateLimited],
            handler: post)
    }

    private func post(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let body = try await request.decode(Post.self)
        let posted = try await dependencies.chat.post(
            Draft(
                roomID: room, content: body.content, clientID: body.client_id, replyTo: body.reply_to,
                attachmentIDs: (body.attachment_ids ?? []).map { Attachment.ID($0) }), by: caller)
        return .json(JSONWriter.bytes { $0.message(posted.message) }, status: posted.isNew ? .created : .ok)
    }

    var listChanges: Operation {
        Operation(
            .get, "/api/v1/rooms/{room}/changes", "Returns the messages that were changed after a `rev`.",
            "Edited, deleted or reacted to since, as they now are, by ascending `rev`.",
            parameters: [
                .room, .query("after_rev", .cursor, "The newest change that the client knows; 0 without it."),
                .limit(default: Limits.pageMessagesDefault, max: Limits.pageMessagesMax),
            ],
            answers: [.ok("The page.", .changePage)],
            errors: [.notAMember, .notFound, .invalid],
            handler: changes)
    }

    private func changes(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.changes(
            in: try context.id("room", .room), after: try request.number("after_rev") ?? 0,
            limit: try limit(of: request), for: caller)
        let answer = ListAnswer<Message>(
            key: "messages",
            end: { [lastRev = page.lastRev, hasMore = page.hasMore] json in
                json.member("last_rev", lastRev)
                json.member("has_more", hasMore)
            },
            write: { $0.message($1) })
        return try answer.response(page.messages, context) { try dependencies.answers.take(.user(caller.userID)) }
    }

    private struct Edit: RequestBody {
        var content: String

        static let schema: Schema = .body(["content": .contentBesideFiles])
        static let example: JSONValue = ["content": "hello"]
    }

    var editMessage: Operation {
        Operation(
            .patch, "/api/v1/rooms/{room}/messages/{seq}", "Edits a message.",
            "For its author alone. The same content again changes nothing; else every socket of the room hears "
                + "`change`.",
            parameters: [.room, .seq],
            body: Edit.self,
            answers: [.ok("The message as it now is.", .message)],
            errors: [.forbidden, .notAMember, .notFound, .messageDeleted, .rateLimited],
            handler: edit)
    }

    private func edit(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (room, seq) = try context.message()
        let message = try await dependencies.chat.edit(
            seq, in: room, to: try await request.decode(Edit.self).content, by: caller)
        return .json(JSONWriter.bytes { $0.message(message) })
    }

    var deleteMessage: Operation {
        Operation(
            .delete, "/api/v1/rooms/{room}/messages/{seq}", "Deletes what a message says; its place in the log stays.",
            """
            For its author, the room's owner, and administrators who are members. Deleting again is harmless. Every \
            socket of the room hears `change`.
            """,
            parameters: [.room, .seq],
            answers: [.done("Nothing is left of its content.")],
            errors: [.forbidden, .notAMember, .notFound],
            handler: delete)
    }

    private func delete(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (room, seq) = try context.message()
        try await dependencies.chat.delete(seq, in: room, by: caller)
        return .done()
    }
}

extension SnugContext {
    /// Returns the room and the number of the message that the path names.
    func message() throws -> (room: Room.ID, seq: Int64) {
        let seq: Message.ID = try id("seq", .message)
        return (try id("room", .room), seq.rawValue)
    }
}
