import GRDB
import SnugChat

/// The accounts of a database, as far as a later state of it can be told from an earlier one.
struct AccountList: Sendable, Hashable {
    private struct Account: Sendable, Hashable {
        var createdAt: Timestamp
        var email: String
        var isClosed: Bool
    }

    private let accounts: [Int64: Account]

    init(_ db: Database) throws {
        // An older Snug's has none that are closed.
        let closed = try db.columns(in: "users").contains { $0.name == "closed_at" } ? "closed_at IS NOT NULL" : "0"
        let rows = try Row.fetchAll(db, sql: "SELECT id, created_at, email, \(closed) FROM users")
        let accounts = rows.map { row -> (Int64, Account) in
            (row[0], Account(createdAt: row[1], email: row[2], isClosed: row[3]))
        }
        self.accounts = Dictionary(accounts) { $1 }
    }

    /// Reads the accounts of a database that nobody writes to; nil where they cannot be read.
    init?(of path: String) {
        guard ((try? Files.bytes(of: path)) ?? 0) > 0, let queue = try? DatabaseQueue.reading(path) else { return nil }
        defer { try? queue.close() }
        guard let list = try? queue.read({ try AccountList($0) }) else { return nil }
        self = list
    }

    /// Returns the numbers of accounts that are others here than they were in an earlier state; one of another
    /// installation has the same number by chance alone.
    func changes(since then: AccountList) -> AccountChanges {
        var changes = AccountChanges(closed: 0, readdressed: 0)
        for (id, now) in accounts {
            guard let before = then.accounts[id], before.createdAt == now.createdAt, !before.isClosed else { continue }
            if now.isClosed {
                changes.closed += 1
            } else if now.email.lowercased() != before.email.lowercased() {
                changes.readdressed += 1
            }
        }
        return changes
    }
}

/// The numbers of accounts that an earlier state of a database gives back to whom they are not any more.
public struct AccountChanges: Sendable, Hashable {
    /// Those that their holders closed since, and that are open in it, with their passwords.
    public var closed: Int
    /// Those that have another address since, and the former one in it.
    public var readdressed: Int

    public init(closed: Int, readdressed: Int) {
        self.closed = closed
        self.readdressed = readdressed
    }
}
