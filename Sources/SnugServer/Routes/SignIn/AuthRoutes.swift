import HTTPTypes
import Hummingbird
import SnugChat

/// Registration, sign-in, codes and sessions (PROTOCOL §3).
struct AuthRoutes: Sendable {
    let dependencies: RouteDependencies

    private struct Register: Decodable {
        var name: String
        var email: String
        var password: String
        var invite: String?
        var cookie: Bool?
    }

    func register(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Register.self)
        let outcome = try await dependencies.chat.register(
            name: body.name, email: body.email, password: body.password, invite: body.invite,
            from: dependencies.device(of: request, context))
        return switch outcome {
        case .codeSent(let sent): dependencies.answer(sent)
        case .signedIn(let signIn):
            try await dependencies.answer(signIn, asCookie: body.cookie ?? false, status: .created)
        }
    }

    private struct Login: Decodable {
        var email: String
        var password: String
    }

    func login(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Login.self)
        return dependencies.answer(
            try await dependencies.chat.login(
                email: body.email, password: body.password, from: dependencies.device(of: request, context)))
    }

    private struct Address: Decodable {
        var email: String
    }

    func resendCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        dependencies.answer(
            try await dependencies.chat.resendCode(
                to: try await request.decode(Address.self).email, from: dependencies.device(of: request, context)))
    }

    private struct Verify: Decodable {
        var email: String
        var code: String
        var password: String?
        var cookie: Bool?
    }

    func verify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Verify.self)
        let signIn = try await dependencies.chat.verify(
            email: body.email, code: body.code, password: body.password,
            device: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }

    private struct Link: Decodable {
        var token: String
        var cookie: Bool?
    }

    func signInByLink(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Link.self)
        let signIn = try await dependencies.chat.signIn(
            byLink: body.token, on: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }

    func refresh(_ request: Request, _ context: SnugContext) async throws -> Response {
        let signIn = try await dependencies.chat.refresh(try await dependencies.caller(of: request))
        let shown = Credentials(chat: dependencies.chat, site: dependencies.site).shown(by: request.headers)
        let asCookie = if case .cookie = shown { true } else { false }
        return try await dependencies.answer(signIn, asCookie: asCookie)
    }

    func logout(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await dependencies.chat.logout(
            try await dependencies.caller(of: request), from: dependencies.device(of: request, context))
        var response = Response.done()
        response.headers[.setCookie] = dependencies.site.expiredCookie
        return response
    }

    func forgotPassword(_ request: Request, _ context: SnugContext) async throws -> Response {
        dependencies.answer(
            try await dependencies.chat.forgotPassword(
                email: try await request.decode(Address.self).email, from: dependencies.device(of: request, context)))
    }

    private struct Reset: Decodable {
        var email: String
        var code: String
        var new_password: String
    }

    func resetPassword(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Reset.self)
        try await dependencies.chat.resetPassword(
            email: body.email, code: body.code, to: body.new_password, from: dependencies.device(of: request, context))
        return .done()
    }
}
