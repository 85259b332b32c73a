import Dispatch
import Foundation
import GRDB
public import SnugChat

/// The folder of backups, each named after the time of its copy: `snug-2026-11-24T020000Z.db`.
public struct BackupFolder: Sendable {
    public var path: String

    public init(path: String) { self.path = path }

    /// A backup in the folder.
    public struct Entry: Sendable, Hashable {
        public var path: String
        public var bytes: Int
        /// The proven contents; nil where the receipt is missing or is another file's.
        public var receipt: BackupReceipt?

        public var name: String { URL(fileURLWithPath: path).lastPathComponent }
        /// The time of the copy, as the name has it.
        public var takenAt: Timestamp? { Timestamp(fileName: name.dropFirst("snug-".count).dropLast(".db".count)) }
    }

    /// Makes the folder, for its owner alone, where it is missing, and copies the database into it.
    /// - Throws: ``DatabaseFault``
    public func take(of source: String, at time: Timestamp) throws -> Entry {
        let copy = try place(at: time)
        let receipt = try Backup.take(of: source, to: copy, at: time)
        return Entry(path: copy, bytes: receipt.bytes, receipt: receipt)
    }

    /// Copies a database that this process serves into the folder, over the store's own connections.
    ///
    /// To open the file once more and close it would drop the locks that SQLite holds on it.
    /// - Throws: ``DatabaseFault``, `CancellationError`
    public func take(of store: SQLiteStore, at time: Timestamp) async throws -> Entry {
        let copy = try place(at: time)
        let source = store.database.path
        do {
            let contents = try await store.database.read { try Backup.copyPages(of: $0, to: copy) }
            let receipt = try await Self.proving {
                try Backup.finish(copy, from: source, having: contents, at: time)
            }
            return Entry(path: copy, bytes: receipt.bytes, receipt: receipt)
        } catch let error as DatabaseError {
            throw DatabaseFault(path: source, reason: .store(StoreFault(error, doing: "reading for a backup")))
        }
    }

    /// Does its work on a thread of its own: to read a whole copy takes seconds.
    private static func proving(
        _ work: @escaping @Sendable () throws -> BackupReceipt
    ) async throws -> BackupReceipt {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "snug.backup", qos: .utility).async {
                continuation.resume(with: Result(catching: work))
            }
        }
    }

    /// Makes the folder where it is missing, and returns the path of a copy in it.
    private func place(at time: Timestamp) throws -> String {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DatabaseFault(path: path, reason: .system("it cannot be made"))
        }
        return "\(path)/snug-\(time.fileName).db"
    }

    /// Returns the backups, the newest first; files of other names are left out.
    public func entries() throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DatabaseFault(path: path, reason: .system("it cannot be read"))
        }
        return try names.filter(Self.isBackup).sorted(by: >).map { name in
            let file = "\(path)/\(name)"
            let bytes = try Files.bytes(of: file)
            let receipt = (try? BackupReceipt.beside(file)).flatMap { $0 }
            return Entry(path: file, bytes: bytes, receipt: receipt?.bytes == bytes ? receipt : nil)
        }
    }

    /// Removes all but the newest, and returns the paths of those removed.
    public func prune(keeping count: Int) throws -> [String] {
        try entries().dropFirst(count).map { entry in
            do {
                try FileManager.default.removeItem(atPath: entry.path)
            } catch {
                throw DatabaseFault(path: entry.path, reason: .system("it cannot be removed"))
            }
            try? FileManager.default.removeItem(atPath: BackupReceipt.path(of: entry.path))
            return entry.path
        }
    }

    private static func isBackup(_ name: String) -> Bool {
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
