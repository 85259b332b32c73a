import Hummingbird
import SnugChat

/// What a watchdog or load balancer asks.
struct HealthRoutes: Sendable {
    let readiness: ReadinessProbe

    /// The process answers.
    func isUp(_ request: Request, _ context: SnugContext) async throws -> Response {
        .json { $0.member("status", "ok") }
    }

    /// The database can be written.
    func isReady(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await readiness.check()
        return .json { $0.member("status", "ok") }
    }
}
