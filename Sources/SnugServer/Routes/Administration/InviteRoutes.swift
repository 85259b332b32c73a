import HTTPTypes
import Hummingbird
import SnugChat

/// Invites: made, listed, looked at, revoked.
struct InviteRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies

    var operations: [Operation] {
        [listInvites, makeInvite, getStandingInvite, makeStandingInvite, mailInvite, lookAtInvite, revokeInvite]
    }

    var listInvites: Operation {
        Operation(
            .get, "/api/v1/invites", "Lists the invites that can still be used.",
            "Newest first. The link of an invite is shown to its maker and to owners, the standing one's to all.",
            caller: .administrator,
            answers: [
                .ok("The invites.", .object(["invites": .list(of: .listedInvite, countMax: Limits.invitesMax)]))
            ],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let invites = try await dependencies.chat.invites(for: caller)
        let answer = ListAnswer<ListedInvite>(key: "invites", write: { $0.invite($1) })
        return try answer.response(Piece(invites), context) {
            try dependencies.answers.take(.user(caller.userID))
        }.keepingSecret()
    }

    private struct New: RequestBody {
        var name: String?
        /// Seconds.
        var expires_in: Int64?
        var uses: Int?
        var room_ids: [Int64]?

        static let schema: Schema = .body([
            "name?": .text(characters: 0...Limits.nameCharactersMax).described("The purpose of it, in one line."),
            "expires_in?": .integer(1...Limits.inviteLifetimeMax.seconds, default: Limits.inviteLifetime.seconds)
                .described("Seconds."),
            "uses?": .integer(1...Int64(Limits.inviteUsesMax), default: 1)
                .described("The number of people that it lets in."),
            "room_ids?": .list(of: .id, countMax: Limits.membersAtOnceMax)
                .described("Rooms that they are put into; the caller must be able to add people there."),
        ])
        static let example: JSONValue = [
            "name": "The neighbours", "expires_in": 86_400, "uses": 5, "room_ids": [7],
        ]
    }

    var makeInvite: Operation {
        Operation(
            .post, "/api/v1/invites", "Makes an invite.",
            """
            Its `url` lets people register, whatever `registration` says. Its bearers are shown its `name` and those of its rooms. At most \(Limits.invitesMax) are open \
            at once.
            """,
            caller: .administrator,
            body: New.self,
            answers: [.created("The invite.", .invite)],
            errors: [.notAMember, .notFound],
            handler: make)
    }

    private func make(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let body = try await request.decode(New.self)
        let lifetime = body.expires_in.map { Duration.seconds(min(max($0, 0), 1 << 32)) }
        let invite = try await dependencies.chat.makeInvite(
            NewInvite(
                name: body.name, lifetime: lifetime, uses: body.uses,
                rooms: (body.room_ids ?? []).map { Room.ID($0) }),
            by: caller, from: dependencies.device(of: request, context))
        return answer(invite, status: .created)
    }

    var getStandingInvite: Operation {
        Operation(
            .get, "/api/v1/invites/standing", "Returns the standing invite.",
            "It leads to the room where newcomers land. 404 where there is none that can be used.",
            caller: .administrator,
            answers: [.ok("The invite.", .invite)],
            errors: [.notFound],
            handler: standing)
    }

    private func standing(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        return answer(try await dependencies.chat.standingInvite(for: caller))
    }

    var makeStandingInvite: Operation {
        Operation(
            .post, "/api/v1/invites/standing", "Makes the standing invite anew.",
            """
            It lasts \(Limits.standingInviteLifetime.seconds / 86_400) days, for \(Limits.inviteUsesMax) people. The one \
            before is void.
            """,
            caller: .administrator,
            answers: [.created("The invite.", .invite)],
            errors: [.invalid],
            handler: renew)
    }

    private func renew(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let invite = try await dependencies.chat.makeStandingInvite(
            by: caller, from: dependencies.device(of: request, context))
        return answer(invite, status: .created)
    }

    var mailInvite: Operation {
        Operation(
            .post, "/api/v1/invites/{invite}/mail", "Mails an invite's link to someone.",
            """
            By whoever is shown its link. It counts as an act, as a mail to a stranger, of which each administrator has \
            \(Limits.mailsToStrangersAtOnce) at once, and as a notice to the address, of which there are few a day.
            """,
            caller: .administrator,
            parameters: [.path("invite", .id, "The invite's id.")],
            body: AddressForm.self,
            answers: [.accepted("The mail is on its way.", .object(["email": .string]))],
            errors: [.notFound, .noRelay, .rateLimited],
            handler: mail)
    }

    private func mail(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let id: Invite.ID = try context.id("invite", .invite)
        let address = try await dependencies.chat.mailInvite(
            id, to: try await request.decode(AddressForm.self).email, by: caller,
            from: dependencies.device(of: request, context))
        return .json(status: .accepted) { $0.member("email", address.text) }
    }

    private func answer(_ invite: IssuedInvite, status: HTTPResponse.Status = .ok) -> Response {
        Response.json(JSONWriter.bytes { $0.invite(invite) }, status: status).keepingSecret()
    }

    private struct Look: RequestBody {
        var invite: String

        static let schema: Schema = .body(["invite": .string.described("The part of an invite's link behind `#`.")])
        static let example: JSONValue = ["invite": "12-Jd0vXo1zWb7QmE4sTn8uRg5y"]
    }

    var lookAtInvite: Operation {
        Operation(
            .post, "/api/v1/invites/look", "Tells the bearer of an invite what it is for.",
            "It uses nothing up. A room is named by its name alone, and one that was deleted is left out.",
            caller: .everyone,
            body: Look.self,
            answers: [.ok("What it is for.", .invitation)],
            errors: [.invalidInvite, .rateLimited],
            handler: look)
    }

    private func look(_ request: Request, _ context: SnugContext) async throws -> Response {
        let token = try await request.decode(Look.self, bytesMax: Limits.signInBodyBytesMax).invite
        let invitation = try await dependencies.chat.invitation(
            of: token, from: dependencies.device(of: request, context))
        return .json { json in
            json.member("name", invitation.name)
            json.member("invited_by", invitation.invitedBy)
            json.array("rooms", invitation.rooms) { json, name in json.string(name) }
            json.member("expires_at", invitation.expiresAt)
            json.member("code", invitation.needsCode)
        }
    }

    var revokeInvite: Operation {
        Operation(
            .delete, "/api/v1/invites/{invite}", "Revokes an invite.",
            "Registrations that it has let in, and that wait for their code, fail with `invalid_invite`.",
            caller: .administrator,
            parameters: [.path("invite", .id, "The invite's id.")],
            answers: [.done("Nobody can use it any more.")],
            errors: [.notFound],
            handler: revoke)
    }

    private func revoke(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        try await dependencies.chat.revokeInvite(
            try context.id("invite", .invite), by: caller, from: dependencies.device(of: request, context))
        return .done()
    }
}
