import ServiceLifecycle
import UnixSignals

/// On SIGHUP, has what can change looked at again.
struct ReloadOnHangup: Service {
    let act: @Sendable () async -> Void

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { await act() }
    }
}
