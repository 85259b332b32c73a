import SnugStore

/// The settings of the nightly backup.
struct BackupPlan: Sendable {
    var time: BackupTime
    /// Copies kept.
    var keep: Int
    var folder: BackupFolder
}
