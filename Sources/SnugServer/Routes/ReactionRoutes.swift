import Hummingbird
import SnugChat

/// Reactions to messages.
struct ReactionRoutes: RouteGroup {
    static let tag = OperationTag.messages
    let dependencies: RouteDependencies

    var operations: [Operation] { [addReaction, removeReaction] }

    private static let path = "/api/v1/rooms/{room}/messages/{seq}/reactions/{emoji}"
    private static let parameters: [Operation.Parameter] = [
        .room, .seq,
        .path(
            "emoji", .text(characters: 1...Limits.emojiBytesMax),
            "One emoji of at most \(Limits.emojiBytesMax) bytes of UTF-8, percent-encoded.", example: "\u{1F44D}"),
    ]
    private static let errors: [DocumentedError] = [
        .notAMember, .notFound, .messageDeleted, .invalid, .rateLimited,
    ]

    var addReaction: Operation {
        Operation(
            .put, Self.path, "Adds the caller's reaction to a message.",
            """
            Adding it again is harmless. A message has at most \(Limits.reactionsMax) different ones. Every socket of \
            the room hears `change`.
            """,
            parameters: Self.parameters,
            answers: [.done("The reaction is there.")],
            errors: Self.errors,
            handler: { try await set(true, $0, $1) })
    }

    var removeReaction: Operation {
        Operation(
            .delete, Self.path, "Removes the caller's reaction from a message.",
            "Removing it again is harmless. Every socket of the room hears `change`.",
            parameters: Self.parameters,
            answers: [.done("The reaction is gone.")],
            errors: Self.errors,
            handler: { try await set(false, $0, $1) })
    }

    private func set(_ isWanted: Bool, _ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (room, seq) = try context.message()
        let emoji = context.text("emoji") ?? ""
        try await dependencies.chat.react(emoji, isWanted: isWanted, to: seq, in: room, by: caller)
        return .done()
    }
}
