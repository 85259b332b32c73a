import Hummingbird
import SnugChat

/// Mentions: the messages that call the caller, over all rooms.
struct MentionRoutes: RouteGroup {
    static let tag = OperationTag.messages
    let dependencies: RouteDependencies

    var operations: [Operation] { [listMentions] }

    var listMentions: Operation {
        Operation(
            .get, "/api/v1/me/mentions", "Returns a page of the messages that call the caller.",
            """
            By name, or as everyone in a room, in the rooms that the caller is in; the newest first. The last \
            \(Limits.mentionsKeptMax) of each room are kept.
            """,
            parameters: [
                .query("before", .cursor, "The `id` of the message before which the page begins."),
                .limit(default: Limits.pageMessagesDefault, max: Limits.pageMessagesMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object([
                        "results": .list(of: .object(["message": .message]), countMax: Limits.pageMessagesMax),
                        "has_more": .bool,
                    ]))
            ],
            errors: [.invalid],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.mentions(
            before: try request.number("before").map { Message.ID($0) },
            limit: try request.limit(default: Limits.pageMessagesDefault, max: Limits.pageMessagesMax), of: caller)
        return .json { json in
            json.array("results", page.items) { json, message in
                json.object { $0.member("message", json: JSONWriter.bytes { $0.message(message) }) }
            }
            json.member("has_more", page.hasMore)
        }
    }
}
