/// A piece of work on the store that one node does for all of them.
public enum SharedWork: String, Sendable, Hashable, CaseIterable {
    case backup
    /// The hourly removal of what is long past.
    case sweep
    /// The removal of what deleted rooms leave.
    case deletions
    /// The removal of the bytes of removed files.
    case files
    /// The counting of messages for the figures of each day.
    case figures
    /// The decision who is told of messages by pushes.
    case pushes
    /// The decision who is mailed about what they have missed.
    case missedMails

    /// The time after which another node takes up what one has claimed and not gone on with.
    var claimedFor: Duration {
        switch self {
        case .backup: Limits.backupClaimedFor
        case .sweep: Limits.sweepClaimedFor
        case .pushes: Limits.pushClaimedFor
        case .missedMails: Limits.missedMailsClaimedFor
        case .deletions, .files, .figures: Limits.pieceClaimedFor
        }
    }
}
