import Foundation
import GRDB
import Glibc
import SnugChat
import Synchronization

/// A copy on its way, under a temporary name beside the one that it gets once it is proven.
///
/// Its lock tells it from one that a process which was killed has left behind.
final class PartialCopy: Sendable {
    let destination: String
    private let path: String
    private let lock: FileLock
    private let hasItsName = Atomic<Bool>(false)

    /// Creates an empty copy for its owner alone, in place of one that was left behind.
    /// - Throws: ``DatabaseFault``
    init(of destination: String) throws(DatabaseFault) {
        guard !Files.isNoFile(destination) else { throw DatabaseFault(path: destination, reason: .notAFile) }
        self.destination = destination
        do {
            (path, lock) = try Self.begin(destination)
        } catch {
            throw DatabaseFault(path: destination, reason: error.reason == .inUse ? .isBeingCopied : error.reason)
        }
    }

    /// Makes the file of the copy, under its usual name or, where another user has taken that, one that nobody guesses.
    private static func begin(_ destination: String) throws(DatabaseFault) -> (path: String, FileLock) {
        let usual = "\(destination)\(ending)"
        removeLeftover(usual)
        do {
            return (usual, try FileLock(making: usual))
        } catch  where error.reason == .inUse && Files.isOfAnother(usual) {
            let other = "\(destination).\(UUID().uuidString)\(ending)"
            return (other, try FileLock(making: other))
        }
    }

    /// Ends the copy; what has no name of its own by now is removed.
    func end() {
        if !hasItsName.load(ordering: .relaxed) { Files.removeDatabase(path) }
        lock.release()
    }

    /// Copies every page of a database to it, and returns the source's contents at that instant.
    ///
    /// Writes meanwhile stay in the source's log until this returns, so nothing else is done in here.
    /// - Parameter reserve: the bytes that the disk keeps free beside it.
    func fill(
        from db: Database, leaving reserve: Int = Limits.backupReserveBytes, _ monitor: ProgressMonitor
    ) throws -> BackupContents {
        try Files.requireRoom(for: try Self.bytes(of: db), leaving: reserve, for: destination)
        let pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        return try writing {
            let copy = try DatabaseQueue(path: path)
            try copy.writeWithoutTransaction { target in
                // Whole or not at all: the copy has no name of its own before it is proven.
                try target.execute(sql: "PRAGMA synchronous = OFF")
                try db.backup(to: target, pagesPerStep: Limits.backupPagesPerStep) { step in
                    try monitor.note(
                        .init(
                            .copying, done: step.completedPageCount * pageBytes,
                            of: step.totalPageCount * pageBytes))
                    // A statement ends here once the copying task is cancelled; the backup's own steps do not.
                    _ = try Int.fetchOne(db, sql: "SELECT 1")
                    // Step by step: a commit's sync would wait for all that the disk's cache then holds.
                    self.lock.sync()
                }
                // One file, without a WAL beside it.
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
                // Whoever serves it, put in place by whichever way, serves another log.
                try target.run(
                    "UPDATE OR REPLACE settings SET name = ? WHERE name = ?", LogEpoch.copiedFromSettingName,
                    LogEpoch.settingName)
            }
            try copy.close()
            return try BackupContents(of: db)
        }
    }

    /// Makes it of all rows of a database elsewhere, and returns what it then holds.
    /// - Parameter reserve: the bytes that the disk keeps free beside it.
    func fill(
        from source: any MoveSource, leaving reserve: Int = Limits.backupReserveBytes, _ monitor: ProgressMonitor
    ) throws -> BackupContents {
        try Files.requireRoom(for: try source.bytes(), leaving: reserve, for: destination)
        return try writing {
            _ = try MovableFile.make(path, from: source, as: .backup, monitor)
            let copy = try DatabaseQueue.reading(path)
            defer { try? copy.close() }
            return try copy.read { try BackupContents(of: $0) }
        }
    }

    /// Returns the bytes that a copy of a database takes, its log's included.
    static func bytes(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
    }

    /// Syncs and proves it.
    func proof(_ monitor: ProgressMonitor) throws -> BackupProof {
        try writing { try BackupProof(of: path, monitor) }
    }

    /// Syncs and proves it; ends early once the task is cancelled.
    func proof() async throws -> BackupProof {
        do {
            return try await BackupProof.made(of: path)
        } catch let error as DatabaseError {
            throw fault(error)
        }
    }

    /// Gives it its name and its receipt.
    func finish(_ proof: BackupProof, like contents: BackupContents, receipt: (BackupProof) throws -> BackupReceipt)
        throws -> BackupReceipt
    {
        guard proof.contents == contents else {
            throw DatabaseFault(
                path: destination, reason: .store(StoreFault(.damaged, "the copy differs from its source")))
        }
        let receipt = try receipt(proof)
        // Should the power fail here, no receipt is better than that of the copy before.
        _ = unsafe unlink(BackupReceipt.path(of: destination))
        try Files.move(path, to: destination)
        hasItsName.store(true, ordering: .relaxed)
        do {
            try Files.syncFolder(of: destination)
            try receipt.write(beside: destination)
        } catch {
            // Without a receipt it would be taken for one that is worth nothing.
            for file in [destination, BackupReceipt.path(of: destination)] { _ = unsafe unlink(file) }
            throw error
        }
        return receipt
    }

    private func writing<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw fault(error)
        }
    }

    private func fault(_ error: DatabaseError) -> DatabaseFault {
        DatabaseFault(path: destination, reason: .store(StoreFault(error, doing: "writing a backup")))
    }

    // Leftovers

    static let ending = ".partial"

    /// Returns the temporary path of a copy that is not finished.
    static func path(for destination: String) -> String { "\(destination)\(ending)" }

    /// Removes the copies and receipts in a folder that processes which were killed have left unfinished.
    /// - Parameter isOurs: tells by its name, without the temporary ending, a file that may be removed.
    static func removeLeftovers(in folder: String, where isOurs: (_ name: String) -> Bool) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var copies: Set<String> = []
        for name in names {
            guard let end = name.range(of: ending, options: .backwards),
                ["", "-journal", "-wal", "-shm"].contains(name[end.upperBound...]),
                isOurs(String(name[..<end.lowerBound]))
            else { continue }
            copies.insert(String(name[..<end.upperBound]))
        }
        for copy in copies { removeLeftover("\(folder)/\(copy)") }
    }

    /// Removes an unfinished copy, or what is left beside one, unless somebody is at work on it.
    ///
    /// A copy may begin at any moment, also where there was none just now: nothing is removed but under its lock.
    private static func removeLeftover(_ path: String) {
        guard let lock = (try? FileLock(existing: path)) ?? (try? FileLock(making: path)) else { return }
        Files.removeDatabase(path)
        lock.release()
    }
}
