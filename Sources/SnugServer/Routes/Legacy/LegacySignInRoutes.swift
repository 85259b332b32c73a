import Hummingbird
import SnugChat

/// The original app's ways to an account (PROTOCOL §5), on the same use cases as everything else.
struct LegacySignInRoutes: RouteGroup {
    static let tag = OperationTag.originalApp
    let dependencies: RouteDependencies

    var operations: [Operation] {
        [
            legacyRegister, legacyLogin, legacySendCode, legacyVerifyCode, legacySendResetCode, legacyVerifyResetCode,
            legacyResetPassword,
        ]
    }

    private struct Register: RequestBody {
        var name: String
        var email: String
        var password: String

        static let schema: Schema = .body(["name": .personName, "email": .email, "password": .newPassword])
        static let example: JSONValue = [
            "name": "Ada", "email": "ada@example.org", "password": "ten warm blankets",
        ]
    }

    var legacyRegister: Operation {
        Operation(
            legacy: .post, "/register", "Asks for an account, as `POST /api/v1/auth/register` without an invite.",
            "Any `role` is ignored: everyone begins as a member.",
            caller: .everyone,
            body: Register.self,
            answer: .legacyMessage,
            errors: [.setupRequired, .registrationClosed, .invalidInvite, .rateLimited],
            handler: register)
    }

    private func register(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Register.self, bytesMax: Limits.signInBodyBytesMax, anyType: true)
        _ = try await dependencies.chat.register(
            name: body.name, email: body.email, password: body.password, from: dependencies.device(of: request, context)
        )
        return .message("We have mailed you a code that completes your registration.")
    }

    private struct Login: RequestBody {
        var email: String
        var password: String

        static let schema: Schema = .body(["email": .string, "password": .string])
        static let example: JSONValue = ["email": "ada@example.org", "password": "ten warm blankets"]
    }

    var legacyLogin: Operation {
        Operation(
            legacy: .post, "/login", "Checks the password and mails a code, as `POST /api/v1/auth/login`.",
            caller: .everyone,
            body: Login.self,
            answer: .object(["message": .string, "email": .string, "otp_message": .string]),
            errors: [.invalidCredentials, .rateLimited],
            handler: login)
    }

    private func login(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Login.self, bytesMax: Limits.signInBodyBytesMax, anyType: true)
        let sent = try await dependencies.chat.login(
            email: body.email, password: body.password, from: dependencies.device(of: request, context))
        return .json { json in
            json.member("message", "The password is right.")
            json.member("email", sent.email)
            json.member("otp_message", "We have mailed you a code.")
        }
    }

    var legacySendCode: Operation {
        Operation(
            legacy: .post, "/send-otp", "Mails the next code where one is waited for, as `POST /api/v1/auth/code`.",
            "The answer is the same whatever the address.",
            caller: .everyone,
            body: AddressForm.self,
            answer: .legacyMessage,
            errors: [.rateLimited],
            handler: sendCode)
    }

    private func sendCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        _ = try await dependencies.chat.resendCode(
            to: try await request.decode(AddressForm.self, bytesMax: Limits.signInBodyBytesMax, anyType: true).email,
            from: dependencies.device(of: request, context))
        return .message("If you are signing in, a code is on its way.")
    }

    private struct Code: RequestBody {
        var email: String
        var otp: String

        static let schema: Schema = .body(["email": .string, "otp": .string])
        static let example: JSONValue = ["email": "ada@example.org", "otp": "123456"]
    }

    var legacyVerifyCode: Operation {
        Operation(
            legacy: .post, "/verify-otp", "Signs in by the mailed code, as `POST /api/v1/auth/verify`.",
            caller: .everyone,
            body: Code.self,
            answer: .object([
                "access_token": .string, "role": .role, "message": .string, "current_user_id": .id,
                "username": .string,
            ]),
            errors: [.invalidCode, .codeExpired, .tooManyAttempts, .passwordRequired, .invalidInvite, .rateLimited],
            handler: verify)
    }

    private func verify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Code.self, bytesMax: Limits.signInBodyBytesMax, anyType: true)
        let signIn = try await dependencies.chat.verify(
            email: body.email, code: body.otp, device: dependencies.device(of: request, context))
        return Response.json { json in
            json.member("access_token", signIn.token)
            json.member("role", signIn.user.role.rawValue)
            json.member("message", "You are signed in.")
            json.member("current_user_id", signIn.user.id.rawValue)
            json.member("username", signIn.user.name)
        }.keepingSecret()
    }

    var legacySendResetCode: Operation {
        Operation(
            legacy: .post, "/send-reset-otp", "Mails a code that allows a new password.",
            "The answer is the same whatever the address.",
            caller: .everyone,
            body: AddressForm.self,
            answer: .legacyMessage,
            errors: [.rateLimited],
            handler: sendResetCode)
    }

    private func sendResetCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        _ = try await dependencies.chat.forgotPassword(
            email: try await request.decode(AddressForm.self, bytesMax: Limits.signInBodyBytesMax, anyType: true).email,
            from: dependencies.device(of: request, context))
        return .message("If the address has an account, a code is on its way.")
    }

    var legacyVerifyResetCode: Operation {
        Operation(
            legacy: .post, "/verify-reset-otp", "Exchanges a mailed code for a token that allows a new password.",
            "The token works once, for \(Limits.resetGrantLifetime.seconds / 60) minutes.",
            caller: .everyone,
            body: Code.self,
            answer: .object(["message": .string, "reset_token": .string]),
            errors: [.invalidCode, .codeExpired, .tooManyAttempts, .rateLimited],
            handler: verifyResetCode)
    }

    private func verifyResetCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Code.self, bytesMax: Limits.signInBodyBytesMax, anyType: true)
        let grant = try await dependencies.chat.resetGrant(
            email: body.email, code: body.otp, from: dependencies.device(of: request, context))
        return Response.json { json in
            json.member("message", "The code is right.")
            json.member("reset_token", grant)
        }.keepingSecret()
    }

    private struct Reset: RequestBody {
        var email: String
        var new_password: String
        var reset_token: String?

        static let schema: Schema = .body([
            "email": .string, "new_password": .newPassword,
            "reset_token?": .string.described("400 `reset_token_required` without one that holds."),
        ])
        static let example: JSONValue = [
            "email": "ada@example.org", "new_password": "eleven soft pillows", "reset_token": "b1Xw8m0Qz",
        ]
    }

    private static let unproven = ProblemError(
        Problem(400, "reset_token_required", "Code first", "Prove the address with the mailed code first."))

    var legacyResetPassword: Operation {
        Operation(
            legacy: .post, "/reset-password", "Sets a new password by the token of a code.",
            "Every session of the account ends, and a mail says so.",
            caller: .everyone,
            body: Reset.self,
            answer: .legacyMessage,
            errors: [DocumentedError(Self.unproven.problem), .rateLimited],
            handler: resetPassword)
    }

    private func resetPassword(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Reset.self, bytesMax: Limits.signInBodyBytesMax, anyType: true)
        guard let grant = body.reset_token else { throw Self.unproven }
        do {
            try await dependencies.chat.resetPassword(
                email: body.email, grant: grant, to: body.new_password, from: dependencies.device(of: request, context))
        } catch Refusal.invalidCode, Refusal.codeExpired, Refusal.tooManyAttempts {
            throw Self.unproven
        }
        return .message("The password is changed. Sign in with it.")
    }
}
