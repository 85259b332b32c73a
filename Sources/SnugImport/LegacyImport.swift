public import Foundation
import GRDB
public import SnugChat
import Synchronization

/// An import of the data of the product that Snug replaces into a fresh database: all of it or nothing.
///
/// People keep their passwords, as far as those were kept as SHA-256 or bcrypt; rooms keep their messages in the order
/// of their ids, which is the order in which they were said; all of it counts as read.
public struct LegacyImport: Sendable {
    private let staging: Staging
    private let zone: TimeZone
    private let owner: EmailAddress?
    private let noted: ImportReport
    private let monitor: ProgressMonitor

    /// Creates an import from files, which are read into a scratch file that is gone with it.
    /// - Parameters:
    ///   - paths: one plain SQL dump (`-`: standard input), or CSV files named after their tables, or a folder of them.
    ///   - choice: the source to read where the files hold several.
    ///   - zone: the time zone of times without an offset.
    ///   - owner: the address of the person who is to own the server, where it has no owner.
    ///   - monitor: the monitor of reading, and of carrying it out.
    /// - Throws: ``ImportFault``, `CancellationError`
    public init(
        reading paths: [String], from choice: ImportChoice = ImportChoice(), zone: TimeZone, owner: EmailAddress?,
        monitor: ProgressMonitor = ProgressMonitor()
    ) throws {
        var report = ImportReport()
        staging = try monitor.note(.init(.reading)) {
            try Staging(paths, from: choice, noting: &report, monitor)
        }
        noted = report
        self.monitor = monitor
        self.zone = zone
        self.owner = owner
    }

    /// Carries the import out, in one transaction.
    /// - Parameter isRehearsal: true to keep nothing and make no passwords ready; the report is what it would be.
    /// - Throws: ``ImportFault``, `CancellationError` or the store's error; nothing was imported.
    public func carryOut(
        in store: any Store,
        hasher: any PasswordHasher,
        at now: Timestamp,
        isRehearsal: Bool
    ) async throws -> ImportReport {
        try await adoptPasswords(with: hasher, isRehearsal: isRehearsal)
        let (rows, zone, owner, noted, monitor) = (staging.rows, zone, owner, noted, monitor)
        do {
            return try await store.write { store in
                let report = try rows.read { rows in
                    var transfer = Transfer(
                        rows: rows, store: store, zone: zone, owner: owner, now: now, report: noted, monitor: monitor)
                    return try transfer.carryOut()
                }
                if isRehearsal { throw Rehearsed(report: report) }
                return report
            }
        } catch let rehearsed as Rehearsed {
            return rehearsed.report
        }
    }

    /// The error that undoes a rehearsal.
    private struct Rehearsed: Error {
        var report: ImportReport
    }

    /// Makes of each hash the one that is kept here.
    ///
    /// It takes scrypt's third of a second for each SHA-256.
    private func adoptPasswords(with hasher: any PasswordHasher, isRehearsal: Bool) async throws {
        let hashes = try await staging.rows.read { rows in
            try Row.fetchAll(rows, sql: "SELECT id, password FROM users WHERE password IS NOT NULL").map { row in
                (id: row[0] as Int64, hash: row[1] as String)
            }
        }
        let rows = staging.rows
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, user) in hashes.enumerated() {
                try monitor.note(.init(.passwords, done: index, of: hashes.count))
                if index >= Limits.importHashesAtOnce { try await group.next() }
                group.addTask {
                    // A rehearsal needs to know only if it can be used, not the work of making it ready.
                    let kept =
                        isRehearsal ? hasher.canAdopt(user.hash) ? user.hash : nil : try await hasher.adopt(user.hash)
                    try await rows.write {
                        try $0.execute(sql: "UPDATE users SET kept = ? WHERE id = ?", arguments: [kept, user.id])
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
