import SnugChat
import Synchronization

/// The numbers of answers under way: long ones of each user, shorter ones of each network, and backups.
///
/// A reader who takes an answer slowly holds a part of it in memory; so many of those, and no more.
final class AnswerQuota: Sendable {
    /// The reader whose answers are counted together.
    enum Reader: Hashable, Sendable {
        case user(User.ID)
        case network(String)
        /// The readers of backups, over all users.
        case ofBackup
    }

    /// The place of one answer, given back when nothing holds it any more.
    final class Place: Sendable {
        private let quota: AnswerQuota
        private let reader: Reader

        fileprivate init(_ quota: AnswerQuota, _ reader: Reader) {
            self.quota = quota
            self.reader = reader
        }

        deinit { quota.giveBack(reader) }
    }

    private let perUser: Int
    private let perNetwork: Int
    private let counts = Mutex<[Reader: Int]>([:])

    init(perUser: Int = Limits.answersPerUserMax, perNetwork: Int = Limits.answersPerNetworkMax) {
        self.perUser = perUser
        self.perNetwork = perNetwork
    }

    /// Takes a place for an answer.
    /// - Throws: ``Refusal/busy``
    func take(_ reader: Reader) throws(Refusal) -> Place {
        let most =
            switch reader {
            case .user: perUser
            case .network: perNetwork
            case .ofBackup: Limits.backupDownloadsMax
            }
        let isTaken = counts.withLock { counts in
            guard counts[reader, default: 0] < most else { return false }
            counts[reader, default: 0] += 1
            return true
        }
        guard isTaken else { throw .busy }
        return Place(self, reader)
    }

    private func giveBack(_ reader: Reader) {
        counts.withLock { counts in
            if let count = counts[reader], count > 1 { counts[reader] = count - 1 } else { counts[reader] = nil }
        }
    }
}
