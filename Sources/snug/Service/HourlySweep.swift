import Logging
import ServiceLifecycle
import SnugChat

/// Forgets, once an hour, what is of no use any more.
struct HourlySweep: Service {
    let maintenance: Maintenance
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await maintenance.sweep()
                } catch {
                    logger.warning("The hourly sweep failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Limits.sweepEvery)
            }
        }
    }
}
