import HTTPTypes
import Hummingbird
import SnugChat

/// The caller's own account: another address, and its end.
struct OwnAccountRoutes: RouteGroup {
    static let tag = OperationTag.people
    let dependencies: RouteDependencies

    var operations: [Operation] { [changeEmail, verifyEmail, giveUpNewEmail, closeAccount] }

    private static let proof = """
        It takes the current password, of whoever has none a sign-in of the last \
        \(Limits.recentSignInWithin.seconds / 60) minutes.
        """

    private struct Change: RequestBody {
        var email: String
        var current_password: String?

        static let schema: Schema = .body(["email": .email, "current_password?": .string])
        static let example: JSONValue = ["email": "ada@snug.example", "current_password": "ten warm blankets"]
    }

    var changeEmail: Operation {
        Operation(
            .post, "/api/v1/me/email", "Mails a code to the caller's new address.",
            """
            The answer is the same where the address has an account, whose holder is told. \(Self.proof) Another address \
            that waited is given up.
            """,
            body: Change.self,
            answers: [.accepted("A code is on its way.", .codeSent)],
            errors: [.invalidCredentials, .recentSignInRequired, .rateLimited],
            handler: change)
    }

    private func change(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Change.self, bytesMax: Limits.signInBodyBytesMax)
        return dependencies.answer(
            try await dependencies.chat.changeEmail(
                to: body.email, password: body.current_password, of: caller,
                from: dependencies.device(of: request, context)))
    }

    private struct Verify: RequestBody {
        var code: String

        static let schema: Schema = .body([
            "code": .string.described("Six digits; spaces and dashes do not count.")
        ])
        static let example: JSONValue = ["code": "123 456"]
    }

    var verifyEmail: Operation {
        Operation(
            .post, "/api/v1/me/email/verify", "Makes the new address the caller's, by its code.",
            "The one before is told by mail, and what it let in by is void.",
            body: Verify.self,
            answers: [.ok("The account as it now is.", .me)],
            errors: [.invalidCode, .codeExpired, .tooManyAttempts, .emailTaken, .rateLimited],
            handler: verify)
    }

    private func verify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Verify.self, bytesMax: Limits.signInBodyBytesMax)
        try await dependencies.chat.verifyEmail(
            code: body.code, of: caller, from: dependencies.device(of: request, context))
        let account = try await dependencies.chat.account(of: caller)
        return .json(JSONWriter.bytes { $0.me(account) })
    }

    var giveUpNewEmail: Operation {
        Operation(
            .delete, "/api/v1/me/email", "Gives the caller's new address up.",
            "Where none waits, nothing changes.",
            answers: [.done("No new address waits.")],
            handler: giveUp)
    }

    private func giveUp(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await dependencies.chat.giveUpNewEmail(of: try await dependencies.caller(of: request))
        return .done()
    }

    private struct Close: RequestBody {
        var current_password: String?

        static let schema: Schema = .body(["current_password?": .string])
        static let example: JSONValue = ["current_password": "ten warm blankets"]
    }

    var closeAccount: Operation {
        Operation(
            .post, "/api/v1/me/close", "Closes the caller's account for good.",
            """
            Its sessions end, its address, picture, password and passkeys are erased, and it leaves all rooms; its name and what it \
            said stay. Others see it as `deactivated`. \(Self.proof)
            """,
            body: Close.self,
            answers: [.done("The account is closed.", headers: [.endOfSession, .emptiedCache])],
            errors: [.invalidCredentials, .recentSignInRequired, .lastOwner, .rateLimited],
            handler: close)
    }

    private func close(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Close.self, bytesMax: Limits.signInBodyBytesMax)
        try await dependencies.chat.closeAccount(
            password: body.current_password, of: caller, from: dependencies.device(of: request, context))
        return .signedOut(dependencies.site.expiredCookie)
    }
}
