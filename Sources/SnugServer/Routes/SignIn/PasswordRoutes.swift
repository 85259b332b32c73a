import Hummingbird
import SnugChat

/// A new password for someone who forgot theirs.
struct PasswordRoutes: RouteGroup {
    static let tag = OperationTag.signIn
    let dependencies: RouteDependencies

    var operations: [Operation] { [forgotPassword, resetPassword] }

    var forgotPassword: Operation {
        Operation(
            .post, "/api/v1/auth/password/forgot", "Mails a code that allows a new password.",
            "The answer is the same whatever the address.",
            caller: .everyone,
            body: AddressForm.self,
            answers: [.accepted("If the address has an account, a code is on its way.", .codeSent)],
            errors: [.rateLimited],
            handler: forgot)
    }

    private func forgot(_ request: Request, _ context: SnugContext) async throws -> Response {
        dependencies.answer(
            try await dependencies.chat.forgotPassword(
                email: try await request.decode(AddressForm.self, bytesMax: Limits.signInBodyBytesMax).email,
                from: dependencies.device(of: request, context)
            ))
    }

    private struct Reset: RequestBody {
        var email: String
        var code: String
        var new_password: String
        var sign_in: Bool?
        var cookie: Bool?

        static let schema: Schema = .body([
            "email": .string, "code": .string, "new_password": .newPassword,
            "sign_in?": .bool.described("True to be signed in as well."), "cookie?": .wantsCookie,
        ])
        static let example: JSONValue = [
            "email": "ada@example.org", "code": "123456", "new_password": "eleven soft pillows", "sign_in": true,
            "cookie": false,
        ]
    }

    var resetPassword: Operation {
        Operation(
            .post, "/api/v1/auth/password/reset", "Sets a new password by the mailed code.",
            "Every session of the account ends, and a mail says so.",
            caller: .everyone,
            body: Reset.self,
            answers: [
                .done("The password is changed."),
                .ok("It is changed, and the caller is signed in, as `sign_in` asks.", .signedIn, headers: [.session]),
            ],
            errors: [.invalidCode, .codeExpired, .tooManyAttempts, .rateLimited],
            handler: reset)
    }

    private func reset(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Reset.self, bytesMax: Limits.signInBodyBytesMax)
        let device = dependencies.device(of: request, context)
        guard body.sign_in ?? false else {
            try await dependencies.chat.resetPassword(
                email: body.email, code: body.code, to: body.new_password, from: device)
            return .done()
        }
        let signIn = try await dependencies.chat.resetPasswordAndSignIn(
            email: body.email, code: body.code, to: body.new_password, on: device)
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }
}
