import Hummingbird
import SnugChat

/// Oneself and the others.
struct UserRoutes: Sendable {
    let desk: Desk

    func me(_ request: Request, _ context: SnugContext) async throws -> Response {
        let user = try await desk.chat.me(try await desk.caller(of: request))
        return .json(JSONWriter.bytes { $0.me(user) })
    }

    private struct Change: Decodable {
        var name: String?
        var password: String?
        var current_password: String?
    }

    func changeMe(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await desk.caller(of: request)
        let body = try await request.decode(Change.self)
        if let password = body.password {
            guard let current = body.current_password else {
                throw Refusal.invalid("current_password", "Give the current password too.")
            }
            try await desk.chat.changePassword(of: caller, from: current, to: password)
        }
        if let name = body.name { try await desk.chat.rename(caller, to: name) }
        return try await me(request, context)
    }

    func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await desk.caller(of: request)
        let page = try await desk.chat.users(
            matching: request.text("q"),
            after: try request.number("after").map { User.ID($0) },
            limit: try request.limit(default: 50, max: Limits.usersPageMax))
        return .json { json in
            json.array("users", page.users) { json, user in
                json.user(user, withEmail: caller.role.isAdministrator, isOnline: desk.hub.isOnline(user.id))
            }
            json.member("has_more", page.hasMore)
        }
    }
}
