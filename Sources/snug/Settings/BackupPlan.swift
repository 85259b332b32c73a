import SnugStore

/// The settings of the nightly backup.
struct BackupPlan: Sendable {
    var time: BackupTime
    /// The number of days of which a copy is kept.
    var keep: Int
    var folder: BackupFolder
}
