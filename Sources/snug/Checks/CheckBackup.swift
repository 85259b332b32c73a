import SnugChat
import SnugStore

extension Checks {
    /// Checks that the latest proven backup is recent and that the last try did not fail.
    func backup() async -> [Finding] {
        do {
            let entries = try settings.backups.folder.entries()
            let record = try await store.backupRecord()
            let proven = entries.filter { $0.receipt != nil }.compactMap(\.takenAt)
            return Self.findings(
                proven: proven, record, settings.backups, at: now, take: command("backup create"),
                schedule: command("config set backup.time 02:30"))
        } catch {
            return [
                Finding(
                    .backup, .error, "The backups cannot be looked at: \(error)",
                    why: "Nobody knows whether there are any.", fix: command("backup list"))
            ]
        }
    }

    /// Judges the backups that there are, by the record of them.
    ///
    /// One that is dated in the future was made while the clock was wrong: nobody knows how old it is.
    /// - Parameters:
    ///   - proven: the times of the proven backups in the folder.
    ///   - take: the command that makes a backup.
    ///   - schedule: the command that has one made every night.
    static func findings(
        proven: [Timestamp], _ record: BackupRecord, _ plan: BackupPlan, at now: Timestamp, take: String,
        schedule: String
    ) -> [Finding] {
        func finding(_ level: Finding.Level, _ what: String, why: String) -> [Finding] {
            [Finding(.backup, level, what, why: why, fix: plan.time == .never ? schedule : take)]
        }
        func isPast(_ time: Timestamp) -> Bool { time <= now + Limits.clockSkewMax }
        let latest = proven.filter(isPast).max()
        let lastTry = record.lastTry.flatMap { isPast($0) ? $0 : nil }
        if let failure = record.failure, latest.map({ $0 < lastTry ?? $0 }) ?? true {
            return [
                Finding(
                    .backup, .error, "The latest backup failed: \(failure)",
                    why: "When the disk fails, what is newer than the backup before is gone.", fix: take)
            ]
        }
        let lost = "When the disk fails, everything since is gone."
        if let latest {
            let age = now - latest
            if age > Limits.backupAgeMax {
                return finding(.warning, "The latest backup is \(SettingText.age(age)) old.", why: lost)
            }
            return [.ok(.backup, "The latest backup is \(SettingText.age(age)) old.")]
        }
        if let noted = record.lastGood, isPast(noted) {
            return finding(
                .warning,
                "The latest backup, \(SettingText.age(now - noted)) old, is not in \(plan.folder.path) any more.",
                why: "A disk that fails takes all.")
        }
        if !proven.isEmpty {
            return finding(
                .warning, "Every backup in \(plan.folder.path) is dated in the future: the clock was wrong.",
                why: "Nobody knows how old they are.")
        }
        // The server is younger than its first night.
        if let began = lastTry, plan.time != .never, now - began <= Limits.backupAgeMax {
            return [.ok(.backup, "The first backup is made tonight.")]
        }
        return finding(.warning, "No backup of this database has been made.", why: "A disk that fails takes all.")
    }
}
