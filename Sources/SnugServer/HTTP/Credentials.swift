import HTTPTypes
import SnugChat

/// The authentication of requests (PROTOCOL §1): by a bearer token, or by the cookie together with this site's
/// `Origin`.
struct Credentials: Sendable {
    let chat: Chat
    let site: Site

    /// The credential that a request shows.
    enum Shown: Sendable, Hashable {
        case bearer(String)
        case cookie(String)
        case nothing
    }

    func shown(by fields: HTTPFields) -> Shown {
        if let authorization = fields[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "bearer" { return .bearer(parts[1].trimmed) }
            return .nothing
        }
        for header in fields[values: .cookie] {
            for pair in header.split(separator: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                if sides.count == 2, sides[0].trimmed == site.cookieName { return .cookie(sides[1].trimmed) }
            }
        }
        return .nothing
    }

    /// Returns the caller of a request.
    /// - Throws: ``Refusal/unauthenticated``; `bad_origin` where a cookie changes something from another site.
    func caller(of head: HTTPRequest) async throws -> Caller {
        switch shown(by: head.headerFields) {
        case .bearer(let token):
            return try await chat.authenticate(token)
        case .cookie(let token):
            let changes = head.method != .get && head.method != .head
            if changes, head.headerFields[.origin] != site.origin { throw ProblemError(.badOrigin) }
            return try await chat.authenticate(token)
        case .nothing:
            throw Refusal.unauthenticated
        }
    }
}
