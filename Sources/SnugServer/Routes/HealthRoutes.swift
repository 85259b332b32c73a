import Hummingbird
import SnugChat

/// The server's health, for watchdogs and load balancers.
struct HealthRoutes: RouteGroup {
    static let tag = OperationTag.service
    let readiness: ReadinessProbe

    var operations: [Operation] { [isUp, isReady] }

    private static let answer = Operation.Answer.ok("All is well.", .object(["status": .choice(["ok"])]))

    var isUp: Operation {
        Operation(
            .get, "/healthz", "Answers while the process runs.",
            caller: .everyone,
            answers: [Self.answer],
            usesStore: false,
            handler: answerUp)
    }

    private func answerUp(_ request: Request, _ context: SnugContext) async throws -> Response {
        .json { $0.member("status", "ok") }
    }

    var isReady: Operation {
        Operation(
            .get, "/readyz", "Answers once a write transaction has been committed.",
            caller: .everyone,
            answers: [Self.answer],
            handler: answerReady)
    }

    private func answerReady(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await readiness.check()
        return .json { $0.member("status", "ok") }
    }
}
