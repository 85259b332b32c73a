import Synchronization

/// The places for uploads: a few for each user, a few more in all; and some that are kept for those who have none, so that
/// a few users cannot keep everybody else out.
final class UploadPlaces: Sendable {
    private let taken = Mutex<[User.ID: Int]>([:])

    /// Takes a place, to be given back by ``leave(_:)``.
    /// - Throws: ``Refusal/busy``
    func enter(_ user: User.ID) throws(Refusal) {
        let hasPlace = taken.withLock { taken in
            let own = taken[user] ?? 0
            let most = Limits.uploadsAtOnceMax + (own == 0 ? Limits.firstUploadsAtOnceMax : 0)
            guard own < Limits.uploadsAtOncePerUserMax, taken.values.reduce(0, +) < most else { return false }
            taken[user] = own + 1
            return true
        }
        if !hasPlace { throw .busy }
    }

    /// The uploads that are under way.
    var count: Int { taken.withLock { $0.values.reduce(0, +) } }

    func leave(_ user: User.ID) {
        taken.withLock { taken in
            let left = (taken[user] ?? 0) - 1
            taken[user] = left > 0 ? left : nil
        }
    }
}
