import SnugChat
import Synchronization

/// The numbers of open sockets of each user and each address, with their limits.
final class SocketQuota: Sendable {
    private struct Counts {
        var perUser: Int
        var perAddress: Int
        var users: [User.ID: Int] = [:]
        var addresses: [String: Int] = [:]

        func hasPlace(_ user: User.ID, _ address: String) -> Bool {
            users[user, default: 0] < perUser && addresses[address, default: 0] < perAddress
        }
    }

    private let counts: Mutex<Counts>

    init(perUser: Int, perAddress: Int) {
        counts = Mutex(Counts(perUser: perUser, perAddress: perAddress))
    }

    func adopt(perUser: Int, perAddress: Int) {
        counts.withLock { counts in
            counts.perUser = perUser
            counts.perAddress = perAddress
        }
    }

    /// Takes a place, and returns false if there is none.
    func take(_ user: User.ID, _ address: String) -> Bool {
        counts.withLock { counts in
            guard counts.hasPlace(user, address) else { return false }
            counts.users[user, default: 0] += 1
            counts.addresses[address, default: 0] += 1
            return true
        }
    }

    func hasPlace(_ user: User.ID, _ address: String) -> Bool {
        counts.withLock { $0.hasPlace(user, address) }
    }

    func giveBack(_ user: User.ID, _ address: String) {
        counts.withLock { counts in
            Self.decrease(&counts.users, user)
            Self.decrease(&counts.addresses, address)
        }
    }

    /// Decreases a count, and removes it at zero: nothing is kept of users and addresses with nothing open.
    private static func decrease<Key>(_ counts: inout [Key: Int], _ key: Key) {
        if let count = counts[key], count > 1 { counts[key] = count - 1 } else { counts[key] = nil }
    }
}
