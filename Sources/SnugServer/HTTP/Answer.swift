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

    /// Marks an answer that holds a secret, whose length must not tell of it: nobody on its way compresses it
    /// (RFC 9111 §5.2.2.6).
    mutating func keepSecret() { headers[.cacheControl] = "no-store, no-transform" }

    static func problem(_ problem: Problem) -> Response {
        var response = Response(
            status: .init(code: problem.status),
            headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem.json)))
        if let retryAfter = problem.retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        if let allow = problem.allow { response.headers[.allow] = allow }
        if problem.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}
