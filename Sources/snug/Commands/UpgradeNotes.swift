import SnugStore

extension Console {
    /// Says on standard error that a command upgrades the database, and what takes that back.
    static func note(_ progress: UpgradeProgress) {
        switch progress {
        case .begins: break
        case .copied(let copy, _): note("A copy from before the upgrade is kept as \(copy), for snug rollback.")
        case .ended(let from, let to, _): note("The database is upgraded from schema \(from) to \(to).")
        }
    }
}
