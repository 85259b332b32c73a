import Hummingbird
import SnugChat

/// The caller's own account, and the directory of people.
struct UserRoutes: RouteGroup {
    static let tag = OperationTag.people
    let dependencies: RouteDependencies

    var operations: [Operation] { [getMe, changeMe, listUsers] }

    var getMe: Operation {
        Operation(
            .get, "/api/v1/me", "Returns the caller's account.",
            answers: [.ok("The account.", .me)],
            handler: me)
    }

    private func me(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let user = try await dependencies.chat.me(caller)
        let passkeys = try await dependencies.chat.passkeys(of: caller)
        return .json(JSONWriter.bytes { $0.me(user, passkeys: passkeys) })
    }

    private struct Change: RequestBody {
        var name: String?
        var password: String?
        var current_password: String?

        static let schema: Schema = .body([
            "name?": .personName, "password?": .newPassword,
            "current_password?": .string.described("Needed with `password`."),
        ])
        static let example: JSONValue = [
            "name": "Ada", "password": "eleven soft pillows", "current_password": "ten warm blankets",
        ]
    }

    var changeMe: Operation {
        Operation(
            .patch, "/api/v1/me", "Changes the caller's name or password.",
            """
            A new password ends the caller's other sessions and is told in a mail. The password is changed first, then \
            the name; each is kept by itself.
            """,
            body: Change.self,
            answers: [.ok("The account as it now is.", .me)],
            errors: [.invalidCredentials, .rateLimited],
            handler: change)
    }

    private func change(_ request: Request, _ context: SnugContext) async throws -> Response {
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

    var listUsers: Operation {
        Operation(
            .get, "/api/v1/users", "Lists the accounts in use.",
            "By ascending `id`. Addresses are for administrators alone.",
            parameters: [
                .query("q", .string, "A part of the name, in any case."),
                .query("after", .cursor, "The `id` after which the page begins."),
                .limit(default: 50, max: Limits.usersPageMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object(["users": .list(of: .user, countMax: Limits.usersPageMax), "has_more": .bool]))
            ],
            errors: [.invalid],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
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
