import Hummingbird
import SnugChat

/// What administrators do: accounts, sessions, rooms, invites, the audit trail.
struct AdministrationRoutes: Sendable {
    let dependencies: RouteDependencies

    private struct Change: Decodable {
        var role: String?
        var deactivated: Bool?
    }

    func changeUser(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Change.self)
        let role = try body.role.map { text in
            guard let role = Role(rawValue: text) else {
                throw Refusal.invalid("role", "A role is owner, admin or member.")
            }
            return role
        }
        let user = try await dependencies.chat.changeAccount(
            try context.id("user", .user), .init(role: role, isDeactivated: body.deactivated), by: caller,
            from: dependencies.device(of: request, context))
        return .json(JSONWriter.bytes { $0.account(user, isOnline: dependencies.hub.isOnline(user.id)) })
    }

    func accounts(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.accounts(
            after: try request.number("after").map { User.ID($0) },
            limit: try request.limit(default: 50, max: Limits.usersPageMax), for: caller)
        return .json { json in
            json.array("accounts", page.items) { json, user in
                json.account(user, isOnline: dependencies.hub.isOnline(user.id))
            }
            json.member("has_more", page.hasMore)
        }
    }

    func rooms(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.everyRoom(
            after: try request.number("after").map { Room.ID($0) },
            limit: try request.limit(default: 50, max: Limits.roomsPageMax), for: caller)
        return .json { json in
            json.array("rooms", page.items) { json, room in json.roomFromOutside(room) }
            json.member("has_more", page.hasMore)
        }
    }

    func sessions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.sessions(
            of: try request.number("user_id").map { User.ID($0) },
            before: try request.number("before").map { Session.ID($0) },
            limit: try request.limit(default: 50, max: Limits.sessionsPageMax), for: caller)
        return .json { json in
            json.array("sessions", page.items) { json, named in
                json.session(named, isCurrent: named.session.id == caller.sessionID)
            }
            json.member("has_more", page.hasMore)
        }
    }

    func endSession(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.endSession(
            try context.id("session", .session), byAdministrator: caller,
            from: dependencies.device(of: request, context))
        return .done()
    }

    func audit(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.audit(
            before: try request.number("before").map { AuditEntry.ID($0) },
            limit: try request.limit(default: 50, max: Limits.auditPageMax), for: caller)
        return .json { json in
            json.array("entries", page.items) { json, entry in json.audit(entry) }
            json.member("has_more", page.hasMore)
        }
    }

    func invites(_ request: Request, _ context: SnugContext) async throws -> Response {
        let invites = try await dependencies.chat.invites(for: try await dependencies.caller(of: request))
        return .json { json in
            json.array("invites", invites) { json, invite in json.invite(invite) }
        }
    }

    private struct New: Decodable {
        var name: String?
        /// Seconds.
        var expires_in: Int64?
        var uses: Int?
        var room_ids: [Int64]?
    }

    func makeInvite(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(New.self)
        let lifetime = body.expires_in.map { Duration.seconds(min(max($0, 0), 1 << 32)) }
        let invite = try await dependencies.chat.makeInvite(
            NewInvite(
                name: body.name, lifetime: lifetime, uses: body.uses,
                rooms: (body.room_ids ?? []).map { Room.ID($0) }),
            by: caller, from: dependencies.device(of: request, context))
        return .json(JSONWriter.bytes { $0.invite(invite) }, status: .created)
    }

    func revokeInvite(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.revokeInvite(
            try context.id("invite", .invite), by: caller, from: dependencies.device(of: request, context))
        return .done()
    }
}
