import Hummingbird
import SnugChat

/// The original app's rooms and messages (PROTOCOL §5), on the same use cases as everything else.
struct LegacyRoomRoutes: RouteGroup {
    static let tag = OperationTag.originalApp
    let dependencies: RouteDependencies

    var operations: [Operation] {
        [
            legacyListUsers, legacyMakeRoom, legacyAddUser, legacyListRooms, legacyListMessages, legacyPostMessage,
        ]
    }

    var legacyListUsers: Operation {
        Operation(
            legacy: .get, "/users", "Lists the accounts in use.",
            "At most \(Limits.legacyUsersMax), by ascending `id`.",
            answer: .list(of: .object(["id": .id, "name": .string])),
            handler: users)
    }

    private func users(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        return try await answer(users(after: nil, left: Limits.legacyUsersMax, for: caller), to: caller, context) {
            json, user in
            json.object { json in
                json.member("id", user.id.rawValue)
                json.member("name", user.name)
            }
        }
    }

    private func users(after: User.ID?, left: Int, for caller: Caller) async throws -> Piece<User> {
        let page = try await dependencies.chat.users(
            matching: nil, after: after, limit: min(left, Limits.usersPageMax), for: caller)
        let left = left - page.items.count
        guard page.hasMore, left > 0, let last = page.items.last else { return Piece(page.items) }
        return Piece(page.items) { try await users(after: last.id, left: left, for: caller) }
    }

    /// Answers with a list alone.
    private func answer<Element: Sendable>(
        _ list: Piece<Element>,
        to caller: Caller,
        _ context: SnugContext,
        write: @escaping @Sendable (inout JSONWriter, Element) -> Void
    ) throws -> Response {
        try ListAnswer(write: write).response(list, context) { try dependencies.answers.take(.user(caller.userID)) }
    }

    private struct MakeRoom: RequestBody {
        var room_name: String?
        var user_ids: [Int64]

        static let schema: Schema = .body([
            "room_name?": .string.described("Needed for a group; a direct room has none."),
            "user_ids": .list(of: .id),
        ])
        static let example: JSONValue = ["room_name": "Kitchen", "user_ids": [3, 7, 9]]
    }

    var legacyMakeRoom: Operation {
        Operation(
            legacy: .post, "/create-room", "Makes a room of the people named, or returns the direct room of two.",
            "The caller must be among them (else 403). Two make a direct room, any other number a group.",
            body: MakeRoom.self,
            answer: .object(["room_id": .id, "message": .string]),
            errors: [.forbidden, .tooManyRooms, .rateLimited],
            handler: makeRoom)
    }

    private func makeRoom(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(MakeRoom.self, anyType: true)
        let users = Set(body.user_ids.map { User.ID($0) })
        guard users.contains(caller.userID) else {
            throw Refusal.forbidden("You can only make a room that you are in.")
        }
        let (room, isNew) = try await dependencies.chat.makeRoom(
            users.count == 2 ? .direct : .group, name: body.room_name, with: Array(users), by: caller)
        return .json { json in
            json.member("room_id", room.summary.room.id.rawValue)
            json.member("message", isNew ? "The room is made." : "You have this room already.")
        }
    }

    private struct AddUser: RequestBody {
        var room_id: Int64
        var user_id: Int64

        static let schema: Schema = .body(["room_id": .id, "user_id": .id])
        static let example: JSONValue = ["room_id": 7, "user_id": 9]
    }

    var legacyAddUser: Operation {
        Operation(
            legacy: .post, "/add-user", "Adds someone to a room, as `POST /api/v1/rooms/{room}/members`.",
            body: AddUser.self,
            answer: .legacyMessage,
            errors: [.forbidden, .notAMember, .notFound, .tooManyRooms, .rateLimited],
            handler: addUser)
    }

    private func addUser(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(AddUser.self, anyType: true)
        _ = try await dependencies.chat.addMember(User.ID(body.user_id), to: Room.ID(body.room_id), by: caller)
        return .message("They are in the room.")
    }

    var legacyListRooms: Operation {
        Operation(
            legacy: .get, "/rooms", "Lists the caller's rooms.",
            "Newest activity first.",
            parameters: [.query("user_id", .cursor, "The caller's own id; another's is 403.")],
            answer: .list(
                of: .object([
                    "room_id": .id, "room_name": .string, "last_message": .string.orNull,
                    "last_message_time": .time.orNull,
                ])),
            errors: [.forbidden, .invalid],
            handler: rooms)
    }

    private func rooms(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        if let user = try request.number("user_id"), user != caller.userID.rawValue {
            throw Refusal.forbidden("These are another user's rooms.")
        }
        let rooms = try await dependencies.chat.rooms(of: caller)
        return try answer(rooms, to: caller, context) { json, room in
            json.object { json in
                json.member("room_id", room.room.id.rawValue)
                json.member("room_name", room.room.name)
                if let message = room.lastMessage {
                    json.member("last_message", message.textForOldReaders)
                    json.member("last_message_time", message.timestamp)
                } else {
                    json.null("last_message")
                    json.null("last_message_time")
                }
            }
        }
    }

    var legacyListMessages: Operation {
        Operation(
            legacy: .get, "/get-messages/{room}", "Returns the newest messages of a room.",
            "At most \(Limits.pageMessagesMax), oldest first.",
            parameters: [.room],
            answer: .list(
                of: .object(["user_id": .id, "content": .string, "timestamp": .time]),
                countMax: Limits.pageMessagesMax),
            errors: [.notAMember, .notFound],
            handler: messages)
    }

    private func messages(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.messages(
            in: try context.id("room", .room), .newest, limit: Limits.pageMessagesMax, for: caller)
        return try answer(page.messages, to: caller, context) { json, message in
            json.object { json in
                json.member("user_id", message.userID.rawValue)
                json.member("content", message.textForOldReaders)
                json.member("timestamp", message.timestamp)
            }
        }
    }

    private struct Post: RequestBody {
        var room_id: Int64
        var user_id: Int64?
        var content: String

        static let schema: Schema = .body([
            "room_id": .id, "user_id?": .id.described("The caller's own id; another's is 403."), "content": .content,
        ])
        static let example: JSONValue = ["room_id": 7, "user_id": 3, "content": "hi"]
    }

    var legacyPostMessage: Operation {
        Operation(
            legacy: .post, "/send-message", "Posts a message, as `POST /api/v1/rooms/{room}/messages`.",
            "Sent again, it is another message: there is no `client_id` here.",
            body: Post.self,
            answer: .legacyMessage,
            errors: [.forbidden, .notAMember, .notFound, .otherDeactivated, .rateLimited],
            handler: post)
    }

    private func post(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Post.self, anyType: true)
        if let user = body.user_id, user != caller.userID.rawValue {
            throw Refusal.forbidden("You can only send messages of your own.")
        }
        _ = try await dependencies.chat.post(Draft(roomID: Room.ID(body.room_id), content: body.content), by: caller)
        return .message("The message is sent.")
    }
}
