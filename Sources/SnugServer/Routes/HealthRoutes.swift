import Hummingbird
import SnugChat

/// The server's health, for watchdogs and load balancers.
struct HealthRoutes: RouteGroup {
    static let tag = OperationTag.service
    let readiness: ReadinessProbe

    var operations: [Operation] { [isUp, isReady] }

    var isUp: Operation {
        Operation(
            .get, "/healthz", "Answers while the process runs.",
            caller: .everyone,
            answers: [.ok("All is well.", .object(["status": .choice(["ok"])]))],
            usesStore: false,
            handler: answerUp)
    }

    private func answerUp(_ request: Request, _ context: SnugContext) async throws -> Response {
        .json { $0.member("status", "ok") }
    }

    var isReady: Operation {
        Operation(
            .get, "/readyz", "Answers 200 while what is written reaches the disk and questions are answered.",
            """
            It writes, at most every \(Limits.readinessStandsFor.components.seconds) seconds, and gives the last \
            outcome in between. A writer that does not answer is told of within \
            \(Limits.readinessWithin.components.seconds) seconds. `checks` names each part, and with 503 the one that \
            fails. For reading alone nothing is written: a proxy keeps servers that answer questions while commits wait \
            for a standby.
            """,
            caller: .everyone,
            parameters: [
                .query("for", .choice(Purpose.self), "What it is to be ready for; else for writing as well.")
            ],
            answers: [
                .ok("All is well.", .object(["status": .choice(["ok"]), "checks": .readiness]))
            ],
            errors: [.busy, .invalid, DocumentedError(.closed), DocumentedError(.failed), DocumentedError(Self.full)],
            usesStore: false,
            handler: answerReady)
    }

    private enum Purpose: String, CaseIterable {
        case reading
    }

    private func answerReady(_ request: Request, _ context: SnugContext) async throws -> Response {
        do {
            switch try request.choice("for") as Purpose? {
            case .reading: try await readiness.checkReading()
            case nil: try await readiness.check()
            }
        } catch let fault as StoreFault {
            var problem = fault.kind == .full ? Self.full : Problem(fault)
            problem.checks = Readiness(fault)
            throw ProblemError(problem)
        }
        return .json { json in
            json.member("status", "ok")
            json.object("checks") { $0.write(Readiness(nil)) }
        }
    }

    /// The problem of a full disk, under the status by which load balancers go elsewhere.
    private static let full: Problem = {
        var problem = Problem(StoreFault(.full, "while a probe was written"))
        problem.status = 503
        return problem
    }()
}
