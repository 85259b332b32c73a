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

    /// Returns the first bearer token, else the cookie: another scheme is a proxy's own business.
    func shown(by fields: HTTPFields) -> Shown {
        for authorization in fields[values: .authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.first?.lowercased() == "bearer" else { continue }
            return .bearer(parts.count == 2 ? parts[1].trimmed : "")
        }
        return fields.cookie(site.cookieName).map { .cookie($0) } ?? .nothing
    }

    /// Returns the caller of a request.
    /// - Throws: ``Refusal/unauthenticated``, for a cookie as ``Problem/sessionOver``; `bad_origin` where a cookie
    ///   changes something from another site.
    func caller(of head: HTTPRequest) async throws -> Caller {
        switch shown(by: head.headerFields) {
        case .bearer(let token):
            return try await chat.authenticate(token)
        case .cookie(let token):
            let changes = head.method != .get && head.method != .head
            if changes, head.headerFields[.origin] != site.origin { throw ProblemError(.badOrigin) }
            do {
                return try await chat.authenticate(token)
            } catch Refusal.unauthenticated {
                throw ProblemError(.sessionOver)
            }
        case .nothing:
            throw Refusal.unauthenticated
        }
    }
}

extension HTTPFields {
    /// Returns the value of the first cookie of that name.
    func cookie(_ name: String) -> String? {
        for header in self[values: .cookie] {
            for pair in header.split(separator: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                if sides.count == 2, sides[0].trimmed == name { return sides[1].trimmed }
            }
        }
        return nil
    }
}
