import GRDB
public import SnugChat

/// The reason why the database file cannot be used, in words that name the file and say what to do.
public struct DatabaseFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    public var reason: Reason

    /// The cause of the fault, with the details that its words need.
    public enum Reason: Sendable, Hashable {
        /// The file is not an SQLite database at all.
        case notADatabase
        /// The file is an SQLite database of another program.
        case notSnug
        /// There is no file.
        case missing
        /// The path leads to a folder.
        case folder
        /// The path of a folder leads to a file.
        case noFolder
        /// The file beside a backup is not its receipt.
        case noReceipt
        /// The file that was given as a backup is none.
        case noBackup(isDatabase: Bool)
        /// A copy is damaged; SQLite says how.
        case damagedCopy(String)
        /// The database is damaged, as the copy of it shows, which was not kept.
        case damagedSource(String)
        /// The database is damaged, and nothing was moved out of it.
        case damagedOrigin(String)
        /// Everything is in PostgreSQL, and what is to be done is about a file.
        case noFile
        /// A newer Snug has written the file.
        case newer(schema: Int, known: Int)
        /// The file is empty, and there is a copy of what it once held.
        case emptied(copy: String)
        /// There is no file, and there is a copy of what it once held.
        case lost(copy: String)
        /// Everything in it was moved to another place, and goes on there.
        case moved(to: String)
        /// Another Snug is serving the file.
        case inUse
        /// Another program has the file open.
        case isOpen(by: String)
        /// The file has a second name, and a log at either; nil for one that is not in its folder.
        case twoNames(other: String?)
        /// The path is where this file alone is mounted, without the log beside it.
        case mountedAlone
        /// Somebody has the file open by another name, with the log beside that one.
        case openElsewhere
        /// The schema is an older one, and another Snug that may not know the newer is at work on the file.
        case older(schema: Int, known: Int)
        /// The schema is an older one, and whoever looks into the file leaves it as it is.
        case notUpgraded(schema: Int, known: Int)
        /// The file is empty, and nothing is known of what it once held.
        case empty
        /// The file does not fit on its disk, beside the bytes that stay free there.
        case noRoom(bytes: Int, reserve: Int, free: Int)
        /// SQLite's temporary file, as large as the database, does not fit in its folder.
        case noTemporaryRoom(in: String, bytes: Int)
        /// The path leads to something else than a file.
        case notAFile
        /// The path leads to a pipe, a socket or a device, where a database is to be read.
        case notRegular
        /// A copy would take the place of a database, or of a part of one.
        case isDatabase
        /// A copy would take the place of a file that is no backup.
        case isAnother
        /// The system does not let a file go.
        case cannotBeRemoved
        /// Another backup is being written to the path just now.
        case isBeingCopied
        /// A restore would take the place of a file that is no database of Snug's.
        case isNoPlace
        /// A restore would take the place of a proven backup.
        case isBackup
        /// `synchronous` did not read back as FULL: acknowledged writes could be lost.
        case notDurable
        /// A move would put its rows beside others.
        case notEmpty
        /// A backup has an older schema than another database can take.
        case backupOfOlder(schema: Int, known: Int)
        /// The copy is not the one that its receipt describes.
        case notAsCopied
        /// The file was copied while it was in use: part of it is in the log beside it.
        case hasLog
        /// Beside a copy lies the write-ahead log of the database whose name it was given.
        case foreignLog
        /// The file is a copy that nobody has served.
        case unservedCopy
        /// The database has no upgrade that could be taken back.
        case neverUpgraded
        /// The file is another user's, and this one may not use it; the names of both.
        case notOwned(by: String, user: String)
        /// The disk does not give a file's bytes.
        case unreadable
        /// The system refused.
        case system(String)
        /// SQLite refused.
        case store(StoreFault)
    }

    public init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    /// True for a fault that may pass without anybody touching the file: a full disk, a file in use.
    public var isTemporary: Bool {
        switch reason {
        case .inUse, .noRoom, .noTemporaryRoom: true
        // A disk that fails may be a network's or a loose plug's.
        case .store(let fault): [.full, .locked, .failed].contains(fault.kind)
        default: false
        }
    }

    public var description: String {
        switch reason {
        case .notADatabase:
            "\(path) is not a database. It was left as it is; name another file with --database."
        case .notSnug:
            "\(path) is a database of another program. It was left as it is; name another file with --database."
        case .missing:
            "\(path) cannot be used: there is no such file."
        case .folder:
            "\(path) is a folder. Name the file in it."
        case .noFolder:
            "\(path) is no folder. Name one, or a new one, with --backup-directory or the setting backup.directory."
        case .noReceipt:
            "\(path) is not a backup's receipt, so the backup beside it cannot be compared with one. Use another backup,"
                + " or move the receipt away."
        case .noBackup(let isDatabase):
            "\(path) is no backup: it is \(isDatabase ? "a database of another program" : "not a database")."
                + " snug backup list shows the backups that there are."
        case .damagedCopy(let detail):
            "\(path) is damaged (\(detail)). Use another backup: snug backup list shows them."
        case .damagedSource(let detail):
            "\(path) is damaged (\(detail)), so no copy of it was kept. Stop the server, and put the latest sound backup"
                + " in its place with snug restore, which keeps the damaged file beside it."
        case .damagedOrigin(let detail):
            "\(path) is damaged (\(detail)), and nothing was moved. Put the latest sound backup in its place with"
                + " snug restore first, which keeps the damaged file beside it."
        case .noFile:
            "\(path) is a database of PostgreSQL, and this is done to a database's file alone. Name a file with --database."
        case .newer(let schema, let known):
            "\(path) was written by a newer Snug (schema \(schema); this one knows up to \(known))."
                + " It was left as it is; install the newer Snug, or restore a backup from before the upgrade."
        case .emptied(let copy):
            "\(path) is empty, but there are backups of what was in it. It was left as it is: put the latest back with"
                + " snug restore \(copy.shellWord), or begin a new server with snug new."
        case .lost(let copy):
            "\(path) is not there, but there are backups of what was in it. Put the latest back with"
                + " snug restore \(copy.shellWord), or begin a new server with snug new."
        case .moved(let place):
            "\(path) was moved to \(place), and what is here ends with that. Have the server use that one (SNUG_DATABASE), or"
                + " go on with this one as it was then: snug move --undo \(path.shellWord)."
        case .inUse:
            "\(path) is in use by another Snug that is running. Stop that one first, or name another file with --database."
        case .isOpen(let program):
            "\(path) is open in \(program), and its log with it. Close that one first; nothing was changed."
        case .twoNames(let other):
            "\(path) has a second name, \(other ?? "which find / -samefile \(path) tells"). SQLite keeps a log for each:"
                + " used by both, the database is destroyed. Remove the name that the server does not use, with rm;"
                + " nothing was changed."
        case .notEmpty:
            "\(path) holds a database already. Nothing was changed; name a file that is not there yet."
        case .backupOfOlder(let schema, let known):
            "\(path) was made by an older Snug (schema \(schema); this one's is \(known)). Nothing was changed; bring it"
                + " up to date on the way: snug restore it into a new file with --database, then snug move that file."
        case .mountedAlone:
            "\(path) is mounted by itself, and its log stays outside: what is in that would be lost."
                + " Mount its folder instead; nothing was changed."
        case .openElsewhere:
            "\(path) is in use by another name than this one (a link, a mount), and its log is there:"
                + " used by both, the database is destroyed. Name the one that the server uses; nothing was changed."
        case .older(let schema, let known):
            "\(path) has schema \(schema), this Snug works with \(known), and another one is using the file: it is"
                + " upgrading it just now, or it is an older one, to be restarted. snug check tells which."
        case .notUpgraded(let schema, let known):
            "\(path) has schema \(schema), and this Snug works with \(known). A server upgrades it when it starts, and so"
                + " does a command that changes something; this one only looks, and left it as it is."
        case .empty:
            "\(path) is empty. To make a new server's database of it: snug serve. To put a backup in its place:"
                + " snug restore."
        case .noRoom(let bytes, let reserve, let free):
            "\(path) does not fit on its disk: it takes \(bytes) bytes,"
                + (reserve > 0 ? " \(reserve) stay free for the server," : "")
                + " and \(free) are free. Make room, or name a place on another disk; nothing was changed."
        case .noTemporaryRoom(let folder, let bytes):
            "\(path) cannot be upgraded: for that SQLite writes up to \(bytes) bytes to \(folder), where fewer are free."
                + " Make room there, or name another folder in the environment as SQLITE_TMPDIR; nothing was changed."
        case .notAFile:
            "\(path) is not a file, and a copy would take its place. Name another one, or - for standard output."
        case .notRegular:
            "\(path) is not a file: it is a pipe, a socket or a device. It was left as it is; name a file."
        case .isDatabase:
            "\(path) is a database that is in use or a part of one, not the place for a copy of it. Name another file, or a folder; left alone it is a dated one in the backup directory."
        case .isAnother:
            "\(path) is there already and is no backup. Name another file, or say --force to write over it."
        case .cannotBeRemoved:
            "\(path) cannot be removed: it belongs to somebody else, or is held (lsattr). Remove it as root."
        case .isBeingCopied:
            "\(path) is being written by another backup just now. Wait for that one, or name another file."
        case .isNoPlace:
            "\(path) is there already and is no database of Snug's. Name another file with --database, or say --force:"
                + " then it is kept under another name."
        case .isBackup:
            "\(path) is a backup with its receipt, not the place for another. Name the database with --database, or say"
                + " --force."
        case .notDurable:
            "\(path) cannot be synced to disk for each message (PRAGMA synchronous is not FULL). Snug does not start like this."
        case .notAsCopied:
            "\(path) is not what was copied: its SHA-256 is not the one in \(BackupReceipt.path(of: path)). Use another backup."
        case .hasLog:
            "\(path) is not a backup: a part of it is in \(path)-wal. Make one with snug backup create --database \(path.shellWord)."
        case .foreignLog:
            "\(path) is a copy, and \(path)-wal is what another database of that name left. Move that away, and put copies in place with snug restore."
        case .unservedCopy:
            "\(path) is a backup, and nothing is done to it. To look into it: snug backup verify \(path.shellWord). To put it in place: snug restore \(path.shellWord)."
        case .neverUpgraded:
            "\(path) has no copy from before an upgrade beside it (\(path).before-schema-…). To go back further, restore a backup: snug restore FILE."
        case .notOwned(let owner, let user):
            "\(path) belongs to \(owner), and \(user) may not use it."
                + " Give it back as root: chown -h \(user) \(path.shellWord)"
        case .unreadable:
            "\(path) cannot be read whole: its disk fails, or the network that it comes by."
        case .system(let detail):
            "\(path) cannot be used: \(detail). Check that its folder exists, belongs to the user Snug runs as, and is on a disk that can be written to."
        case .store(let fault):
            switch fault.kind {
            case .full: "\(path) cannot be written: the disk is full. Make room and try again; nothing was changed."
            case .readOnly:
                "\(path) cannot be written: its disk or folder is read-only. Make it writable and try again."
            case .locked: "\(path) is locked by another program. Close that program and try again."
            case .damaged: "\(path) is damaged (\(fault.detail)). Keep a copy of it, and restore the latest backup."
            case .closed, .unknown, .unconfirmed, .refused, .failed: "\(path) cannot be used: \(fault.detail)."
            }
        }
    }
}

extension StoreFault {
    /// Creates the fault of an SQLite error, its kind chosen by what can be done about it.
    init(_ error: DatabaseError, doing what: String) {
        let kind: Kind =
            switch error.resultCode {
            // SQLite has no other word for a log's index that finds no room.
            case _ where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .full
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .readOnly
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged
            case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE: .refused
            default: .failed
            }
        self.init(kind, "\(what): \(error.words)")
    }

    /// Returns refusals and faults as they are, and an error of the database as a fault.
    static func wrapping(_ error: any Error, doing what: String) -> any Error {
        switch error {
        case let error as DatabaseError: StoreFault(error, doing: what)
        default: error
        }
    }
}

extension DatabaseError {
    /// SQLite's message alone, with its number: a statement's arguments are what people wrote.
    var words: String {
        // A full disk may leave the message of the success before (SQLite 3.40).
        guard let message, message != "not an error" else { return "SQLite \(resultCode)" }
        return "SQLite \(extendedResultCode.rawValue), \(message)"
    }

    /// True where the file contradicts itself.
    var isDamage: Bool { [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode) }
}

extension ReportRelay where Report == StoreFault {
    /// Returns an error as it is, once it is reported if it is a fault.
    func reporting(_ error: any Error) -> any Error {
        if let fault = error as? StoreFault { report(fault) }
        return error
    }
}
