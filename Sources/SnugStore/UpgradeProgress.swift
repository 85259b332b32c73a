/// A step of bringing a database's schema up to date.
public enum UpgradeProgress: Sendable, Hashable {
    case begins(from: Int, to: Int)
    /// The copy from before is made and proven.
    case copied(to: String, took: Duration)
    case ended(from: Int, to: Int, took: Duration)
}
