import Hummingbird
import SnugChat

/// Rooms and who is in them.
struct RoomRoutes: Sendable {
    let dependencies: RouteDependencies

    func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let rooms = try await dependencies.chat.rooms(of: try await dependencies.caller(of: request))
        return .json { json in
            json.array("rooms", rooms) { json, room in json.room(room) }
        }
    }

    private struct Make: Decodable {
        var kind: String
        var name: String?
        var member_ids: [Int64]?
    }

    func make(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Make.self)
        guard let kind = Room.Kind(rawValue: body.kind) else {
            throw Refusal.invalid("kind", "kind is direct, group or open.")
        }
        let (room, isNew) = try await dependencies.chat.makeRoom(
            kind, name: body.name, with: (body.member_ids ?? []).map { User.ID($0) }, by: caller)
        return answer(room, status: isNew ? .created : .ok)
    }

    func open(_ request: Request, _ context: SnugContext) async throws -> Response {
        let rooms = try await dependencies.chat.openRooms(
            for: try await dependencies.caller(of: request),
            matching: request.text("q"),
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

    func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        return answer(try await dependencies.chat.room(try context.id("room", .room), for: caller))
    }

    private struct Rename: Decodable {
        var name: String
    }

    func rename(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let body = try await request.decode(Rename.self)
        return answer(try await dependencies.chat.renameRoom(room, to: body.name, by: caller))
    }

    func delete(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.deleteRoom(
            try context.id("room", .room), by: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    private struct AddMember: Decodable {
        var user_id: Int64
    }

    func addMember(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let room: Room.ID = try context.id("room", .room)
        let user = User.ID(try await request.decode(AddMember.self).user_id)
        let member = try await dependencies.chat.addMember(user, to: room, by: caller)
        return .json(
            JSONWriter.bytes { $0.member(member, isOnline: dependencies.hub.isOnline(user)) }, status: .created)
    }

    func removeMember(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.removeMember(
            try context.id("user", .user), from: try context.id("room", .room), by: caller)
        return .done()
    }

    private struct Notify: Decodable {
        var notify: String
    }

    func setNotify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        guard let notify = Member.Notify(rawValue: try await request.decode(Notify.self).notify) else {
            throw Refusal.invalid("notify", "It is everything, mentions or nothing.")
        }
        try await dependencies.chat.setNotify(notify, in: try context.id("room", .room), by: caller)
        return .done()
    }

    private func answer(_ room: RoomDetail, status: HTTPResponse.Status = .ok) -> Response {
        .json(JSONWriter.bytes { $0.room(room, isOnline: dependencies.hub.isOnline) }, status: status)
    }
}
