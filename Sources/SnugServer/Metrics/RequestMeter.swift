import HTTPTypes
import Hummingbird
import Metrics
import SnugChat

/// The middleware that counts and times answers, by route and never by the text of a path.
struct RequestMeter: RouterMiddleware {
    typealias Context = SnugContext

    @concurrent
    func handle(
        _ request: Request,
        context: SnugContext,
        next: @concurrent (Request, SnugContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        let route = context.endpointPath ?? "none"
        Counter(
            label: Metric.httpRequests.rawValue,
            dimensions: [
                ("method", Self.known.contains(request.method) ? request.method.rawValue : "other"), ("route", route),
                ("status", "\(response.status.code / 100)xx"),
            ]
        ).increment()
        Timer(label: Metric.httpDuration.rawValue, dimensions: [("route", route)]).record(
            duration: ContinuousClock.now - began)
        return response
    }

    private static let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
}
