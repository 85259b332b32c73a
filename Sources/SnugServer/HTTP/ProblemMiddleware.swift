import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOHTTP1
import SnugChat

/// The middleware that answers a handler's errors with their problems (RFC 9457).
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = SnugContext

    @concurrent
    func handle(
        _ request: Request,
        context: SnugContext,
        next: @concurrent (Request, SnugContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection speaks no HTTP any more: the server answers 400 and closes it.
            throw error
        } catch {
            return .problem(Self.problem(error, context))
        }
    }

    /// Returns the problem of an error, which counts.
    static func problem(_ error: any Error, _ context: SnugContext) -> Problem {
        let problem = known(error, context)
        Counter(label: Metric.refusals.rawValue, dimensions: [("code", problem.code)]).increment()
        return problem
    }

    /// Returns the problem of an error, and logs a mistake of this program.
    ///
    /// Faults of the store and full queues come in masses: whoever watches them logs their begin and end.
    private static func known(_ error: any Error, _ context: SnugContext) -> Problem {
        if let error = error as? any HTTPResponseError { return problem(status: error.status) }
        let problem = Problem(error)
        if problem == .internalError {
            context.logger.error(
                "Request failed", metadata: ["error": "\(error)", "path": "\(context.endpointPath ?? "-")"])
        }
        return problem
    }

    /// Returns the problem of a refusal by Hummingbird itself.
    private static func problem(status: HTTPResponse.Status) -> Problem {
        switch status {
        case .notFound: .notFound
        case .contentTooLarge: .tooLarge(Limits.jsonBodyBytesMax)
        default: Problem(status.code, "bad_request", status.reasonPhrase, "The request could not be understood.")
        }
    }
}
