import Foundation
import GRDB
public import SnugChat

/// The state of the database as an inspection finds it.
public struct Inspection: Sendable, Hashable {
    /// The complaints of SQLite's own checks; empty where all is well.
    public var damage: [String]
    public var bytes: Int
    /// The bytes of the write-ahead log, which a checkpoint folds into the file.
    public var logBytes: Int
    public var mailsWaiting: Int
    /// The relay's answer to the mail that was tried most often.
    public var mailError: String?
    /// The time of the newest message.
    public var newestMessage: Timestamp?
    /// The bytes of all files.
    public var fileBytes: Int64 = 0
    /// A message that the index of words lacks; nil where none was found to be missing.
    public var missingInIndex: Message.ID?

    /// Returns the complaints in a line of SQLite's checks, which says `ok` where there are none.
    static func complaints(in line: String) -> [String] {
        // A heading names the database, which is the only one here.
        line == "ok" ? [] : line.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("***") }
    }
}

extension SQLiteStore {
    /// Inspects the database, its write-ahead log and its queue of mails.
    ///
    /// - Parameter isDeep: true to read the whole file for damage, which takes a second for every few hundred
    ///   megabytes; only the caller waits for it.
    public func inspect(isDeep: Bool, monitor: ProgressMonitor = ProgressMonitor()) async throws -> Inspection {
        do {
            let database = database
            let logBytes = Files.logBytes(beside: database.path)
            return try await database.read { db in
                let damage =
                    isDeep
                    ? try monitor.note(.init(.checking), stoppedBy: { database.interrupt() }) {
                        try Self.damage(in: db, monitor)
                    } : []
                // The other figures of a damaged file cannot be relied on, or read.
                guard damage.isEmpty else { return Inspection(damage: damage, bytes: 0, logBytes: 0, mailsWaiting: 0) }
                return Inspection(
                    damage: [],
                    bytes: try db.one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") {
                        $0[0]
                    } ?? 0,
                    logBytes: logBytes,
                    mailsWaiting: try db.one("SELECT count(*) FROM mail_queue") { $0[0] } ?? 0,
                    mailError: try db.one(
                        "SELECT last_error FROM mail_queue WHERE last_error IS NOT NULL ORDER BY tries DESC LIMIT 1"
                    ) { $0[0] },
                    newestMessage: try db.one("SELECT timestamp FROM messages ORDER BY id DESC LIMIT 1") {
                        Timestamp(rawValue: $0[0])
                    },
                    fileBytes: try db.tableExists("attachment_sums")
                        ? db.one(AttachmentSQL.bytes, 0) { $0[0] } ?? 0 : 0,
                    missingInIndex: try Snapshot(db: db).messageMissingInIndex(among: Limits.indexProbesMax))
            }
        } catch {
            throw StoreFault.wrapping(error, doing: "inspecting")
        }
    }

    private static func damage(in db: Database, _ monitor: ProgressMonitor) throws -> [String] {
        var complaints: [String] = []
        do {
            let lines = try String.fetchCursor(db, sql: "PRAGMA quick_check(10)")
            while let line = try lines.next() { complaints += Inspection.complaints(in: line) }
        } catch let error as DatabaseError where error.isDamage {
            return complaints + [error.message ?? "the file is malformed"]
        }
        let orphan = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check")
        if orphan != nil { complaints.append("a row has lost the one it belongs to") }
        return complaints + (try db.complaintOfFiles(monitor).map { [$0] } ?? [])
    }
}
