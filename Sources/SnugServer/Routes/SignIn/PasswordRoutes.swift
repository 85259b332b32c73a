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

        static let schema: Schema = .body(["email": .string, "code": .string, "new_password": .newPassword])
        static let example: JSONValue = [
            "email": "ada@example.org", "code": "123456", "new_password": "eleven soft pillows",
        ]
    }

    var resetPassword: Operation {
        Operation(
            .post, "/api/v1/auth/password/reset", "Sets a new password by the mailed code.",
            "Every session of the account ends, and a mail says so. It does not sign in.",
            caller: .everyone,
            body: Reset.self,
            answers: [.done("The password is changed.")],
            errors: [.invalidCode, .codeExpired, .tooManyAttempts, .rateLimited],
            handler: reset)
    }

    private func reset(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Reset.self, bytesMax: Limits.signInBodyBytesMax)
        try await dependencies.chat.resetPassword(
            email: body.email, code: body.code, to: body.new_password, from: dependencies.device(of: request, context))
        return .done()
    }
}
