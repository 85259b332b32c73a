import Glibc
import SnugChat

/// Long work of a command: it shows its progress where standard error is a terminal, and Ctrl-C ends it cleanly.
enum LongWork {
    /// The reason why work ended early: a signal, by which the process ends once all is put back.
    struct Interruption: Error, Sendable, Hashable {
        var signal: CInt
    }

    /// Carries out work, which notes its progress on the monitor that it is given.
    ///
    /// The command says its answer when this has returned: until then the line is the terminal's last.
    /// - Throws: its errors; ``Interruption`` where a signal ended it.
    static func carryOut<Value>(_ work: (ProgressMonitor) async throws -> Value) async throws -> Value {
        let monitor = ProgressMonitor()
        let signals = SignalWatch()
        let display = ProgressDisplay(of: monitor)
        defer {
            display.end()
            signals.end()
        }
        do {
            return try await work(monitor)
        } catch is CancellationError {
            throw Interruption(signal: SignalWatch.received ?? SIGINT)
        }
    }
}

extension LongWork.Interruption {
    /// Ends this process by the signal, as its parent expects of a command that was told to end (signal(7)).
    func endProcess() {
        _ = Glibc.signal(signal, SIG_DFL)
        // A thread of Dispatch has signals blocked.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, signal)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(signal)
    }
}
