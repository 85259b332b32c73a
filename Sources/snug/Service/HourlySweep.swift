import Logging
import ServiceLifecycle
import SnugChat
import Synchronization

/// The service that keeps the database in order: once an hour it removes what is long past, at once what deleted rooms
/// and files leave, and it counts messages for the figures of each day.
struct HourlySweep: Service, EventBus {
    let maintenance: Maintenance
    let clock: any WallClock
    let logger: Logger
    private let gauge: DatabaseGauge
    private let deletions = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let files = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let counts = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let posted = PostedCount()

    init(maintenance: Maintenance, gauge: DatabaseGauge, clock: any WallClock, logger: Logger) {
        self.maintenance = maintenance
        self.gauge = gauge
        self.clock = clock
        self.logger = logger
        // What was cut off by the end of the process goes on.
        deletions.continuation.yield()
        files.continuation.yield()
        counts.continuation.yield()
    }

    func publish(_ events: [Event]) {
        if posted.isEnough(after: events.count { if case .posted = $0 { true } else { false } }) {
            counts.continuation.yield()
        }
        if events.contains(where: { if case .roomDeleted = $0 { true } else { false } }) {
            deletions.continuation.yield()
        }
        if events.contains(.attachmentsRemoved) { files.continuation.yield() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await sweepHourly() }
                group.addTask { await removeDeleted() }
                group.addTask { await removeFiles() }
                group.addTask { await removeAbandonedUploads() }
                group.addTask { await foldLongLogs() }
                group.addTask { await countMessages() }
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
            files.continuation.yield()
            counts.continuation.yield()
            let drift = (clock.now - wall) - (ContinuousClock.now - steady)
            // Nobody knows which of the two times was right: nothing is removed for being old just now.
            guard (Duration.zero - Limits.clockStepMax...Limits.clockStepMax).contains(drift) else {
                logger.warning("The clock was set; the hourly sweep waits for the next hour")
                continue
            }
            do {
                guard try await maintenance.claim(.sweep) else { continue }
                try await maintenance.sweep()
                try await maintenance.removeSurplusMentions()
                try await maintenance.noteDatabaseSize(gauge.databaseBytes())
                try await maintenance.mergeIndexIfDue()
            } catch is CancellationError {
                return
            } catch {
                logger.log(level: error.levelBesideWatch, "The hourly sweep failed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func removeDeleted() async {
        for await _ in deletions.stream {
            await insist("What deleted rooms left could not be removed") {
                while try await maintenance.removeDeletedPiece(), !Task.isCancelled {}
            }
            // Files of theirs are among it.
            files.continuation.yield()
        }
    }

    private func removeFiles() async {
        for await _ in files.stream {
            await insist("The bytes of removed files could not be removed") {
                while try await maintenance.removeFilesPiece(), !Task.isCancelled {}
            }
        }
    }

    private func removeAbandonedUploads() async {
        for await _ in maintenance.abandonedUploads {
            await insist("Uploads that ended early could not be removed") {
                try await maintenance.removeAbandonedUploads()
            }
        }
    }

    private func foldLongLogs() async {
        for await _ in maintenance.longLogs {
            do {
                try await maintenance.foldLog()
            } catch is CancellationError {
                return
            } catch {
                logger.log(
                    level: error.levelBesideWatch, "The write-ahead log could not be folded",
                    metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Limits.logFoldedEvery)
        }
    }

    /// Tries until it is done: a full disk has room again some day, and what is not removed counts until then.
    private func insist(_ failure: Logger.Message, _ work: () async throws -> Void) async {
        while !Task.isCancelled {
            do {
                return try await work()
            } catch is CancellationError {
                return
            } catch {
                logger.log(level: error.levelBesideWatch, failure, metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Limits.removalRetryAfter)
        }
    }

    private func countMessages() async {
        for await _ in counts.stream {
            do {
                try await maintenance.countMessages()
            } catch is CancellationError {
                return
            } catch {
                logger.log(
                    level: error.levelBesideWatch, "Messages could not be counted", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// The number of messages since they were last counted.
private final class PostedCount: Sendable {
    private let count = Atomic<Int>(0)

    /// Returns true if with these there are enough to be counted, and begins anew.
    func isEnough(after more: Int) -> Bool {
        guard more > 0, count.add(more, ordering: .relaxed).newValue >= Limits.messagesUncountedUsual else {
            return false
        }
        count.store(0, ordering: .relaxed)
        return true
    }
}
