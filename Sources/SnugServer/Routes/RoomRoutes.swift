import HTTPTypes
import Hummingbird
import SnugChat

/// Rooms: listed, made, renamed, deleted.
struct RoomRoutes: RouteGroup {
    static let tag = OperationTag.rooms
    let dependencies: RouteDependencies

    var operations: [Operation] { [listRooms, makeRoom, listOpenRooms, getRoom, renameRoom, deleteRoom] }

    var listRooms: Operation {
        Operation(
            .get, "/api/v1/rooms", "Lists the caller's rooms.",
            "All of them, newest activity first, each with its last message and what the caller has not read.",
            answers: [.ok("The rooms.", .object(["epoch": .epoch, "rooms": .list(of: .room)]))],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let epoch = try await dependencies.chat.epoch(for: caller)
        let rooms = try await dependencies.chat.rooms(of: caller)
        return try ListAnswer<RoomSummary>(
            key: "rooms", begin: { $0.member("epoch", epoch) }, write: { $0.room($1) }
        ).response(rooms, context) { try dependencies.answers.take(.user(caller.userID)) }
    }

    private struct Make: RequestBody {
        var kind: String
        var name: String?
        var member_ids: [Int64]?

        static let schema: Schema = .body([
            "kind": .roomKind.described("direct: two people; group: members only; open: anyone may join."),
            "name?": .roomName.described("Needed but for a direct room, which takes its name from its people."),
            "member_ids?": .list(of: .id, countMax: Limits.membersAtOnceMax)
                .described("The others; exactly one for a direct room. The caller is in the room anyway."),
        ])
        static let example: JSONValue = ["kind": "group", "name": "Kitchen", "member_ids": [3, 9]]
    }

    var makeRoom: Operation {
        Operation(
            .post, "/api/v1/rooms", "Makes a room with the caller in it.",
            """
            The caller owns it. A pair of people has one direct room: made again, it is returned as it is, and whoever \
            had left is in it again. Everyone in it hears `room` on their sockets.
            """,
            body: Make.self,
            answers: [.created("The new room.", .roomDetail), .ok("The direct room that the pair has.", .roomDetail)],
            errors: [.tooManyRooms, .rateLimited],
            handler: make)
    }

    private func make(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Make.self)
        guard let kind = Room.Kind(rawValue: body.kind) else {
            throw Refusal.invalid("kind", "kind is direct, group or open.")
        }
        let (room, isNew) = try await dependencies.chat.makeRoom(
            kind, name: body.name, with: (body.member_ids ?? []).map { User.ID($0) }, by: caller)
        return try answer(room, status: isNew ? .created : .ok, context)
    }

    var listOpenRooms: Operation {
        Operation(
            .get, "/api/v1/rooms/open", "Lists open rooms that the caller could join.",
            "Newest activity first. There are no further pages: `q` narrows the list.",
            parameters: [
                .query("q", .string, "A part of the room's name, in any case."),
                .limit(default: 50, max: Limits.openRoomsMax),
            ],
            answers: [
                .ok("The rooms.", .object(["rooms": .list(of: .openRoom, countMax: Limits.openRoomsMax)]))
            ],
            errors: [.invalid],
            handler: open)
    }

    private func open(_ request: Request, _ context: SnugContext) async throws -> Response {
        let rooms = try await dependencies.chat.openRooms(
            for: try await dependencies.caller(of: request),
            matching: try request.text("q"),
            limit: try request.limit(default: 50, max: Limits.openRoomsMax))
        return .json { json in
            json.array("rooms", rooms) { json, room in
                json.object { json in
                    json.member("id", room.id.rawValue)
                    json.member("name", room.name)
                    json.member("member_count", room.memberCount)
                    json.member("last_activity_at", room.lastActivityAt)
                }
            }
        }
    }

    var getRoom: Operation {
        Operation(
            .get, "/api/v1/rooms/{room}", "Returns a room with its members.",
            "An open room answers to everyone signed in, without anything of what is said there; any other is 404 "
                + "from outside.",
            parameters: [.room],
            answers: [.ok("The room.", .roomDetail)],
            errors: [.notFound],
            handler: show)
    }

    private func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room = try await dependencies.chat.room(try context.id("room", .room), for: caller)
        return try answer(room, context) { try dependencies.answers.take(.user(caller.userID)) }
    }

    private struct Change: RequestBody {
        var name: String?
        var welcomes: Bool?

        static let schema: Schema = .body([
            "name?": .roomName,
            "welcomes?": .bool.described("True to let newcomers land there: of an open room alone, by administrators."),
        ])
        static let example: JSONValue = ["name": "Garden", "welcomes": true]
    }

    var renameRoom: Operation {
        Operation(
            .patch, "/api/v1/rooms/{room}", "Renames a room, or makes it the one where newcomers land.",
            """
            Its name is for the room's owner, and for administrators who can see it. A direct room has no name to \
            change. Newcomers land in one room at most: the one before is none any more. Its members hear `room` on \
            their sockets.
            """,
            parameters: [.room],
            body: Change.self,
            answers: [.ok("The room as it now is.", .roomDetail)],
            errors: [.forbidden, .notFound, .rateLimited],
            handler: change)
    }

    private func change(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let body = try await request.decode(Change.self)
        return try answer(
            try await dependencies.chat.changeRoom(
                room, RoomChange(name: body.name, welcomes: body.welcomes), by: caller,
                from: dependencies.device(of: request, context)),
            context)
    }

    var deleteRoom: Operation {
        Operation(
            .delete, "/api/v1/rooms/{room}", "Deletes a room with everything that was said there.",
            """
            For the room's owner, and for any administrator, who need not be in it. Two people who have talked in a \
            direct room leave it instead. It cannot be undone. Its members hear `room_left`.
            """,
            parameters: [.room],
            answers: [.done("The room is gone.")],
            errors: [.forbidden, .notFound],
            handler: delete)
    }

    private func delete(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.deleteRoom(
            try context.id("room", .room), by: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    /// - Parameter place: a closure that takes the place of a long answer; of one that tells of a change there is no
    ///   telling without, and such changes have a rate.
    private func answer(
        _ room: RoomDetail,
        status: HTTPResponse.Status = .ok,
        _ context: SnugContext,
        place: () throws -> AnswerQuota.Place? = { nil }
    ) throws -> Response {
        let (hub, summary) = (dependencies.hub, room.summary)
        let answer = ListAnswer<NamedMember>(
            key: "members",
            begin: { $0.roomMembers(of: summary) },
            write: { $0.member($1, isOnline: hub.isOnline($1.member.userID)) })
        return try answer.response(room.members, status: status, context, place: place)
    }
}
