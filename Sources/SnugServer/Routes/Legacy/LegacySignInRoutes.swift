import HTTPTypes
import Hummingbird
import SnugChat

/// The original app's calls (PROTOCOL §5), on the same use cases as everything else.
struct LegacyRoutes: Sendable {
    let dependencies: RouteDependencies

    /// Errors as that app reads them: `{"error","detail"}`.
    func answering(_ handler: @escaping RouteTable.Handler) -> RouteTable.Handler {
        { request, context in
            do {
                return try await handler(request, context)
            } catch {
                let problem = ProblemMiddleware.problem(error, context)
                var response = Response.json(status: .init(code: problem.status)) { json in
                    json.member("error", problem.code)
                    json.member("detail", problem.detail)
                }
                if let retryAfter = problem.retryAfter { response.headers[.retryAfter] = String(retryAfter) }
                return response
            }
        }
    }

    private struct Register: Decodable {
        var name: String
        var email: String
        var password: String
    }

    @Sendable func register(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Register.self, anyType: true)
        _ = try await dependencies.chat.register(
            name: body.name, email: body.email, password: body.password, from: dependencies.device(of: request, context)
        )
        return message("We have mailed you a code that completes your registration.")
    }

    private struct Login: Decodable {
        var email: String
        var password: String
    }

    @Sendable func login(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Login.self, anyType: true)
        let sent = try await dependencies.chat.login(
            email: body.email, password: body.password, from: dependencies.device(of: request, context))
        return .json { json in
            json.member("message", "The password is right.")
            json.member("email", sent.email)
            json.member("otp_message", "We have mailed you a code.")
        }
    }

    private struct Address: Decodable {
        var email: String
    }

    @Sendable func sendCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        _ = try await dependencies.chat.resendCode(
            to: try await request.decode(Address.self, anyType: true).email,
            from: dependencies.device(of: request, context))
        return message("If you are signing in, a code is on its way.")
    }

    private struct Code: Decodable {
        var email: String
        var otp: String
    }

    @Sendable func verify(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Code.self, anyType: true)
        let signIn = try await dependencies.chat.verify(
            email: body.email, code: body.otp, device: dependencies.device(of: request, context))
        return .json { json in
            json.member("access_token", signIn.token)
            json.member("role", signIn.user.role.rawValue)
            json.member("message", "You are signed in.")
            json.member("current_user_id", signIn.user.id.rawValue)
            json.member("username", signIn.user.name)
        }
    }

    @Sendable func sendResetCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        _ = try await dependencies.chat.forgotPassword(
            email: try await request.decode(Address.self, anyType: true).email,
            from: dependencies.device(of: request, context))
        return message("If the address has an account, a code is on its way.")
    }

    @Sendable func verifyResetCode(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Code.self, anyType: true)
        let grant = try await dependencies.chat.resetGrant(
            email: body.email, code: body.otp, from: dependencies.device(of: request, context))
        return .json { json in
            json.member("message", "The code is right.")
            json.member("reset_token", grant)
        }
    }

    private struct Reset: Decodable {
        var email: String
        var new_password: String
        var reset_token: String?
    }

    @Sendable func resetPassword(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Reset.self, anyType: true)
        let unproven = ProblemError(
            Problem(400, "reset_token_required", "Code first", "Prove the address with the mailed code first."))
        guard let grant = body.reset_token else { throw unproven }
        do {
            try await dependencies.chat.resetPassword(
                email: body.email, grant: grant, to: body.new_password, from: dependencies.device(of: request, context))
        } catch Refusal.invalidCode, Refusal.codeExpired, Refusal.tooManyAttempts {
            throw unproven
        }
        return message("The password is changed. Sign in with it.")
    }

    @Sendable func users(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        var users: [User] = []
        while true {
            let page = try await dependencies.chat.users(
                matching: nil, after: users.last?.id, limit: Limits.usersPageMax, for: caller)
            users += page.items
            if !page.hasMore || users.count >= Limits.legacyUsersMax { break }
        }
        return .json(
            JSONWriter.bytes { json in
                json.array(users) { json, user in
                    json.object { json in
                        json.member("id", user.id.rawValue)
                        json.member("name", user.name)
                    }
                }
            })
    }

    private struct MakeRoom: Decodable {
        var room_name: String?
        var user_ids: [Int64]
    }

    @Sendable func makeRoom(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(MakeRoom.self, anyType: true)
        let users = Set(body.user_ids.map { User.ID($0) })
        guard users.contains(caller.userID) else {
            throw Refusal.forbidden("You can only make a room that you are in.")
        }
        let (room, isNew) = try await dependencies.chat.makeRoom(
            users.count == 2 ? .direct : .group, name: body.room_name, with: Array(users), by: caller)
        return .json { json in
            json.member("room_id", room.summary.room.id.rawValue)
            json.member("message", isNew ? "The room is made." : "You have this room already.")
        }
    }

    private struct AddUser: Decodable {
        var room_id: Int64
        var user_id: Int64
    }

    @Sendable func addUser(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(AddUser.self, anyType: true)
        _ = try await dependencies.chat.addMember(User.ID(body.user_id), to: Room.ID(body.room_id), by: caller)
        return message("They are in the room.")
    }

    @Sendable func rooms(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        if let user = try request.number("user_id"), user != caller.userID.rawValue {
            throw Refusal.forbidden("These are another user's rooms.")
        }
        let rooms = try await dependencies.chat.rooms(of: caller)
        return .json(
            JSONWriter.bytes { json in
                json.array(rooms) { json, room in
                    json.object { json in
                        json.member("room_id", room.room.id.rawValue)
                        json.member("room_name", room.room.name)
                        if let message = room.lastMessage {
                            json.member("last_message", message.content)
                            json.member("last_message_time", message.timestamp)
                        } else {
                            json.null("last_message")
                            json.null("last_message_time")
                        }
                    }
                }
            })
    }

    @Sendable func messages(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let page = try await dependencies.chat.messages(
            in: try context.id("room", .room), .newest, limit: Limits.pageMessagesMax, for: caller)
        return .json(
            JSONWriter.bytes { json in
                json.array(page.messages) { json, message in
                    json.object { json in
                        json.member("user_id", message.userID.rawValue)
                        json.member("content", message.content)
                        json.member("timestamp", message.timestamp)
                    }
                }
            })
    }

    private struct Post: Decodable {
        var room_id: Int64
        var user_id: Int64?
        var content: String
    }

    @Sendable func post(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Post.self, anyType: true)
        if let user = body.user_id, user != caller.userID.rawValue {
            throw Refusal.forbidden("You can only send messages of your own.")
        }
        _ = try await dependencies.chat.post(Draft(roomID: Room.ID(body.room_id), content: body.content), by: caller)
        return message("The message is sent.")
    }

    private func message(_ text: String) -> Response {
        .json { $0.member("message", text) }
    }
}
