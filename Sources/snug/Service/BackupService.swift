import Logging
import Metrics
import ServiceLifecycle
import SnugChat
import SnugStore

/// The maker of backups: every night and when an administrator asks, one at a time.
///
/// A failure is noted in the database and mailed to the owners.
actor BackupService: Service, BackupArchive {
    private var plan: BackupPlan
    private let open: OpenStore
    private let maintenance: Maintenance
    private let clock: any WallClock
    private let logger: Logger
    /// The monitor of the copy that is being made; nil while none is.
    private var making: ProgressMonitor?
    /// The latest try of this process, which counts though the database could not be told of it.
    private var lastTry: (at: Timestamp, hasFailed: Bool)?

    init(_ plan: BackupPlan, of open: OpenStore, maintenance: Maintenance, clock: any WallClock, logger: Logger) {
        self.plan = plan
        self.open = open
        self.maintenance = maintenance
        self.clock = clock
        self.logger = logger
    }

    func adopt(_ plan: BackupPlan) { self.plan = plan }

    func run() async throws {
        plan.folder.removeLeftovers()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.takeIfDue()
                try? await Task.sleep(for: Limits.backupLookEvery)
            }
        }
    }

    func takeIfDue() async {
        // While the database is away nobody knows whether one is due; that it is away, the log says already.
        guard let record = try? await maintenance.backupRecord() else { return }
        do {
            guard let noted = record.lastTry else { return try await maintenance.noteBackupsBegin() }
            guard plan.time.isDue(after: noted, hasFailed: record.failure != nil, at: clock.now) else { return }
            if let lastTry, !plan.time.isDue(after: lastTry.at, hasFailed: lastTry.hasFailed, at: clock.now) { return }
            _ = try await take(isOnDemand: false)
        } catch is CancellationError {
            // The server stops; at its next start the backup is still due.
        } catch Refusal.busy {
            // An administrator's backup is being made just now.
        } catch {
            logger.error("The night's backup was not made", metadata: ["error": "\(error)"])
        }
    }

    /// Returns the bytes of the copies there are, the number that is kept in the course of time, and their folder.
    func use() -> (bytes: Int64, copies: Int, folder: String) {
        let entries = (try? plan.folder.entries()) ?? []
        return (entries.reduce(0) { $0 + Int64($1.bytes) }, plan.time == .never ? 0 : plan.keep, plan.folder.path)
    }

    func backups() throws -> [BackupCopy] {
        do {
            return try plan.folder.entries().map(\.copy)
        } catch let fault as DatabaseFault {
            throw BackupFault(reason: "\(fault)", isForRoom: false)
        }
    }

    private static func count(_ outcome: String) {
        Counter(label: Metric.backups.rawValue, dimensions: [("outcome", outcome)]).increment()
    }

    func progress() -> BackupProgress? {
        guard let progress = making?.progress else { return nil }
        return BackupProgress(copied: progress.done, total: progress.total ?? progress.done)
    }

    func open(_ name: String) throws -> (any OpenBackup)? {
        do throws(DatabaseFault) {
            return try plan.folder.open(name)
        } catch {
            throw BackupFault(reason: "\(error)", isForRoom: false)
        }
    }

    func takeBackup() async throws -> BackupCopy { try await take(isOnDemand: true) }

    private func take(isOnDemand: Bool) async throws -> BackupCopy {
        guard making == nil else { throw Refusal.busy }
        let monitor = ProgressMonitor()
        making = monitor
        defer { making = nil }
        guard try await maintenance.claim(.backup) else { throw Refusal.busy }
        async let _ = maintenance.keepClaim(.backup)
        do {
            let copy = try await take(isOnDemand: isOnDemand, monitor)
            await cleanUp()
            return copy
        } catch {
            await cleanUp()
            throw error
        }
    }

    private func cleanUp() async {
        await foldLog()
        do {
            try await maintenance.release(.backup)
        } catch {
            logger.warning("The next backup waits until the claim on this one ends", metadata: ["error": "\(error)"])
        }
    }

    /// Folds the log, in which every write stayed for as long as the copy was made.
    private func foldLog() async {
        do {
            try await maintenance.foldLog()
        } catch {
            logger.warning("The write-ahead log could not be folded", metadata: ["error": "\(error)"])
        }
    }

    private func take(isOnDemand: Bool, _ monitor: ProgressMonitor) async throws -> BackupCopy {
        let now = clock.now
        lastTry = (now, true)
        do {
            // For the night's copy alone: nobody makes the older ones go by asking for another.
            if !isOnDemand { try await makeRoom(at: now) }
            let entry = try await plan.folder.take(of: open.store, at: now, isOnDemand: isOnDemand, monitor: monitor)
            lastTry = (now, false)
            Self.count("made")
            logger.info("Backup made and proven", metadata: ["file": "\(entry.path)", "bytes": "\(entry.bytes)"])
            prune(sparing: entry.path, isOnDemand: isOnDemand, at: now)
            do {
                try await maintenance.noteBackup(at: now)
            } catch {
                logger.error("The backup was made, but could not be noted", metadata: ["error": "\(error)"])
            }
            return entry.copy
        } catch let fault as DatabaseFault {
            await note(failure: "\(fault)", at: now)
            throw BackupFault(reason: "\(fault)", isForRoom: fault.isForRoom)
        } catch let fault as StoreFault {
            await note(failure: "\(fault)", at: now)
            throw fault
        }
    }

    private func note(failure: String, at now: Timestamp) async {
        Self.count("failed")
        logger.error("The backup failed", metadata: ["error": "\(failure)"])
        do {
            try await maintenance.noteBackupFailure(failure, at: now)
        } catch {
            logger.error("The failure of the backup could not be noted", metadata: ["error": "\(error)"])
        }
    }

    /// Removes the oldest copies; what cannot be removed is no failure of the copy that was made.
    private func prune(sparing made: String, isOnDemand: Bool, at now: Timestamp) {
        do {
            let removed = try plan.folder.prune(
                keeping: plan.keep, at: now, sparing: made, isOnDemand: isOnDemand, orNote: noteKept)
            for path in removed { logger.info("Backup removed", metadata: ["file": "\(path)"]) }
        } catch {
            noteKept(error)
        }
    }

    private func noteKept(_ error: any Error) {
        logger.warning("An old backup was not removed", metadata: ["error": "\(error)"])
    }

    private func makeRoom(at now: Timestamp) async throws {
        let bytes = try await BackupFolder.bytes(of: open.store)
        let own = try await open.store.installationName()
        for path in try plan.folder.makeRoom(for: bytes, of: own, at: now, orNote: noteKept) {
            logger.warning("Backup removed to make room for the next", metadata: ["file": "\(path)"])
        }
    }
}

extension BackupFolder.Entry {
    fileprivate var copy: BackupCopy {
        BackupCopy(name: name, takenAt: takenAt, bytes: bytes, messages: receipt?.messages)
    }
}

extension DatabaseFault {
    /// True where the disk has too little room.
    fileprivate var isForRoom: Bool {
        switch reason {
        case .noRoom: true
        case .store(let fault): fault.kind == .full
        default: false
        }
    }
}
