import Logging
import ServiceLifecycle
import SnugChat

/// The hourly removal of expired and spent records (``Chat/sweep()``).
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
