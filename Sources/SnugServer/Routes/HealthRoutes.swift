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
            .get, "/readyz", "Answers 200 while what is written reaches the disk.",
            """
            It writes, at most every \(Limits.readinessStandsFor.components.seconds) seconds, and gives the last \
            outcome in between. A writer that does not answer is told of within \
            \(Limits.readinessWithin.components.seconds) seconds.
            """,
            caller: .everyone,
            answers: [Self.answer],
            errors: [.busy, DocumentedError(.closed), DocumentedError(.failed), DocumentedError(Self.full)],
            usesStore: false,
            handler: answerReady)
    }

    private func answerReady(_ request: Request, _ context: SnugContext) async throws -> Response {
        do {
            try await readiness.check()
        } catch let fault as StoreFault where fault.kind == .full {
            throw ProblemError(Self.full)
        }
        return .json { $0.member("status", "ok") }
    }

    /// The problem of a full disk, under the status by which load balancers go elsewhere.
    private static let full: Problem = {
        var problem = Problem(StoreFault(.full, "while a probe was written"))
        problem.status = 503
        return problem
    }()
}
