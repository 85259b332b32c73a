import Hummingbird
import SnugChat

/// Registration, sign-in and codes (PROTOCOL §3).
struct AuthRoutes: RouteGroup {
    static let tag = OperationTag.signIn
    let dependencies: RouteDependencies

    var operations: [Operation] { [register, login, resendCode, verifyCode, signInByLink] }

    private struct Register: RequestBody {
        var name: String
        var email: String
        var password: String
        var invite: String?
        var cookie: Bool?

        static let schema: Schema = .body([
            "name": .personName, "email": .email, "password": .newPassword,
            "invite?": .string.described("The part of an invite's link behind `#`."), "cookie?": .wantsCookie,
        ])
        static let example: JSONValue = [
            "name": "Ada", "email": "ada@example.org", "password": "ten warm blankets",
            "invite": "12-Jd0vXo1zWb7QmE4sTn8uRg5y", "cookie": false,
        ]
    }

    var register: Operation {
        Operation(
            .post, "/api/v1/auth/register", "Asks for an account and mails a code that completes it.",
            """
            The answer is the same for an address that has an account, whose owner gets a mail that says so. \
            Registrations of one address stand side by side, the newest \(Limits.registrationsPerAddressMax), each \
            with a code of its own. An invite opens every kind of registration; where no relay is set that could carry \
            a code, its holder is signed in at once.
            """,
            caller: .everyone,
            body: Register.self,
            answers: [
                .accepted("A code is on its way.", .codeSent),
                .created("The invite stood in for the code: the caller is signed in.", .signedIn, headers: [.session]),
            ],
            errors: [.setupRequired, .registrationClosed, .invalidInvite, .rateLimited],
            handler: answerRegister)
    }

    private func answerRegister(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Register.self, bytesMax: Limits.signInBodyBytesMax)
        let outcome = try await dependencies.chat.register(
            name: body.name, email: body.email, password: body.password, invite: body.invite,
            from: dependencies.device(of: request, context))
        return switch outcome {
        case .codeSent(let sent): dependencies.answer(sent)
        case .signedIn(let signIn):
            try await dependencies.answer(signIn, asCookie: body.cookie ?? false, status: .created)
        }
    }

    private struct Login: RequestBody {
        var email: String
        var password: String

        static let schema: Schema = .body(["email": .string, "password": .string])
        static let example: JSONValue = ["email": "ada@example.org", "password": "ten warm blankets"]
    }

    var login: Operation {
        Operation(
            .post, "/api/v1/auth/login", "Checks the password and mails a code.",
            """
            An unknown address is refused as slowly as a wrong password. Within \(Limits.codeResendAfter.seconds) \
            seconds the code that went out stands and no second mail is sent. Wrong passwords are bounded by account \
            and by network.
            """,
            caller: .everyone,
            body: Login.self,
            answers: [.accepted("The password is right; a code is on its way.", .codeSent)],
            errors: [.invalidCredentials, .rateLimited],
            handler: answerLogin)
    }

    private func answerLogin(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Login.self, bytesMax: Limits.signInBodyBytesMax)
        return dependencies.answer(
            try await dependencies.chat.login(
                email: body.email, password: body.password, from: dependencies.device(of: request, context)))
    }

    var resendCode: Operation {
        Operation(
            .post, "/api/v1/auth/code", "Mails the next code where one is waited for.",
            """
            The answer is the same whatever the address. A new code voids the one before; within \
            \(Limits.codeResendAfter.seconds) seconds nothing is sent. It never starts a sign-in.
            """,
            caller: .everyone,
            body: AddressForm.self,
            answers: [.accepted("If a code is waited for, it is on its way.", .codeSent)],
            errors: [.rateLimited],
            handler: answerResendCode)
    }

    private func answerResendCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        dependencies.answer(
            try await dependencies.chat.resendCode(
                to: try await request.decode(AddressForm.self, bytesMax: Limits.signInBodyBytesMax).email,
                from: dependencies.device(of: request, context)))
    }

    private struct Verify: RequestBody {
        var email: String
        var code: String
        var password: String?
        var cookie: Bool?

        static let schema: Schema = .body([
            "email": .string, "code": .string.described("Six digits; spaces and dashes do not count."),
            "password?": .string.described("Of the registration that is meant, where several of the address wait."),
            "cookie?": .wantsCookie,
        ])
        static let example: JSONValue = [
            "email": "ada@example.org", "code": "123 456", "password": "ten warm blankets", "cookie": false,
        ]
    }

    var verifyCode: Operation {
        Operation(
            .post, "/api/v1/auth/verify", "Signs in by the mailed code.",
            """
            It completes a registration that waited for its code; while several of the address wait, the password, \
            here or at a sign-in from the same device before, says which. A code works once, for \
            \(Limits.codeLifetime.seconds / 60) minutes; the wrong try number \(Limits.codeTriesMax) voids it.
            """,
            caller: .everyone,
            body: Verify.self,
            answers: [.ok("The caller is signed in.", .signedIn, headers: [.session])],
            errors: [.invalidCode, .codeExpired, .tooManyAttempts, .passwordRequired, .invalidInvite, .rateLimited],
            handler: answerVerify)
    }

    private func answerVerify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Verify.self, bytesMax: Limits.signInBodyBytesMax)
        let signIn = try await dependencies.chat.verify(
            email: body.email, code: body.code, password: body.password,
            device: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }

    private struct Link: RequestBody {
        var token: String
        var cookie: Bool?

        static let schema: Schema = .body([
            "token": .string.described("The part of the link behind `#`."), "cookie?": .wantsCookie,
        ])
        static let example: JSONValue = ["token": "3-p0QZ8rXv6LdWm2KyTa9", "cookie": true]
    }

    var signInByLink: Operation {
        Operation(
            .post, "/api/v1/auth/link", "Signs in by a login link.",
            """
            A link works once, for \(Limits.loginLinkLifetime.seconds / 60) minutes. One from the mail that tells an address \
            of another in its place works for \(Limits.takeBackLifetime.seconds / 86_400) days and takes the account back: \
            it puts that address back, ends every session, and erases the password and the passkeys that are newer.
            """,
            caller: .everyone,
            body: Link.self,
            answers: [.ok("The caller is signed in.", .signedIn, headers: [.session])],
            errors: [.invalidLoginLink, .emailTaken, .rateLimited],
            handler: answerSignInByLink)
    }

    private func answerSignInByLink(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Link.self, bytesMax: Limits.signInBodyBytesMax)
        let signIn = try await dependencies.chat.signIn(
            byLink: body.token, on: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }
}
