import Hummingbird
import SnugChat

/// The caller's own account, and the directory of people.
struct UserRoutes: RouteGroup {
    static let tag = OperationTag.people
    let dependencies: RouteDependencies

    var operations: [Operation] { [getMe, changeMe, listUsers, getUser] }

    var getMe: Operation {
        Operation(
            .get, "/api/v1/me", "Returns the caller's account.",
            answers: [.ok("The account.", .me)],
            handler: me)
    }

    private func me(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let account = try await dependencies.chat.account(of: caller)
        return .json(JSONWriter.bytes { $0.me(account) })
    }

    private struct Change: RequestBody {
        var name: String?
        var password: String?
        var current_password: String?
        var shows_presence: Bool?
        var shows_reading: Bool?
        /// Nil in it where they are to be none.
        var quiet: Quiet??
        var mails_missed: Bool?

        struct Quiet: Decodable {
            var from: String
            var to: String
            var time_zone: String
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            name = try values.decodeIfPresent(String.self, forKey: .name)
            password = try values.decodeIfPresent(String.self, forKey: .password)
            current_password = try values.decodeIfPresent(String.self, forKey: .current_password)
            shows_presence = try values.decodeIfPresent(Bool.self, forKey: .shows_presence)
            shows_reading = try values.decodeIfPresent(Bool.self, forKey: .shows_reading)
            mails_missed = try values.decodeIfPresent(Bool.self, forKey: .mails_missed)
            if values.contains(.quiet) { quiet = .some(try values.decodeIfPresent(Quiet.self, forKey: .quiet)) }
        }

        private enum CodingKeys: CodingKey {
            case name, password, current_password, shows_presence, shows_reading, quiet, mails_missed
        }

        static let schema: Schema = .body([
            "name?": .personName, "password?": .newPassword,
            "current_password?": .string.described("Needed with `password` where there is one already."),
            "shows_presence?": .bool.described("False to hide from others if one is there, and when one last was."),
            "shows_reading?": .bool.described("False to hide from others how far one has read."),
            "quiet?": .quietHours.described("The hours without notices; null for none."),
            "mails_missed?": .bool.described("False for no mails about what one has missed."),
        ])
        static let example: JSONValue = [
            "name": "Ada", "password": "eleven soft pillows", "current_password": "ten warm blankets",
            "shows_presence": true, "shows_reading": false,
            "quiet": ["from": "22:00", "to": "07:00", "time_zone": "Europe/Berlin"], "mails_missed": false,
        ]
    }

    var changeMe: Operation {
        Operation(
            .patch, "/api/v1/me",
            "Changes the caller's name, password, quiet hours and mails, and what others see of them.",
            """
            All of it or nothing. A new password ends the caller's other sessions and is told in a mail. The first one \
            takes no current one, but a sign-in of the last \(Limits.recentSignInWithin.seconds / 60) minutes or by a \
            login link. Everyone whom they share a room with hears `user` of a new name, and `presence` where they hide it or show it again.
            """,
            body: Change.self,
            answers: [.ok("The account as it now is.", .me)],
            errors: [.invalidCredentials, .recentSignInRequired, .rateLimited],
            handler: change)
    }

    private func change(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Change.self)
        try await dependencies.chat.changeProfile(
            ProfileChange(
                name: body.name, password: body.password, currentPassword: body.current_password,
                showsPresence: body.shows_presence, showsReading: body.shows_reading,
                quiet: try body.quiet.map { typed in
                    try typed.map { try QuietHours(typedFrom: $0.from, to: $0.to, timeZone: $0.time_zone) }
                },
                mailsMissed: body.mails_missed),
            of: caller, on: dependencies.device(of: request, context))
        return try await me(request, context)
    }

    var listUsers: Operation {
        Operation(
            .get, "/api/v1/users", "Lists the accounts in use.",
            """
            By ascending `id`. Addresses are for administrators alone. With `ids` it is the people named there, \
            `deactivated` ones too, on one page; nothing else in the query counts then.
            """,
            parameters: [
                .query(
                    "ids", .text(pattern: "^([0-9]+(,[0-9]+)*)?$"),
                    "Ids with commas between them, at most \(Limits.usersPageMax). Those of nobody are passed over."),
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
        // What does not count beside `ids` is still to be what it says it is.
        let after = try request.number("after").map { User.ID($0) }
        let limit = try request.limit(default: 50, max: Limits.usersPageMax)
        if let ids = try request.ids("ids") {
            let users = try await dependencies.chat.users(Set(ids.map { User.ID($0) }), for: caller)
            return answer(users, hasMore: false, to: caller)
        }
        let page = try await dependencies.chat.users(
            matching: try request.text("q"), after: after, limit: limit, for: caller)
        return answer(page.items, hasMore: page.hasMore, to: caller)
    }

    private func answer(_ users: [User], hasMore: Bool, to caller: Caller) -> Response {
        .json { json in
            json.array("users", users) { json, user in
                json.user(user, withEmail: caller.role.isAdministrator, isOnline: dependencies.hub.isOnline(user.id))
            }
            json.member("has_more", hasMore)
        }
    }

    var getUser: Operation {
        Operation(
            .get, "/api/v1/users/{user}", "Returns a person, `deactivated` or not.",
            "The address is for administrators alone.",
            parameters: [.user],
            answers: [.ok("The person.", .user)],
            errors: [.notFound],
            handler: show)
    }

    private func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let user = try await dependencies.chat.user(try context.id("user", .user), for: caller)
        let isOnline = dependencies.hub.isOnline(user.id)
        return .json(
            JSONWriter.bytes { $0.user(user, withEmail: caller.role.isAdministrator, isOnline: isOnline) })
    }
}
