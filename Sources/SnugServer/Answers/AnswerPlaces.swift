import HTTPTypes
import Hummingbird
import SnugChat

/// The places of answers that are made whole, by the network of those who asked.
///
/// Small ones, which the kernel takes at once, need none; those that tell of a change have their rates; lists that
/// leave in pieces are counted by user.
struct AnswerPlaces: Sendable {
    let proxies: TrustedProxies
    let answers: AnswerQuota

    /// Returns an operation's handler, whose answers have places.
    func counted(_ operation: Operation) -> Operation.Handler {
        guard operation.method == .get else { return operation.handler }
        let counted: Operation.Handler = { request, context in
            try self.counted(try await operation.handler(request, context), to: request, context)
        }
        return operation.call?.dialect == .legacy ? Operation.withLegacyErrors(counted) : counted
    }

    private func counted(_ response: Response, to request: Request, _ context: SnugContext) throws -> Response {
        guard let bytes = response.body.contentLength, bytes > Limits.answerSliceBytes else { return response }
        let address = proxies.client(peer: context.peer, forwardedFor: request.headers[values: .xForwardedFor])
        let place = try answers.take(.network(TrustedProxies.network(of: address)))
        let body = response.body
        var response = response
        response.body = ResponseBody(contentLength: bytes) { writer in
            try await body.write(writer)
            withExtendedLifetime(place) {}
        }
        return response
    }
}
