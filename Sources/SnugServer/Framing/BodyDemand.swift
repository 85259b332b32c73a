import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The event that goes out on a connection when somebody begins to read a request's body.
struct BodyDemand: Sendable {}

/// The middleware that lets a client which asked before sending its body send it once a handler reads it
/// (RFC 9110 §10.1.1).
struct BodyDemandMiddleware: RouterMiddleware {
    typealias Context = SnugContext

    @concurrent
    func handle(
        _ request: Request,
        context: SnugContext,
        next: @concurrent (Request, SnugContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.expect] != nil else { return try await next(request, context) }
        var request = request
        request.body = HummingbirdCore.RequestBody(
            asyncSequence: DemandingBody(body: request.body, channel: context.channel))
        return try await next(request, context)
    }
}

/// A body that asks for itself when it is read.
private struct DemandingBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let body: HummingbirdCore.RequestBody
    let channel: any Channel

    func makeAsyncIterator() -> HummingbirdCore.RequestBody.AsyncIterator {
        channel.triggerUserOutboundEvent(BodyDemand(), promise: nil)
        return body.makeAsyncIterator()
    }
}
