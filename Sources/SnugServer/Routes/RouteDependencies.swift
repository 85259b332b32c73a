import HTTPTypes
import Hummingbird
import SnugChat

/// The dependencies shared by all route groups.
struct RouteDependencies: Sendable {
    let chat: Chat
    let site: Site
    let hub: Hub
    let proxies: TrustedProxies
    let answers: AnswerQuota

    /// Returns the caller, whose call counts; what its body, a file, costs is counted as it comes.
    func sender(of request: Request) async throws -> Caller {
        let caller = try await Credentials(chat: chat, site: site).caller(of: request.head)
        try chat.countCall(by: caller)
        return caller
    }

    /// Returns the caller, whose call counts, and whose body before it is read.
    func caller(of request: Request) async throws -> Caller {
        let caller = try await sender(of: request)
        let isChunked = request.headers[.transferEncoding] != nil
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? (isChunked ? Limits.jsonBodyBytesMax : 0)
        chat.countReading(
            rows: 0, bytes: min(length, Limits.jsonBodyBytesMax) * Limits.readBytesPerBodyByte, by: caller)
        return caller
    }

    /// Returns the caller, who may act for all, before anything else of the request is looked at.
    func administrator(of request: Request) async throws -> Caller {
        let caller = try await caller(of: request)
        try chat.admitAdministrator(caller)
        return caller
    }

    /// Returns the caller, an owner, before anything else of the request is looked at.
    func owner(of request: Request) async throws -> Caller {
        let caller = try await caller(of: request)
        try chat.admitOwner(caller)
        return caller
    }

    func device(of request: Request, _ context: SnugContext) -> Device {
        let address = proxies.client(peer: context.peer, forwardedFor: request.headers[values: .xForwardedFor])
        return Device(
            name: DeviceName.words(for: request.headers[.userAgent] ?? ""),
            address: address, network: TrustedProxies.network(of: address),
            language: Language(accepting: request.headers[values: .acceptLanguage]))
    }

    /// Answers a sign-in: the token in the body, or as the cookie where the client asked for that.
    func answer(
        _ signIn: SignIn,
        asCookie: Bool,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var response = Response.json(status: status) { json in
            if !asCookie { json.member("access_token", signIn.token) }
            json.member("token_type", "Bearer")
            json.member("expires_at", signIn.expiresAt)
            json.member("user", json: JSONWriter.bytes { $0.me(signIn.account) })
        }.keepingSecret()
        if asCookie {
            response.headers[.setCookie] = site.cookie(
                signIn.token, maxAge: chat.policy.sessionLifetime.components.seconds)
        }
        return response
    }

    func answer(_ sent: CodeSent) -> Response {
        .json(status: .accepted) { json in
            json.member("email", sent.email)
            json.member("expires_in", sent.expiresIn.wholeSeconds)
            json.member("resend_in", sent.resendIn.wholeSeconds)
        }
    }
}

extension Duration {
    /// Rounded up, so that nobody comes back too early.
    var wholeSeconds: Int64 { max(0, components.seconds + (components.attoseconds > 0 ? 1 : 0)) }
}
