import Hummingbird
import SnugChat

/// A room's log.
struct MessageRoutes: Sendable {
    let dependencies: RouteDependencies

    func page(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.messages(
            in: try context.id("room", .room), try cursor(of: request), limit: try limit(of: request), for: caller)
        return .json { json in
            json.array("messages", page.messages) { json, message in json.message(message) }
            json.member("has_more", page.hasMore)
        }
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

    private struct Post: Decodable {
        var content: String
        var client_id: String?
        var reply_to: Int64?
    }

    func post(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let body = try await request.decode(Post.self)
        let posted = try await dependencies.chat.post(
            Draft(roomID: room, content: body.content, clientID: body.client_id, replyTo: body.reply_to), by: caller)
        return .json(JSONWriter.bytes { $0.message(posted.message) }, status: posted.isNew ? .created : .ok)
    }

    func changes(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.changes(
            in: try context.id("room", .room), after: try request.number("after_rev") ?? 0,
            limit: try limit(of: request), for: caller)
        return .json { json in
            json.array("messages", page.messages) { json, message in json.message(message) }
            json.member("last_rev", page.lastRev)
            json.member("has_more", page.hasMore)
        }
    }

    private struct Edit: Decodable {
        var content: String
    }

    func edit(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (room, seq) = try place(context)
        let message = try await dependencies.chat.edit(
            seq, in: room, to: try await request.decode(Edit.self).content, by: caller)
        return .json(JSONWriter.bytes { $0.message(message) })
    }

    func delete(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (room, seq) = try place(context)
        try await dependencies.chat.delete(seq, in: room, by: caller)
        return .done()
    }

    func react(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await setReaction(true, request, context)
    }

    func unreact(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await setReaction(false, request, context)
    }

    private func setReaction(_ isWanted: Bool, _ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (room, seq) = try place(context)
        let emoji = context.text("emoji") ?? ""
        try await dependencies.chat.react(emoji, isWanted: isWanted, to: seq, in: room, by: caller)
        return .done()
    }

    private func place(_ context: SnugContext) throws -> (room: Room.ID, seq: Int64) {
        let seq: Message.ID = try context.id("seq", .message)
        return (try context.id("room", .room), seq.rawValue)
    }

    private struct Read: Decodable {
        var seq: Int64
    }

    func markRead(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        try await dependencies.chat.markRead(try await request.decode(Read.self).seq, in: room, by: caller)
        return .done()
    }
}
