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
    private let store: SQLiteStore
    private let maintenance: Maintenance
    private let clock: any WallClock
    private let logger: Logger
    private var isTaking = false

    init(_ plan: BackupPlan, of store: SQLiteStore, maintenance: Maintenance, clock: any WallClock, logger: Logger) {
        self.plan = plan
        self.store = store
        self.maintenance = maintenance
        self.clock = clock
        self.logger = logger
    }

    func adopt(_ plan: BackupPlan) { self.plan = plan }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.takeIfDue()
                try? await Task.sleep(for: Limits.backupLookEvery)
            }
        }
    }

    private func takeIfDue() async {
        do {
            let record = try await maintenance.backupRecord()
            guard let lastTry = record.lastTry else { return try await maintenance.noteBackupsBegin() }
            guard plan.time.isDue(after: lastTry, hasFailed: record.failure != nil, at: clock.now) else { return }
            _ = try await takeBackup()
        } catch is CancellationError {
            // The server stops; at its next start the backup is still due.
        } catch Refusal.busy {
            // An administrator's backup is being made just now.
        } catch {
            logger.error("The night's backup was not made", metadata: ["error": "\(error)"])
        }
    }

    func backups() throws -> [BackupCopy] {
        do {
            return try plan.folder.entries().map(\.copy)
        } catch let fault as DatabaseFault {
            throw fault.asStoreFault
        }
    }

    private static func count(_ outcome: String) {
        Counter(label: Metric.backups.rawValue, dimensions: [("outcome", outcome)]).increment()
    }

    func takeBackup() async throws -> BackupCopy {
        guard !isTaking else { throw Refusal.busy }
        isTaking = true
        defer { isTaking = false }
        let now = clock.now
        do {
            let entry = try await plan.folder.take(of: store, at: now)
            try await maintenance.noteBackup(at: now)
            Self.count("made")
            logger.info("Backup made and proven", metadata: ["file": "\(entry.path)", "bytes": "\(entry.bytes)"])
            for path in try plan.folder.prune(keeping: plan.keep) {
                logger.info("Backup removed", metadata: ["file": "\(path)"])
            }
            return entry.copy
        } catch let fault as DatabaseFault {
            Self.count("failed")
            logger.error("The backup failed", metadata: ["error": "\(fault)"])
            try await maintenance.noteBackupFailure("\(fault)", at: now)
            throw fault.asStoreFault
        }
    }
}

extension BackupFolder.Entry {
    fileprivate var copy: BackupCopy {
        BackupCopy(name: name, takenAt: takenAt, bytes: bytes, messages: receipt?.messages)
    }
}

extension DatabaseFault {
    /// The fault in the store's own terms (full, damaged and so on), which routes answer by.
    fileprivate var asStoreFault: StoreFault {
        if case .store(let fault) = reason { fault } else { StoreFault(.failed, "\(self)") }
    }
}
