import Hummingbird
import SnugChat

/// Accounts, sessions, rooms and the audit trail, as administrators see and change them.
struct AdministrationRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies

    var operations: [Operation] {
        [changeUser, listAccounts, listAudit, listEveryRoom, listEverySession, endAnySession]
    }

    private struct Change: RequestBody {
        var role: String?
        var deactivated: Bool?
        var email: String?

        static let schema: Schema = .body([
            "role?": .role, "deactivated?": .bool,
            "email?": .email.described("The address in the place of the account's, set by owners."),
        ])
        static let example: JSONValue = ["role": "admin", "deactivated": false, "email": "ada@snug.example"]
    }

    var changeUser: Operation {
        Operation(
            .patch, "/api/v1/users/{user}", "Changes someone's role or address, or whether they can sign in.",
            """
            Only an owner changes an owner, or makes one; the last one stays. Deactivating ends every session at once. \
            The same again changes nothing. Another role takes a sign-in of the last \
            \(Limits.recentSignInWithin.seconds / 60) minutes; a higher one voids the codes and links that let in. So does \
            another address, which is for owners, and for others than themselves: it ends every session and voids \
            passkeys, codes and links, and the address before is told by mail.
            """,
            caller: .administrator,
            parameters: [.user],
            body: Change.self,
            answers: [.ok("The account as it now is.", .account)],
            errors: [.recentSignInRequired, .notFound, .lastOwner, .accountClosed, .emailTaken, .rateLimited],
            handler: change)
    }

    private func change(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let body = try await request.decode(Change.self)
        let change = AccountChange(
            role: try body.role.map { try Role(checking: $0) }, isDeactivated: body.deactivated,
            email: try body.email.map { try EmailAddress(checking: $0) })
        let user = try await dependencies.chat.changeAccount(
            try context.id("user", .user), change, by: caller, from: dependencies.device(of: request, context))
        return .json(JSONWriter.bytes { $0.account(user, isOnline: dependencies.hub.isOnline(user.id)) })
    }

    var listAccounts: Operation {
        Operation(
            .get, "/api/v1/accounts", "Lists every account with its address, deactivated ones too.",
            "By ascending `id`.",
            caller: .administrator,
            parameters: [
                .query("after", .cursor, "The `id` after which the page begins."),
                .limit(default: 50, max: Limits.usersPageMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object(["accounts": .list(of: .account, countMax: Limits.usersPageMax), "has_more": .bool]))
            ],
            errors: [.invalid],
            handler: accounts)
    }

    private func accounts(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
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

    var listEveryRoom: Operation {
        Operation(
            .get, "/api/v1/admin/rooms", "Lists every room there is.",
            """
            By ascending `id`, never with what is said there or who is in it; of a direct room neither a name nor who \
            made it.
            """,
            caller: .administrator,
            parameters: [
                .query("after", .cursor, "The `id` after which the page begins."),
                .limit(default: 50, max: Limits.roomsPageMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object(["rooms": .list(of: .roomFromOutside, countMax: Limits.roomsPageMax), "has_more": .bool]))
            ],
            errors: [.invalid],
            handler: rooms)
    }

    private func rooms(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let page = try await dependencies.chat.everyRoom(
            after: try request.number("after").map { Room.ID($0) },
            limit: try request.limit(default: 50, max: Limits.roomsPageMax), for: caller)
        return .json { json in
            json.array("rooms", page.items) { json, room in json.roomFromOutside(room) }
            json.member("has_more", page.hasMore)
        }
    }

    var listEverySession: Operation {
        Operation(
            .get, "/api/v1/admin/sessions", "Lists everyone's sessions.",
            "The latest sign-in first.",
            caller: .administrator,
            parameters: [
                .query("user_id", .cursor, "The person whose sessions are listed; everyone's without it."),
                .query("before", .cursor, "The `id` before which the page begins."),
                .limit(default: 50, max: Limits.sessionsPageMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object([
                        "sessions": .list(of: .namedSession, countMax: Limits.sessionsPageMax), "has_more": .bool,
                    ]))
            ],
            errors: [.invalid],
            handler: sessions)
    }

    private func sessions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
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

    var endAnySession: Operation {
        Operation(
            .delete, "/api/v1/admin/sessions/{session}", "Ends anyone's session.",
            "An owner's takes an owner. Its sockets close with 4401 within a second.",
            caller: .administrator,
            parameters: [.path("session", .id, "The session's id.")],
            answers: [.done("The session is over.")],
            errors: [.notFound],
            handler: endSession)
    }

    private func endSession(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        try await dependencies.chat.endSession(
            try context.id("session", .session), byAdministrator: caller,
            from: dependencies.device(of: request, context))
        return .done()
    }

    var listAudit: Operation {
        Operation(
            .get, "/api/v1/audit", "Lists who did what to accounts, sessions, invites, rooms and settings.",
            "Newest first. Entries are kept for \(Limits.auditKeptFor.seconds / 86_400) days.",
            caller: .administrator,
            parameters: [
                .query("before", .cursor, "The `id` before which the page begins."),
                .limit(default: 50, max: Limits.auditPageMax),
            ],
            answers: [
                .ok(
                    "The page.",
                    .object(["entries": .list(of: .auditEntry, countMax: Limits.auditPageMax), "has_more": .bool]))
            ],
            errors: [.invalid],
            handler: audit)
    }

    private func audit(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let page = try await dependencies.chat.audit(
            before: try request.number("before").map { AuditEntry.ID($0) },
            limit: try request.limit(default: 50, max: Limits.auditPageMax), for: caller)
        return .json { json in
            json.array("entries", page.items) { json, entry in json.audit(entry) }
            json.member("has_more", page.hasMore)
        }
    }
}
