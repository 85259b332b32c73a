import Hummingbird
import SnugChat

/// Oneself and the others.
struct UserRoutes: Sendable {
    let dependencies: RouteDependencies

    func me(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let user = try await dependencies.chat.me(caller)
        let passkeys = try await dependencies.chat.passkeys(of: caller)
        return .json(JSONWriter.bytes { $0.me(user, passkeys: passkeys) })
    }

    private struct Change: Decodable {
        var name: String?
        var password: String?
        var current_password: String?
    }

    func changeMe(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Change.self)
        if let password = body.password {
            guard let current = body.current_password else {
                throw Refusal.invalid("current_password", "Give the current password too.")
            }
            try await dependencies.chat.changePassword(
                of: caller, from: current, to: password, on: dependencies.device(of: request, context))
        }
        if let name = body.name { try await dependencies.chat.rename(caller, to: name) }
        return try await me(request, context)
    }

    func sessions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let sessions = try await dependencies.chat.sessions(of: caller)
        return .json { json in
            json.array("sessions", sessions) { json, session in
                json.session(session, isCurrent: session.id == caller.sessionID)
            }
        }
    }

    func endSession(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.endSession(
            try context.id("session", .session), of: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    func endOtherSessions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.endOtherSessions(of: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.users(
            matching: request.text("q"),
            after: try request.number("after").map { User.ID($0) },
            limit: try request.limit(default: 50, max: Limits.usersPageMax), for: caller)
        return .json { json in
            json.array("users", page.items) { json, user in
                json.user(user, withEmail: caller.role.isAdministrator, isOnline: dependencies.hub.isOnline(user.id))
            }
            json.member("has_more", page.hasMore)
        }
    }
}
