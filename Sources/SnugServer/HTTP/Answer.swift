import HTTPTypes
import Hummingbird
import NIOCore

/// The responses of the server, all of them made here.
extension Response {
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(status: HTTPResponse.Status = .ok, _ members: (inout JSONWriter) -> Void) -> Response {
        .json(JSONWriter.object(members), status: status)
    }

    static func done() -> Response { Response(status: .noContent) }

    /// Returns the answer to whose session is over: the browser forgets the cookie, and the pictures that it keeps.
    static func signedOut(_ expiredCookie: String) -> Response {
        Response(status: .noContent, headers: [.setCookie: expiredCookie, .clearSiteData: "\"cache\""])
    }

    /// Returns an answer that holds a secret, whose length must not tell of it: nobody on its way compresses it
    /// (RFC 9111 §5.2.2.6).
    func keepingSecret() -> Response {
        var response = self
        response.headers[.cacheControl] = "no-store, no-transform"
        return response
    }

    static func problem(_ problem: Problem) -> Response {
        Response.problem(problem, as: "application/problem+json", problem.json)
    }

    /// Answers with a problem in another form.
    static func problem(_ problem: Problem, as type: String, _ body: [UInt8]) -> Response {
        var response = Response(
            status: .init(code: problem.status),
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        if let retryAfter = problem.retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        if let allow = problem.allow { response.headers[.allow] = allow }
        if let bytes = problem.fileBytes { response.headers[.contentRange] = "bytes */\(bytes)" }
        if problem.emptiesCache { response.headers[.clearSiteData] = "\"cache\"" }
        if problem.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}
