import Foundation
import NIOCore
import ServiceLifecycle
import SnugChat

/// The sign of life that systemd waits for (sd_watchdog_enabled(3)).
///
/// It is given while every event loop turns and the database's writer answers. A part that hangs keeps it silent, and
/// systemd restarts the service. A database server that hangs does not: no restart of this one mends it, nor those who
/// read meanwhile.
struct Watchdog: Service {
    private let readiness: ReadinessProbe?
    private let group: any EventLoopGroup
    private let interval: Duration

    /// Nil where nobody is waiting to hear from this process.
    /// - Parameter readiness: the probe of the writer; nil where that waits for a server of its own.
    init?(readiness: ReadinessProbe?, group: any EventLoopGroup) {
        let environment = ProcessInfo.processInfo.environment
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0,
            environment["WATCHDOG_PID"].map({ Int32($0) == ProcessInfo.processInfo.processIdentifier }) ?? true
        else { return nil }
        self.readiness = readiness
        self.group = group
        interval = .microseconds(microseconds / Limits.watchdogFeedsPerWait)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for loop in group.makeIterator() { try? await loop.submit {}.get() }
                // A disk that is full or failing is an answer: a restart would not mend it.
                try? await readiness?.awaitWriter()
                Systemd.notify("WATCHDOG=1")
                try? await Task.sleep(for: interval)
            }
        }
    }
}
