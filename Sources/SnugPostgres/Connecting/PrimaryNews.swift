/// What becomes of the way to the primary, for the log.
public enum PrimaryNews: Sendable, Hashable {
    /// A connection was lost, the first since they were made.
    case lost(at: String)
    /// The first connection since is there.
    case found(at: String)
    /// Another server is the primary, or the same one with a later history.
    case another(at: String, timeline: Int64, former: String)
    /// An old primary takes writes beside the one that is worked with.
    case old(PostgresFault)
    /// Another server of this node's name is connected to the database.
    case nameTaken(String)
    /// Commits that nodes had heard of are gone: the log has another name from now on.
    case commitsLost
}
