import Foundation

/// The place that a named copy is to take, with the names beside it that it uses.
struct BackupPlace {
    /// The path of the file itself, where the name is a symbolic link.
    let target: String

    /// Returns true for what a database keeps beside itself, whoever's it is and whether or not it is there just now.
    var isPartOfDatabase: Bool {
        Self.parts.contains { suffix in
            guard target.hasSuffix(suffix) else { return false }
            let owner = String(target.dropLast(suffix.count))
            guard FileManager.default.fileExists(atPath: owner), (try? Files.bytes(of: owner)) ?? 0 > 0 else {
                return false
            }
            do { _ = try DatabaseHeader(checking: owner) } catch let fault as DatabaseFault {
                switch fault.reason {
                case .notSnug, .newer: return true
                default: return false
                }
            } catch { return false }
            return true
        }
    }

    /// The path beside it that another program's file has, where the copy's receipt or its temporary file is to be; nil
    /// where there is none.
    var stranger: String? {
        let (receipt, temporary) = (BackupReceipt.path(of: target), PartialCopy.path(for: target))
        if FileManager.default.fileExists(atPath: receipt), (try? BackupReceipt.beside(target)) ?? nil == nil {
            return receipt
        }
        return Self.isUnfinishedCopy(temporary) ? nil : temporary
    }

    /// The endings that SQLite adds to a database's name for its log, the log's index and a journal ("Temporary Files
    /// Used By SQLite" §2).
    static let parts = ["-wal", "-shm", "-journal"]

    /// Returns true for a database of Snug's, or what it is before its first page is written; and where nothing is.
    private static func isUnfinishedCopy(_ path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        guard let file = try? Files.open(path) else { return false }
        defer { try? file.close() }
        let beginning = (try? file.read(upToCount: 16)) ?? Data()
        return beginning.allSatisfy { $0 == 0 } || (try? DatabaseHeader(checking: path)) != nil
    }
}
