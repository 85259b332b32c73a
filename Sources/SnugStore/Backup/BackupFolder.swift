import Dispatch
import Foundation
import GRDB
import Glibc
public import SnugChat

/// The folder of backups, each named after the time of its copy: `snug-2026-11-24T020000Z.db`.
public struct BackupFolder: Sendable {
    public var path: String

    public init(path: String) { self.path = path }

    /// Returns true for a path of this folder, there or not yet.
    public func isAt(_ other: String) -> Bool {
        func plain(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
        return plain(path) == plain(other)
    }

    /// A backup in the folder.
    public struct Entry: Sendable, Hashable {
        public var path: String
        public var bytes: Int
        /// The proven contents; nil where the receipt is missing or is another file's.
        public var receipt: BackupReceipt?
        /// The name of the installation that it is of; nil where it has none, cannot be read or was not asked for.
        public var installation: String?

        public var name: String { URL(fileURLWithPath: path).lastPathComponent }
        /// The time of the copy, as the name has it.
        public var takenAt: Timestamp? { BackupFolder.time(of: name) }
        /// True where an administrator asked a running server for it.
        public var isOnDemand: Bool { receipt?.isOnDemand == true }

        /// Creates a backup of a file that was looked at.
        public init(path: String, bytes: Int, receipt: BackupReceipt?, installation: String? = nil) {
            self.path = path
            self.bytes = bytes
            self.receipt = receipt
            self.installation = installation
        }
    }

    /// Makes the folder, for its owner alone, where it is missing, and copies the database into it.
    /// - Throws: ``DatabaseFault``, `CancellationError`
    public func take(
        of source: CopiedDatabase, at time: Timestamp, monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> Entry {
        let copy = try begin(at: time)
        let receipt = try Backup.take(of: source, into: copy, at: time, monitor)
        return Entry(path: copy.destination, bytes: receipt.bytes, receipt: receipt)
    }

    /// Copies a database that this process serves into the folder.
    ///
    /// A file is copied over the store's own connections: to open it once more and close it would drop the locks that
    /// SQLite holds on it.
    /// - Parameters:
    ///   - isOnDemand: true for a copy that somebody asked for, which counts apart when the oldest are removed.
    ///   - monitor: the monitor of the copying.
    /// - Throws: ``DatabaseFault``; the store's own fault; `CancellationError`
    public func take(
        of store: any MovableStore, at time: Timestamp, isOnDemand: Bool = false,
        monitor: ProgressMonitor = ProgressMonitor()
    ) async throws -> Entry {
        let copy = try begin(at: time)
        defer { copy.end() }
        let file = store as? SQLiteStore
        do {
            let contents = try await Self.fill(copy, from: store, monitor)
            let proof = try await copy.proof()
            let receipt = try await Self.offPool {
                try copy.finish(proof, like: contents) {
                    BackupReceipt($0, time: time.text, isOnDemand: isOnDemand ? true : nil)
                }
            }
            return Entry(path: copy.destination, bytes: receipt.bytes, receipt: receipt)
        } catch let fault as DatabaseFault {
            guard let file else { throw Backup.faultOfSource(of: fault) }
            guard case .damagedCopy(let detail) = fault.reason else { throw fault }
            let damage = try await file.database.unsafeRead { try BackupProof.damage(in: $0, ProgressMonitor()) }
            throw Backup.fault(ofDamagedCopy: detail, at: copy.destination, of: file.database.path, damage: damage)
        }
    }

    private static func fill(
        _ copy: PartialCopy, from store: any MovableStore, _ monitor: ProgressMonitor
    ) async throws -> BackupContents {
        guard let file = store as? SQLiteStore else {
            return try await withTaskCancellationHandler {
                try await store.lend { try copy.fill(from: $0, monitor) }
            } onCancel: {
                monitor.interrupt()
            }
        }
        do {
            return try await file.database.read { try copy.fill(from: $0, monitor) }
        } catch let error as DatabaseError {
            throw Backup.fault(error, reading: file.database.path)
        }
    }

    /// Does its work on a thread of its own: a disk may take its time.
    private static func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "snug.backup", qos: .utility).async {
                continuation.resume(with: Result(catching: work))
            }
        }
    }

    /// Makes the folder where it is missing, and begins a copy in it under a name that no other has.
    private func begin(at now: Timestamp) throws -> PartialCopy {
        try checkIsFolder()
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DatabaseFault(path: path, reason: .system("it cannot be made"))
        }
        removeLeftovers()
        while true {
            let destination = try freeName(at: now)
            guard let copy = try Self.unlessTaken({ try PartialCopy(of: destination) }) else { continue }
            // Another process may have finished one of that name before this one had the lock.
            if !FileManager.default.fileExists(atPath: destination) { return copy }
            copy.end()
        }
    }

    /// Returns nil where another process has begun a copy of the same name.
    private static func unlessTaken(_ begin: () throws -> PartialCopy) throws -> PartialCopy? {
        do {
            return try begin()
        } catch let fault as DatabaseFault where fault.reason == .isBeingCopied {
            return nil
        }
    }

    private func freeName(at now: Timestamp) throws -> String {
        let begun = try names().filter { $0.hasSuffix(PartialCopy.ending) }.map {
            String($0.dropLast(PartialCopy.ending.count))
        }
        let taken = try names().filter(Self.isBackup) + begun.filter(Self.isBackup)
        let seconds = Set(taken.compactMap { Self.time(of: $0)?.seconds })
        // After those of this moment, so that the order of the names is that of the copies.
        let last = seconds.filter { (now.seconds...(now + Limits.clockSkewMax).seconds).contains($0) }.max()
        var second = last.map { $0 + 1 } ?? now.seconds
        while seconds.contains(second) { second += 1 }
        return "\(path)/snug-\(Timestamp(seconds: second).fileName).db"
    }

    private func checkIsFolder() throws {
        guard !FileManager.default.fileExists(atPath: path) || Files.isFolder(path) else {
            throw DatabaseFault(path: path, reason: .noFolder)
        }
    }

    /// Removes what processes that were killed have left in the folder.
    public func removeLeftovers() {
        removeLonelyReceipts()
        PartialCopy.removeLeftovers(in: path) { name in
            Self.isBackup(name) || name.hasSuffix(".json") && Self.isBackup(String(name.dropLast(".json".count)))
        }
    }

    /// Removes the receipts whose copy is gone: a copy gets its name before it gets its receipt.
    private func removeLonelyReceipts() {
        let names = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
        for name in names where name.hasSuffix(".json") {
            let copy = String(name.dropLast(".json".count))
            if Self.isBackup(copy), !names.contains(copy) { _ = unsafe unlink("\(path)/\(name)") }
        }
    }

    /// Returns the bytes that a copy of a database takes now, about.
    /// - Throws: ``StoreFault``
    public static func bytes(of store: any MovableStore) async throws -> Int { try await store.lend { try $0.bytes() } }

    /// Returns the backups, the newest first; files of other names are left out.
    /// - Parameter withInstallations: true to open each, and tell the installation that it is of.
    public func entries(withInstallations: Bool = false) throws -> [Entry] {
        try names().filter(Self.isBackup).sorted(by: >).compactMap { name in
            let file = "\(path)/\(name)"
            // A link to a disk that is not there, or a file that has been removed just now.
            guard let bytes = try? Files.bytes(of: file) else { return nil }
            let receipt = (try? BackupReceipt.beside(file)).flatMap { $0 }
            return Entry(
                path: file, bytes: bytes, receipt: receipt?.bytes == bytes ? receipt : nil,
                installation: withInstallations ? InstallationName.of(file) : nil)
        }
    }

    /// Returns the newest copy that a lost database can be restored from; nil where there is none.
    ///
    /// It is the newest proven one, or the database itself, which a purge of the package keeps here where no copy holds
    /// it all.
    func latestCopy(at now: Timestamp) -> String? {
        let purged = "\(path)/purged-snug.db"
        return [newestProven(at: now)?.path, purged].compactMap { $0 }.filter { ((try? Files.bytes(of: $0)) ?? 0) > 0 }
            .max { Files.changedAt($0) < Files.changedAt($1) }
    }

    /// Returns the newest proven backup; one dated in the future only where there is no other.
    public func newestProven(at now: Timestamp) -> Entry? {
        let proven = ((try? entries()) ?? []).filter { $0.receipt != nil }
        return proven.first { $0.takenAt.map { $0 <= now + Limits.clockSkewMax } ?? false } ?? proven.first
    }

    private func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        try checkIsFolder()
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DatabaseFault(path: path, reason: .system("it cannot be read"))
        }
    }

    /// Removes the backups that ``surplus(of:keeping:at:)`` names, and returns their paths.
    ///
    /// One that cannot be removed keeps none of the others from going.
    /// - Parameters:
    ///   - made: the path of the backup that was just made, which stays; nil for none.
    ///   - isOnDemand: true to remove none but those that somebody asked for.
    ///   - note: called for each that cannot be removed.
    public func prune(
        keeping days: Int, at now: Timestamp, sparing made: String? = nil, isOnDemand: Bool = false,
        orNote note: (DatabaseFault) -> Void = { _ in }
    ) throws -> [String] {
        let surplus = Self.surplus(of: try ownEntries(), keeping: days, at: now)
            .filter { $0.path != made && ($0.isOnDemand || !isOnDemand) }
        return Self.remove(surplus, orNote: note)
    }

    /// Removes the oldest backups so that one of so many bytes fits, if that helps, and returns their paths.
    ///
    /// What is not proven goes first, then what somebody asked for. The newest proven one stays, and so does what is of
    /// another installation.
    /// - Throws: ``DatabaseFault``
    public func makeRoom(
        for bytes: Int, of installation: String?, at now: Timestamp, orNote note: (DatabaseFault) -> Void = { _ in }
    ) throws -> [String] {
        guard let free = DiskSpace(at: path)?.freeBytes else { return [] }
        let own = try ownEntries().filter { $0.installation == nil || $0.installation == installation }
        let sacrifice = Self.sacrifice(of: own, for: bytes + Limits.backupReserveBytes - free, at: now)
        return Self.remove(sacrifice, orNote: note)
    }

    /// Returns the backups that may go when they are old: no links, which somebody has laid there, and none whose
    /// receipt this user may not read.
    private func ownEntries() throws -> [Entry] {
        try entries(withInstallations: true).filter { !Files.isLink($0.path) && !BackupReceipt.isHidden(of: $0.path) }
    }

    private static func remove(_ entries: [Entry], orNote note: (DatabaseFault) -> Void) -> [String] {
        entries.compactMap { entry in
            do {
                try FileManager.default.removeItem(atPath: entry.path)
            } catch {
                note(DatabaseFault(path: entry.path, reason: .cannotBeRemoved))
                return nil
            }
            try? FileManager.default.removeItem(atPath: BackupReceipt.path(of: entry.path))
            return entry.path
        }
    }

    private static func time(of name: String) -> Timestamp? {
        Timestamp(fileName: name.dropFirst("snug-".count).dropLast(".db".count))
    }

    static func isBackup(_ name: String) -> Bool {
        name.wholeMatch(of: /snug-\d{4}-\d\d-\d\dT\d{6}Z\.db/) != nil
    }
}

extension Timestamp {
    /// The time in RFC 3339: `2026-11-24T02:00:00Z`.
    var text: String { Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601) }
    /// The time for a file's name, without colons, which other systems forbid there: `2026-11-24T020000Z`.
    var fileName: String { text.replacing(":", with: "") }

    init?(fileName: some StringProtocol) {
        guard fileName.count == 18,
            let minute = fileName.index(fileName.startIndex, offsetBy: 13, limitedBy: fileName.endIndex),
            let second = fileName.index(minute, offsetBy: 2, limitedBy: fileName.endIndex)
        else { return nil }
        let text = "\(fileName[..<minute]):\(fileName[minute..<second]):\(fileName[second...])"
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        self.init(seconds: Int64(date.timeIntervalSince1970))
    }
}
