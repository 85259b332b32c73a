import ServiceLifecycle
import SnugChat

/// The end of a row of failed starts: the server has been in service for a while, or was asked to stop.
struct StartProof: Service {
    func run() async throws {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: Limits.startProvenAfter) }
        // Cancelled, it ends with another part that failed.
        guard !Task.isCancelled else { return }
        FailedStarts.forget()
        try await gracefulShutdown()
    }
}
