public import Foundation
import GRDB
import Glibc
public import SnugChat

/// A copy of the database at one instant, taken while it is in use (SQLite online backup API) and proven.
public enum Backup {
    /// Copies the database to `destination`: to a temporary name beside it, synced, proven against the source's
    /// snapshot, then renamed; its receipt is put beside it.
    ///
    /// The copy is of one read snapshot, a few pages at a time, so in WAL mode no writer waits for it, and no write
    /// meanwhile makes it begin again. The snapshot is let go before the copy is proven. An older schema is copied as
    /// it is.
    /// - Parameter replacesOthers: true to write over a file that is neither a backup nor a database.
    /// - Throws: ``DatabaseFault``, naming the file of the two that failed; ``DatabaseFault/Reason/isDatabase`` for a
    ///   destination that is a database or a part of one; `CancellationError`.
    public static func take(
        of source: CopiedDatabase, to destination: String, at time: Timestamp, replacesOthers: Bool = false,
        monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> BackupReceipt {
        try checkPlace(destination, of: source, replacesOthers: replacesOthers)
        let copy = try PartialCopy(of: try Files.target(of: destination))
        return try take(of: source, into: copy, at: time, monitor)
    }

    /// Copies the database into a copy that was begun, and ends that.
    static func take(
        of source: CopiedDatabase, into copy: PartialCopy, at time: Timestamp, _ monitor: ProgressMonitor
    ) throws -> BackupReceipt {
        defer { copy.end() }
        switch source {
        case .file(let path): return try take(ofFile: path, into: copy, at: time, monitor)
        case .rows(let lend):
            var contents: BackupContents?
            try lend { contents = try copy.fill(from: $0, monitor) }
            guard let contents else { throw StoreFault(.failed, "copying: no rows were lent") }
            let proof = try blamingSource { try copy.proof(monitor) }
            return try copy.finish(proof, like: contents) { BackupReceipt($0, time: time.text) }
        }
    }

    private static func take(
        ofFile source: String, into copy: PartialCopy, at time: Timestamp, _ monitor: ProgressMonitor
    ) throws -> BackupReceipt {
        let store = try SQLiteStore.open(path: source, for: .reading, events: NoEvents())
        defer { try? store.close() }
        do {
            let contents = try store.database.read { try copy.fill(from: $0, monitor) }
            return try copy.finish(try copy.proof(monitor), like: contents) { BackupReceipt($0, time: time.text) }
        } catch let error as DatabaseError {
            throw fault(error, reading: source)
        } catch let fault as DatabaseFault {
            guard case .damagedCopy(let detail) = fault.reason else { throw fault }
            let damage = try store.database.unsafeRead { try BackupProof.damage(in: $0, monitor) }
            throw self.fault(ofDamagedCopy: detail, at: copy.destination, of: source, damage: damage)
        }
    }

    /// Returns the fault of a database that could not be read for a copy.
    static func fault(_ error: DatabaseError, reading source: String) -> DatabaseFault {
        DatabaseFault(
            path: source,
            reason: error.isDamage
                ? .damagedSource(error.words) : .store(StoreFault(error, doing: "reading for a backup")))
    }

    /// Returns the fault of a copy that came out damaged: the database's, where that is damaged itself.
    /// - Parameter damage: the complaint about the database; nil where it is sound.
    static func fault(
        ofDamagedCopy detail: String, at destination: String, of source: String, damage: String?
    ) -> DatabaseFault {
        if let damage { return DatabaseFault(path: source, reason: .damagedSource(damage)) }
        return DatabaseFault(
            path: destination,
            reason: .system("the copy came out damaged (\(detail)), although the database is sound"))
    }

    /// Proves a file of rows that were compared with those of a database elsewhere: what is damaged in it is so there.
    static func blamingSource<Value>(_ prove: () throws -> Value) throws -> Value {
        do {
            return try prove()
        } catch let fault as DatabaseFault {
            throw faultOfSource(of: fault)
        }
    }

    /// Returns the fault of a database elsewhere, whose rows have come as they are.
    static func faultOfSource(of fault: DatabaseFault) -> any Error {
        guard case .damagedCopy(let detail) = fault.reason else { return fault }
        return StoreFault(.damaged, "copying: \(detail) where it comes from")
    }

    /// Checks that a copy and its receipt take the place of nothing but another copy and its receipt.
    private static func checkPlace(_ destination: String, of source: CopiedDatabase, replacesOthers: Bool) throws {
        let target = try Files.target(of: destination)
        let place = BackupPlace(target: target)
        guard !place.isPartOfDatabase else { throw DatabaseFault(path: destination, reason: .isDatabase) }
        if let source = try source.file.map(Files.target) {
            guard !isPart(target, of: source) else { throw DatabaseFault(path: destination, reason: .isDatabase) }
            for suffix in [""] + BackupPlace.parts where Files.isSame(destination, source + suffix) {
                throw DatabaseFault(path: destination, reason: .isDatabase)
            }
        }
        guard !Files.isNoFile(target) else { throw DatabaseFault(path: destination, reason: .notAFile) }
        if let stranger = place.stranger, !replacesOthers || Files.isNoFile(stranger) {
            throw DatabaseFault(path: stranger, reason: Files.isNoFile(stranger) ? .notAFile : .isAnother)
        }
        guard (try? Files.bytes(of: target)) ?? 0 > 0 else { return }
        let isOurs = (try? DatabaseHeader(checking: target, knowing: .max)) != nil
        if isOurs, !isBackup(target) { throw DatabaseFault(path: destination, reason: .isDatabase) }
        guard isOurs || replacesOthers else { throw DatabaseFault(path: destination, reason: .isAnother) }
    }

    /// Checks that a file is a database of Snug's.
    static func checkIsBackup(_ path: String) throws {
        do {
            let header = try DatabaseHeader(checking: path)
            guard !header.isEmpty else { throw DatabaseFault(path: path, reason: .notADatabase) }
        } catch let fault as DatabaseFault where [.notADatabase, .notSnug].contains(fault.reason) {
            throw DatabaseFault(path: path, reason: .noBackup(isDatabase: fault.reason == .notSnug))
        }
    }

    /// Returns true for a copy that nobody has served, or that is as its receipt says.
    private static func isBackup(_ path: String) -> Bool {
        guard DatabaseHeader.isOutOfUse(path) else { return false }
        return (try? SQLiteStore.isUnservedCopy(path)) == true || BackupReceipt.describes(path)
    }

    /// Returns true for a name that Snug or SQLite gives to something beside a database, there or not yet.
    private static func isPart(_ path: String, of database: String) -> Bool {
        let (name, own) = (
            URL(fileURLWithPath: path).lastPathComponent, URL(fileURLWithPath: database).lastPathComponent
        )
        guard name.hasPrefix(own), Files.isSame(Files.folder(of: path), Files.folder(of: database)) else {
            return false
        }
        let rest = name.dropFirst(own.count)
        return rest.isEmpty || BackupPlace.parts.contains(String(rest)) || rest.hasPrefix(".restoring")
            || rest.hasPrefix(".before-")
    }

    /// Makes a proven copy in a private temporary file and hands it on from its beginning to its end.
    ///
    /// It has no name any more when the first piece is handed on, so that nothing of it stays whatever happens then.
    /// What a process left that was killed before is removed.
    /// - Returns: the receipt, which nobody else keeps.
    public static func stream(
        _ source: CopiedDatabase, at time: Timestamp, monitor: ProgressMonitor = ProgressMonitor(),
        to take: (Data) throws -> Void
    ) throws -> BackupReceipt {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let copy = "\(folder.path)/snug.db"
        let receipt = try self.take(of: source, to: copy, at: time, monitor: monitor)
        let file = try Files.open(copy)
        defer { try? file.close() }
        folder.remove()
        try Files.pieces(of: file, take)
        return receipt
    }

    /// Removes a copy with its receipt, if it can be.
    static func remove(_ copy: String) {
        try? FileManager.default.removeItem(atPath: copy)
        try? FileManager.default.removeItem(atPath: BackupReceipt.path(of: copy))
    }

    /// Proves a copy by itself, and against its receipt where one is beside it.
    /// - Throws: ``DatabaseFault``, `CancellationError`
    public static func verify(_ path: String, monitor: ProgressMonitor = ProgressMonitor()) throws -> BackupReceipt {
        try checkIsBackup(path)
        guard !Files.hasLog(beside: path) else { throw DatabaseFault(path: path, reason: .hasLog) }
        let receipt = try BackupReceipt.beside(path)
        guard try receipt == nil || receipt?.sha256 == Files.sha256(of: path, monitor) else {
            throw DatabaseFault(path: path, reason: .notAsCopied)
        }
        return BackupReceipt(try BackupProof(of: path, monitor), time: receipt?.time, isOnDemand: receipt?.isOnDemand)
    }
}
