import SnugStore

/// The settings of the nightly backup.
struct BackupPlan: Sendable {
    var time: BackupTime
    /// The number of copies kept.
    var keep: Int
    var folder: BackupFolder
}
