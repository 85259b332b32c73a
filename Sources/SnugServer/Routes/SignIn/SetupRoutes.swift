import Hummingbird
import SnugChat

/// The first owner (PROTOCOL §6).
struct SetupRoutes: RouteGroup {
    static let tag = OperationTag.signIn
    let dependencies: RouteDependencies

    var operations: [Operation] { [setUp] }

    private struct SetUp: RequestBody {
        var token: String
        var name: String
        var email: String
        var password: String
        var cookie: Bool?
        var room: String?

        static let schema: Schema = .body([
            "token": .string.described("The part of the set-up link behind `#`."),
            "name": .personName, "email": .email, "password": .newPassword, "cookie?": .wantsCookie,
            "room?": .text(characters: 0...Limits.roomNameCharactersMax).described(
                "The first room's name; without it the site's, where it has one."),
        ])
        static let example: JSONValue = [
            "token": "kq3vYF0uUe2dGnJ1", "name": "Olga", "email": "olga@example.org",
            "password": "two red bicycles", "cookie": true, "room": "All of us",
        ]
    }

    var setUp: Operation {
        Operation(
            .post, "/api/v1/setup", "Makes the first account, an owner, and signs it in.",
            """
            It works once. With it comes the first room, an open one where newcomers land, and a standing invite. The \
            link is printed at the first start and is good for \
            \(Limits.setupTokenLifetime.seconds / 60) minutes.
            """,
            caller: .everyone,
            body: SetUp.self,
            answers: [.created("The owner is signed in.", .signedIn, headers: [.session])],
            errors: [.invalidSetupToken, .rateLimited],
            handler: answerSetUp)
    }

    private func answerSetUp(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(SetUp.self, bytesMax: Limits.signInBodyBytesMax)
        let signIn = try await dependencies.chat.setUp(
            token: body.token, name: body.name, email: body.email, password: body.password,
            room: body.room, device: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false, status: .created)
    }
}
