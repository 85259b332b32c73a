import Hummingbird
import SnugChat

/// Members of a room: added, removed, and what each has read and wants to hear.
struct MemberRoutes: RouteGroup {
    static let tag = OperationTag.rooms
    let dependencies: RouteDependencies

    var operations: [Operation] { [addMember, removeMember, markRead, markUnread, setNotify, pinRoom] }

    private struct Add: RequestBody {
        var user_id: Int64

        static let schema: Schema = .body(["user_id": .id])
        static let example: JSONValue = ["user_id": 9]
    }

    var addMember: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/members", "Adds someone to a room, or the caller to an open one.",
            """
            Any member of a group or open room adds people; nobody is added to a direct room. The new member sees the \
            whole history and has read it. Someone who is in already stays as they are. They hear `room` on their \
            sockets.
            """,
            parameters: [.room],
            body: Add.self,
            answers: [.created("The member.", .member)],
            errors: [.forbidden, .notAMember, .notFound, .tooManyRooms, .rateLimited],
            handler: add)
    }

    private func add(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let user = User.ID(try await request.decode(Add.self).user_id)
        let member = try await dependencies.chat.addMember(user, to: room, by: caller)
        return .json(
            JSONWriter.bytes { $0.member(member, isOnline: dependencies.hub.isOnline(user)) }, status: .created)
    }

    var removeMember: Operation {
        Operation(
            .delete, "/api/v1/rooms/{room}/members/{user}", "Removes someone from a room, or lets the caller leave.",
            """
            Anyone leaves; the room's owner or an administrator removes others, but nobody from a direct room. When an \
            owner goes, the member who joined first is the next. Whoever goes hears `room_left`, the others `member`.
            """,
            parameters: [.room, .user],
            answers: [.done("They are no longer in the room.")],
            errors: [.forbidden, .notAMember, .notFound],
            handler: remove)
    }

    private func remove(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.removeMember(
            try context.id("user", .user), from: try context.id("room", .room), by: caller)
        return .done()
    }

    private struct Read: RequestBody {
        var seq: Int64

        static let schema: Schema = .body([
            "seq": .cursor.described("The newest message that has been read. One beyond the end counts as the end.")
        ])
        static let example: JSONValue = ["seq": 42]
    }

    var markRead: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/read", "Moves the caller's reading position forward.",
            "It never moves back and never passes the end, so repeating it is harmless. The room hears `read`.",
            parameters: [.room],
            body: Read.self,
            answers: [.done("Everything up to there has been read.")],
            errors: [.notAMember, .notFound],
            handler: read)
    }

    private func read(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        try await dependencies.chat.markRead(try await request.decode(Read.self).seq, in: room, by: caller)
        return .done()
    }

    private struct Unread: RequestBody {
        var seq: Int64

        static let schema: Schema = .body([
            "seq": .cursor.described("The message that is to be the first unread one. One beyond the end leaves none.")
        ])
        static let example: JSONValue = ["seq": 41]
    }

    var markUnread: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/unread", "Makes a message the first unread one.",
            """
            It holds for the caller alone, whose sockets hear `read` with the new position: others go on seeing how \
            far they had read.
            """,
            parameters: [.room],
            body: Unread.self,
            answers: [.done("It and all after it are unread.")],
            errors: [.notAMember, .notFound],
            handler: unread)
    }

    private func unread(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        try await dependencies.chat.markUnread(from: try await request.decode(Unread.self).seq, in: room, by: caller)
        return .done()
    }

    private struct Notify: RequestBody {
        var notify: String
        var until: String?

        static let schema: Schema = .body([
            "notify": .notify,
            "until?": .text(format: "date-time").described(
                "The moment from which on it is what it was before, at most \(Limits.notifyUntilMax.seconds / 86_400) days "
                    + "ahead; without it the choice stays."),
        ])
        static let example: JSONValue = ["notify": "nothing", "until": "2027-01-01T07:00:00.000Z"]
    }

    var setNotify: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/notify", "Chooses which of a room's messages notify the caller.",
            """
            It holds for the caller alone, whose sockets hear `room`. When `until` has come the room is as it was before, \
            which the room's `notify_after` says; that moment is not told, as clients know it.
            """,
            parameters: [.room],
            body: Notify.self,
            answers: [.done("It is so from now on.")],
            errors: [.notAMember, .notFound, .rateLimited],
            handler: notify)
    }

    private func notify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let body = try await request.decode(Notify.self)
        guard let notify = Member.Notify(rawValue: body.notify) else {
            throw Refusal.invalid("notify", "It is everything, mentions or nothing.")
        }
        let until = try body.until.map { text in
            guard let time = Timestamp(rfc3339: text) else {
                throw Refusal.invalid("until", "It is a moment such as 2027-01-01T07:00:00.000Z.")
            }
            return time
        }
        try await dependencies.chat.setNotify(notify, until: until, in: room, by: caller)
        return .done()
    }

    private struct Pin: RequestBody {
        var pinned: Bool

        static let schema: Schema = .body(["pinned": .bool])
        static let example: JSONValue = ["pinned": true]
    }

    var pinRoom: Operation {
        Operation(
            .post, "/api/v1/rooms/{room}/pin", "Puts a room at the top of the caller's list, or takes it away there.",
            "It holds for the caller alone, whose sockets hear `room`. At most \(Limits.roomsPinnedMax) at once.",
            parameters: [.room],
            body: Pin.self,
            answers: [.done("It is so from now on.")],
            errors: [.notAMember, .notFound, .tooManyPinned, .rateLimited],
            handler: pin)
    }

    private func pin(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        try await dependencies.chat.setPinned(try await request.decode(Pin.self).pinned, in: room, by: caller)
        return .done()
    }
}
