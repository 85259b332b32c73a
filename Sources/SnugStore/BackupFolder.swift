import Foundation
public import SnugChat

/// Where backups are kept, each under a name that says when it was taken: `snug-2026-11-24T020000Z.db`.
public struct BackupFolder: Sendable {
    public var path: String

    public init(path: String) { self.path = path }

    public struct Entry: Sendable, Hashable {
        public var path: String
        public var bytes: Int
        /// What was proven of it; nil where its receipt is missing or is another file's.
        public var receipt: BackupReceipt?
    }

    /// Makes the folder, for its owner alone, where it is missing, and copies the database into it.
    /// - Throws: ``DatabaseFault``
    public func take(of source: String, at time: Timestamp) throws -> Entry {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DatabaseFault(path: path, problem: .system("it cannot be made"))
        }
        let copy = "\(path)/snug-\(time.fileName).db"
        let receipt = try Backup.take(of: source, to: copy, at: time)
        return Entry(path: copy, bytes: receipt.bytes, receipt: receipt)
    }

    /// The newest first. Files of other names are not ours.
    public func entries() throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DatabaseFault(path: path, problem: .system("it cannot be read"))
        }
        return try names.filter(Self.isBackup).sorted(by: >).map { name in
            let file = "\(path)/\(name)"
            let bytes = try Files.bytes(of: file)
            let receipt = (try? BackupReceipt.beside(file)).flatMap { $0 }
            return Entry(path: file, bytes: bytes, receipt: receipt?.bytes == bytes ? receipt : nil)
        }
    }

    /// Removes all but the newest, and returns what went.
    public func prune(keeping count: Int) throws -> [String] {
        try entries().dropFirst(count).map { entry in
            do {
                try FileManager.default.removeItem(atPath: entry.path)
            } catch {
                throw DatabaseFault(path: entry.path, problem: .system("it cannot be removed"))
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
    /// `2026-11-24T02:00:00Z`
    var text: String { Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601) }
    /// `2026-11-24T020000Z`: without colons, which other systems' file names cannot have.
    var fileName: String { text.replacing(":", with: "") }
}
