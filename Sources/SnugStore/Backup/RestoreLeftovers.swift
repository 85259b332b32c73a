import Foundation
import Glibc

/// The files that a restore which was killed has left beside a database, whose lock the caller has.
enum RestoreLeftovers {
    static func remove(of database: String) {
        Files.removeDatabase(Restore.temporary(for: database))
        let prefix = "\(URL(fileURLWithPath: database).lastPathComponent).before-restore-"
        let folder = Files.folder(of: database)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = "\(folder)/\(name)"
            if name.hasSuffix("-wal") {
                removeLog(of: database, keptAs: path)
            } else if !Files.isLink(path), Files.isSame(path, database) {
                removeSecondName(path, of: database)
            }
        }
    }

    /// Removes the log of a database that was replaced, which is kept beside that one.
    private static func removeLog(of database: String, keptAs kept: String) {
        let log = "\(database)-wal"
        guard DatabaseHeader.isOutOfUse(database), let bytes = try? Files.bytes(of: log), bytes > 0,
            bytes == (try? Files.bytes(of: kept)), let sum = try? Files.sha256(of: log),
            sum == (try? Files.sha256(of: kept))
        else { return }
        try? FileManager.default.removeItem(atPath: log)
    }

    /// Takes a second name from a database, which earlier versions gave it before its place was taken.
    ///
    /// They moved its log too: that goes back where nothing was written to the database since. Else it stays as it is,
    /// and ``SoleName`` refuses it: nobody can tell which of the two is right.
    private static func removeSecondName(_ path: String, of database: String) {
        let (log, own) = ("\(path)-wal", "\(database)-wal")
        if FileManager.default.fileExists(atPath: log) {
            guard !FileManager.default.fileExists(atPath: own), isOlder(database, than: log),
                (try? Files.rename(log, to: own)) != nil
            else { return }
        }
        _ = unsafe unlink(path)
    }

    /// Returns true if a file was last written before another got its name.
    private static func isOlder(_ path: String, than other: String) -> Bool {
        var (one, two) = (stat(), stat())
        guard unsafe stat(path, &one) == 0, unsafe stat(other, &two) == 0 else { return false }
        let (written, named) = (one.st_mtim, two.st_ctim)
        return (written.tv_sec, written.tv_nsec) <= (named.tv_sec, named.tv_nsec)
    }
}
