import Hummingbird
import SnugChat

/// The first owner (PROTOCOL §6).
struct SetupRoutes: Sendable {
    let dependencies: RouteDependencies

    private struct SetUp: Decodable {
        var token: String
        var name: String
        var email: String
        var password: String
        var cookie: Bool?
    }

    func setUp(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(SetUp.self)
        let signIn = try await dependencies.chat.setUp(
            token: body.token, name: body.name, email: body.email, password: body.password,
            device: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false, status: .created)
    }
}
