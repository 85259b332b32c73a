import ServiceLifecycle
import UnixSignals

/// The handler of SIGHUP, which has settings and certificate read again.
struct ReloadOnHangup: Service {
    let act: @Sendable () async -> Void

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { await act() }
    }
}
