import HTTPTypes
import Hummingbird
import SnugChat

/// Help for people who cannot get in: accounts made for them, login links, and codes that no mail brings.
struct HelpRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies

    var operations: [Operation] { [listWaitingCodes, handOnCode, makeLoginLink, addAccount, welcomeAgain] }

    private static let recent = "It takes a sign-in of the last \(Limits.recentSignInWithin.seconds / 60) minutes."

    var listWaitingCodes: Operation {
        Operation(
            .get, "/api/v1/admin/waiting", "Lists the codes that wait to be entered.",
            "Newest first, at most \(Limits.waitingCodesMax), and never the code itself.",
            caller: .administrator,
            answers: [
                .ok(
                    "The codes.", .object(["waiting": .list(of: .waitingCode, countMax: Limits.waitingCodesMax)]))
            ],
            handler: waiting)
    }

    private func waiting(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let codes = try await dependencies.chat.waitingCodes(for: caller)
        return .json { json in json.array("waiting", codes) { json, code in json.waitingCode(code) } }
    }

    var handOnCode: Operation {
        Operation(
            .post, "/api/v1/admin/waiting/{code}/code", "Makes a new code in the place of one that waits.",
            """
            For owners, who hand it on by another way; it is noted in the audit trail. \(Self.recent) The code of another \
            owner is not handed on.
            """,
            caller: .owner,
            parameters: [.path("code", .id, "The waiting code's id.")],
            answers: [
                .created("The code.", .object(["code": .string, "email": .string, "expires_at": .time]))
            ],
            errors: [.recentSignInRequired, .notFound],
            handler: handOn)
    }

    private func handOn(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.owner(of: request)
        let handed = try await dependencies.chat.handOnCode(
            try context.id("code", .code), by: caller, from: dependencies.device(of: request, context))
        return Response.json(status: .created) { json in
            json.member("code", handed.code)
            json.member("email", handed.email.text)
            json.member("expires_at", handed.expiresAt)
        }.keepingSecret()
    }

    var makeLoginLink: Operation {
        Operation(
            .post, "/api/v1/users/{user}/login-link", "Makes a link that signs someone in once.",
            """
            It needs neither password nor code, for \(Limits.loginLinkLifetime.seconds / 60) minutes; the one before is \
            void. Owners make one for everybody, other administrators for members. \(Self.recent)
            """,
            caller: .administrator,
            parameters: [.user],
            answers: [.created("The link.", .loginLink)],
            errors: [.recentSignInRequired, .notFound, .deactivated, .rateLimited],
            handler: loginLink)
    }

    private func loginLink(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let link = try await dependencies.chat.makeLoginLink(
            for: try context.id("user", .user), by: caller, from: dependencies.device(of: request, context))
        return Response.json(JSONWriter.bytes { $0.loginLink(link) }, status: .created).keepingSecret()
    }

    private struct New: RequestBody {
        var name: String
        var email: String
        var role: String?

        static let schema: Schema = .body([
            "name": .personName, "email": .email, "role?": .role.described("`member` without it."),
        ])
        static let example: JSONValue = ["name": "Dora", "email": "dora@example.org", "role": "member"]
    }

    var addAccount: Operation {
        Operation(
            .post, "/api/v1/accounts", "Makes an account for someone.",
            """
            It has no password: its holder comes in by the link, which is mailed to them as well where a relay is set, \
            and then chooses one. It is good once, for \(Limits.welcomeLinkLifetime.seconds / 86_400) days. They land in the \
            room that welcomes. Others than members are made by owners. \(Self.recent)
            """,
            caller: .administrator,
            body: New.self,
            answers: [.created("The account and its link.", .addedAccount)],
            errors: [.recentSignInRequired, .emailTaken, .rateLimited],
            handler: add)
    }

    private func add(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let body = try await request.decode(New.self)
        let role = try body.role.map { try Role(checking: $0) }
        let added = try await dependencies.chat.addAccount(
            name: body.name, email: body.email, role: role ?? .member, by: caller,
            from: dependencies.device(of: request, context))
        return answer(added)
    }

    private struct Again: RequestBody {
        var email: String?

        static let schema: Schema = .body(["email?": .email.described("The address in the place of the account's.")])
        static let example: JSONValue = ["email": "dora@example.org"]
    }

    var welcomeAgain: Operation {
        Operation(
            .post, "/api/v1/users/{user}/welcome-link",
            "Makes the link anew by which someone comes in for whom an account was made.",
            """
            For as long as they never have. It is good once, for \(Limits.welcomeLinkLifetime.seconds / 86_400) days, and \
            mailed as well where a relay is set; the one before is void. With `email`, the account has this address from \
            now on. Owners make one for everybody, other administrators for members. \(Self.recent)
            """,
            caller: .administrator,
            parameters: [.user],
            body: Again.self,
            answers: [.created("The account and its link.", .addedAccount)],
            errors: [.recentSignInRequired, .notFound, .deactivated, .hasComeIn, .emailTaken, .rateLimited],
            handler: again)
    }

    private func again(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let body = try await request.decode(Again.self)
        return answer(
            try await dependencies.chat.welcomeAgain(
                try context.id("user", .user), at: body.email, by: caller,
                from: dependencies.device(of: request, context)))
    }

    private func answer(_ added: Chat.AddedAccount) -> Response {
        Response.json(status: .created) { json in
            json.accountMembers(of: added.user, isOnline: false)
            json.member("login_link", json: JSONWriter.bytes { $0.loginLink(added.link) })
            json.member("mailed", added.isMailed)
        }.keepingSecret()
    }
}
