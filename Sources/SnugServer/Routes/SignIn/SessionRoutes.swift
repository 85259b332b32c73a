import HTTPTypes
import Hummingbird
import SnugChat

/// The caller's sessions: renewed, listed, ended.
struct SessionRoutes: RouteGroup {
    static let tag = OperationTag.sessions
    let dependencies: RouteDependencies

    var operations: [Operation] { [refreshSession, logout, listSessions, endOtherSessions, endSession] }

    var refreshSession: Operation {
        Operation(
            .post, "/api/v1/auth/refresh", "Returns a new token for the same session.",
            """
            The session then lasts `session-days` from now, at most `session-max-days` in all. The token comes as the \
            cookie where the request showed the cookie. The one before stays good until it expires.
            """,
            answers: [.ok("The session is renewed.", .signedIn, headers: [.session])],
            handler: refresh)
    }

    private func refresh(_ request: Request, _ context: SnugContext) async throws -> Response {
        let signIn = try await dependencies.chat.refresh(
            try await dependencies.caller(of: request), from: dependencies.device(of: request, context))
        let shown = Credentials(chat: dependencies.chat, site: dependencies.site).shown(by: request.headers)
        let asCookie = if case .cookie = shown { true } else { false }
        return try await dependencies.answer(signIn, asCookie: asCookie)
    }

    var logout: Operation {
        Operation(
            .post, "/api/v1/auth/logout", "Ends the session that asks.",
            "Its token is void at once and its sockets close with 4401.",
            answers: [.done("The session is over.", headers: [.endOfSession, .emptiedCache])],
            handler: answerLogout)
    }

    private func answerLogout(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await dependencies.chat.logout(
            try await dependencies.caller(of: request), from: dependencies.device(of: request, context))
        return .signedOut(dependencies.site.expiredCookie)
    }

    var listSessions: Operation {
        Operation(
            .get, "/api/v1/me/sessions", "Lists the devices on which the caller is signed in.",
            "Newest use first.",
            answers: [
                .ok(
                    "The sessions.",
                    .object(["sessions": .list(of: .session, countMax: Limits.sessionsPerUserMax)]))
            ],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let sessions = try await dependencies.chat.sessions(of: caller)
        return .json { json in
            json.array("sessions", sessions) { json, session in
                json.session(session, isCurrent: session.id == caller.sessionID)
            }
        }
    }

    var endOtherSessions: Operation {
        Operation(
            .delete, "/api/v1/me/sessions", "Ends all sessions of the caller but the one that asks.",
            answers: [.done("No other session is left.")],
            handler: endOthers)
    }

    private func endOthers(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.endOtherSessions(of: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    var endSession: Operation {
        Operation(
            .delete, "/api/v1/me/sessions/{session}", "Ends one session of the caller.",
            "Its sockets close with 4401 within a second.",
            parameters: [.path("session", .id, "The session's id.")],
            answers: [.done("The session is over.")],
            errors: [.notFound],
            handler: end)
    }

    private func end(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.endSession(
            try context.id("session", .session), of: caller, from: dependencies.device(of: request, context))
        return .done()
    }
}
