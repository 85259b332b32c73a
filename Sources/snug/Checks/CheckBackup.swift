import Foundation
import SnugChat
import SnugStore

extension Checks {
    /// Checks that the latest proven backup is recent and that the last try did not fail.
    func backup() async -> [Finding] {
        do {
            // Those of another installation say nothing about this one.
            let own = try await store.installationName()
            let entries = try settings.backups.folder.entries(withInstallations: true)
                .filter { $0.installation == own }
            let record = try await store.backupRecord()
            let proven = entries.filter { $0.receipt != nil }.compactMap(\.takenAt)
            return try await places()
                + Self.findings(
                    proven: proven, record, settings.backups, of: settings.node, at: now,
                    take: command("backup create"),
                    schedule: mends.set((Settings.backupTime, "02:30")),
                    open: mends.service.map { _ in mends.open(settings.backups.folder.path, as: "backups") })
        } catch {
            return [
                Finding(
                    .backupUnreadable, .error, "The backups cannot be looked at: \(error)",
                    why: "Nobody knows whether there are any.", fix: command("backup list"))
            ]
        }
    }

    /// Checks that the next backup can be written where backups are kept, and has room there.
    private func places() async throws -> [Finding] {
        let folder = settings.backups.folder.path
        // The first backup makes the folder, with those that it lies in.
        let place = folder.nearestThere
        guard ActingUser.mayWrite(to: place), !isShutOff(folder) else {
            return [
                Finding(
                    .backupUnwritable, .error, "The server may not write to \(folder), where backups are to be kept.",
                    why: "The night's backup fails.", fix: mends.open(folder, as: "backups"))
            ]
        }
        let size = try await BackupFolder.bytes(of: store)
        guard let space = DiskSpace(at: place), space.freeBytes < size + Limits.backupReserveBytes else { return [] }
        return [
            Finding(
                .backupRoom, .warning,
                "\(folder) has room for \(SettingText.megabytes(space.freeBytes)) more, and a copy takes \(SettingText.megabytes(size)).",
                why: "The next backup fails.",
                fix: mends.seeWhatFills(place))
        ]
    }

    /// Returns true if the service's sandbox hides a folder from it, which a command outside does not feel.
    private func isShutOff(_ folder: String) -> Bool {
        guard let service = mends.service, case .command(let check) = observer else { return false }
        func plain(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
        let open = ([service.stateDirectory] + (check.unit?.writablePaths ?? [])).map(plain)
        let folder = plain(folder)
        return !open.contains { folder == $0 || folder.hasPrefix("\($0)/") }
    }

    /// Judges the backups that there are, by the record of them.
    ///
    /// One that is dated in the future was made while the clock was wrong: nobody knows how old it is.
    /// - Parameters:
    ///   - proven: the times of the proven backups in the folder.
    ///   - node: the name of this node; nil where no other serves the database.
    ///   - take: the command that makes a backup.
    ///   - schedule: the command that has one made every night.
    ///   - open: the command that lets the service's sandbox write there; nil where there is none.
    static func findings(
        proven: [Timestamp], _ record: BackupRecord, _ plan: BackupPlan, of node: String? = nil, at now: Timestamp,
        take: String,
        schedule: String, open: String? = nil
    ) -> [Finding] {
        func finding(_ trouble: Finding.Trouble, _ what: String, why: String) -> [Finding] {
            [Finding(trouble, .warning, what, why: why, fix: plan.time == .never ? schedule : take)]
        }
        func isPast(_ time: Timestamp) -> Bool { time <= now + Limits.clockSkewMax }
        let latest = proven.filter(isPast).max()
        let lastTry = record.lastTry.flatMap { isPast($0) ? $0 : nil }
        let lost = "When the disk fails, everything since is gone."
        // Names of backups count whole seconds.
        if let failure = record.failure {
            // A command is outside of the sandbox, and its copy proves nothing for the server's own.
            let opening = failure.localizedCaseInsensitiveContains("read-only") ? open : nil
            if latest.map({ $0.seconds < lastTry?.seconds ?? $0.seconds }) ?? true {
                return [
                    Finding(
                        .backupFailed, .error, "The latest backup failed: \(failure)",
                        why: "When the disk fails, what is newer than the backup before is gone.", fix: opening ?? take)
                ]
            }
            if let opening {
                return [
                    Finding(
                        .backupFailed, .warning, "The server's latest backup failed: \(failure)",
                        why: "Its next one fails as well, unless that is mended: it tries again every hour.",
                        fix: opening)
                ]
            }
        }
        if let other = record.node, other != node, let noted = record.lastGood, isPast(noted),
            noted > latest ?? Timestamp(seconds: 0)
        {
            let what = "The latest backup is \(SettingText.age(now - noted)) old; \(other) made it and keeps it."
            guard now - noted > Limits.backupAgeMax else { return [.ok(.backup, what)] }
            return [Finding(.backupOld, .warning, what, why: lost, fix: take)]
        }
        if let latest {
            let age = now - latest
            if age > Limits.backupAgeMax {
                return finding(.backupOld, "The latest backup is \(SettingText.age(age)) old.", why: lost)
            }
            return [.ok(.backup, "The latest backup is \(SettingText.age(age)) old.")]
        }
        if let noted = record.lastGood, isPast(noted) {
            return finding(
                .backupGone,
                "The latest backup, \(SettingText.age(now - noted)) old, is not in \(plan.folder.path) any more.",
                why: "A disk that fails takes all.")
        }
        if !proven.isEmpty {
            return finding(
                .backupFuture, "Every backup in \(plan.folder.path) is dated in the future: the clock was wrong.",
                why: "Nobody knows how old they are.")
        }
        // The server is younger than its first night.
        if let began = lastTry, plan.time != .never, now - began <= Limits.backupAgeMax {
            return [.ok(.backup, "The first backup is made tonight.")]
        }
        return finding(.backupNone, "No backup of this database has been made.", why: "A disk that fails takes all.")
    }
}
