import Foundation
import GRDB
public import SnugChat

/// The way back from an upgrade: the copy that was made before the schema was changed.
public struct Rollback: Sendable, Hashable {
    /// The path of the copy, such as `snug.db.before-schema-2`.
    public var copy: String
    /// The time of the copy (RFC 3339); nil where its receipt is missing.
    public var time: String?
    public var schema: Int
    /// The rows that have come since and would be lost; nil where a newer Snug's database cannot be counted.
    public var lost: Loss?

    /// The contents of the copy.
    private var then: BackupReceipt
    /// Its accounts; nil where they cannot be read.
    private var accountsThen: AccountList?

    /// The numbers of rows that a rollback would lose, and of accounts that it would give back.
    public struct Loss: Sendable, Hashable {
        public var users: Int
        public var rooms: Int
        public var messages: Int
        public var files = 0
        public var undone: AccountChanges?
    }

    /// Creates a rollback of a database that is not being served, to the proven copy from before its latest upgrade.
    /// - Throws: ``DatabaseFault``, `CancellationError`
    public init(of path: String, monitor: ProgressMonitor = ProgressMonitor()) throws {
        let database = try Files.target(of: path)
        guard FileManager.default.fileExists(atPath: database) else {
            throw DatabaseFault(path: database, reason: .missing)
        }
        _ = try DatabaseHeader(checking: database, knowing: .max)
        let lock = try FileLock(path: database)
        defer { lock.release() }
        RestoreLeftovers.remove(of: database)
        try SoleName.check(database)
        let (schema, now, accounts) = try Self.look(at: database)
        guard
            let copy = try Self.copies(of: database).filter({ $0.schema <= schema }).max(by: { $0.schema < $1.schema })
        else { throw DatabaseFault(path: database, reason: .neverUpgraded) }
        let then = try Backup.verify(copy.path, monitor: monitor)
        self.copy = copy.path
        time = then.time
        self.schema = then.schema
        self.then = then
        accountsThen = AccountList(of: copy.path)
        lost = Self.loss(of: now, since: then, undone: accountsThen.flatMap { accounts?.changes(since: $0) })
    }

    /// Returns the rows that a rollback would lose now: others may have written meanwhile.
    /// - Throws: ``DatabaseFault``
    public func lostByNow(of path: String) throws -> Loss? {
        let (_, now, accounts) = try Self.look(at: try Files.target(of: path))
        return Self.loss(of: now, since: then, undone: accountsThen.flatMap { accounts?.changes(since: $0) })
    }

    private static func loss(
        of now: BackupContents?, since then: BackupReceipt, undone: AccountChanges?
    ) -> Loss? {
        now.map {
            Loss(
                users: max(0, $0.users - then.users), rooms: max(0, $0.rooms - then.rooms),
                messages: max(0, $0.messages - then.messages), files: max(0, $0.files - (then.files ?? 0)),
                undone: undone)
        }
    }

    /// Copies a database before it is upgraded to a schema, and removes the oldest of such copies.
    /// - Returns: the path of the copy.
    /// - Throws: ``DatabaseFault``, `CancellationError`
    static func keepCopy(
        of db: Database, at database: String, before schema: Int, at time: Timestamp, _ monitor: ProgressMonitor
    ) throws -> String {
        let copy = try PartialCopy(of: "\(database).before-schema-\(schema)")
        defer { copy.end() }
        // Whoever upgrades waits for the start, and not for room that the server would like besides.
        let contents = try copy.fill(from: db, leaving: 0, monitor)
        _ = try copy.finish(try copy.proof(monitor), like: contents) { BackupReceipt($0, time: time.text) }
        // A copy that a newer Snug made is not older than this one.
        let past = try copies(of: database).filter { $0.schema <= schema }.sorted { $0.schema > $1.schema }
        for old in past.dropFirst(Limits.upgradeCopiesMax) {
            // A copy that cannot be removed is no reason not to start.
            Backup.remove(old.path)
        }
        return copy.destination
    }

    /// Puts the copy in the database's place, as ``Restore/put(_:inPlaceOf:endsSessions:random:at:monitor:)`` does.
    public func put(
        inPlaceOf database: String, random: any Randomness, at time: Timestamp,
        monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> Restore.Outcome {
        try Restore.put(
            Restore.Source(opening: copy), inPlaceOf: database, random: random, at: time, monitor: monitor)
    }

    /// Removes what an upgrade that was killed has left of its copy beside a database.
    static func removeLeftovers(of database: String) {
        let prefix = "\(URL(fileURLWithPath: database).lastPathComponent).before-"
        PartialCopy.removeLeftovers(in: Files.folder(of: database)) { $0.hasPrefix(prefix) }
    }

    /// Reads a database without migrating it, as opening the store would.
    private static func look(
        at database: String
    ) throws -> (schema: Int, contents: BackupContents?, accounts: AccountList?) {
        do {
            let queue = try DatabaseQueue.reading(database)
            defer { try? queue.close() }
            return try queue.read { db in
                let schema = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                return (schema, try? BackupContents(of: db), try? AccountList(db))
            }
        } catch let error as DatabaseError {
            throw DatabaseFault(path: database, reason: .store(StoreFault(error, doing: "reading for a rollback")))
        }
    }

    private static func copies(of database: String) throws -> [(path: String, schema: Int)] {
        let url = URL(fileURLWithPath: database)
        let folder = url.deletingLastPathComponent().path
        let prefix = "\(url.lastPathComponent).before-schema-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix(prefix), let schema = Int(name.dropFirst(prefix.count)) else { return nil }
            return ("\(folder)/\(name)", schema)
        }
    }
}
