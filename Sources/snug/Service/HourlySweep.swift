import Logging
import ServiceLifecycle
import SnugChat

/// The service that removes rows of no use: once an hour what is long past, and at once what deleted rooms leave.
struct HourlySweep: Service, EventBus {
    let maintenance: Maintenance
    let clock: any WallClock
    let logger: Logger
    private let deletions = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(maintenance: Maintenance, clock: any WallClock, logger: Logger) {
        self.maintenance = maintenance
        self.clock = clock
        self.logger = logger
        // A deletion that was cut off by the end of the process goes on.
        deletions.continuation.yield()
    }

    func publish(_ events: [Event]) {
        if events.contains(where: { if case .roomDeleted = $0 { true } else { false } }) {
            deletions.continuation.yield()
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await sweepHourly() }
                group.addTask { await removeDeleted() }
            }
        }
    }

    private func sweepHourly() async {
        var pause = Limits.sweepFirstAfter
        while !Task.isCancelled {
            let (wall, steady) = (clock.now, ContinuousClock.now)
            do { try await Task.sleep(for: pause) } catch { return }
            pause = Limits.sweepEvery
            // What could not be removed when its room was deleted is tried again.
            deletions.continuation.yield()
            let drift = (clock.now - wall) - (ContinuousClock.now - steady)
            // Nobody knows which of the two times was right: nothing is removed for being old just now.
            guard (Duration.zero - Limits.clockStepMax...Limits.clockStepMax).contains(drift) else {
                logger.warning("The clock was set; the hourly sweep waits for the next hour")
                continue
            }
            do {
                try await maintenance.sweep()
                try await maintenance.removeSurplusMentions()
            } catch {
                logger.log(level: error.levelBesideWatch, "The hourly sweep failed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func removeDeleted() async {
        for await _ in deletions.stream {
            do {
                while try await maintenance.removeDeletedPiece(), !Task.isCancelled {}
            } catch {
                logger.log(
                    level: error.levelBesideWatch, "What deleted rooms left could not be removed",
                    metadata: ["error": "\(error)"])
            }
        }
    }
}
