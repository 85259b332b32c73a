import Glibc
import Synchronization

/// The watch for signals that end work early; the same one a second time ends the process at once.
///
/// By handlers of its own: a dispatch source keeps its handler, which a server that starts afterwards would miss.
final class SignalWatch {
    /// The latest signal; 0 for none.
    private static let latest = Atomic<CInt>(0)
    private var former: [(signal: CInt, action: sigaction)] = []

    init() {
        // Made ready before a handler may need it.
        Self.latest.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var (before, action) = (sigaction(), sigaction())
            guard unsafe sigaction(number, nil, &before) == 0, !Self.isIgnored(before) else { continue }
            // A store to an atomic is all that a handler does (signal-safety(7)).
            unsafe action.__sigaction_handler.sa_handler = { SignalWatch.latest.store($0, ordering: .relaxed) }
            action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
            guard unsafe sigaction(number, &action, nil) == 0 else { continue }
            former.append((number, before))
        }
    }

    /// The signal that came; nil for none.
    static var received: CInt? {
        let signal = latest.load(ordering: .relaxed)
        return signal == 0 ? nil : signal
    }

    /// Puts back what held before.
    func end() {
        for (signal, var action) in former { unsafe sigaction(signal, &action, nil) }
    }

    /// Returns true for a signal that whoever started this process had it ignore, as nohup(1) does.
    private static func isIgnored(_ action: sigaction) -> Bool {
        // SIG_IGN is no function but the number 1 in a function's place (bits/signum-generic.h).
        unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self) == 1
    }
}
