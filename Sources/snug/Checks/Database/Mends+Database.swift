import Foundation
import SnugChat
import SnugIdentity
import SnugPostgres
import SnugStore

extension Mends {
    /// Returns the command that helps against a database that cannot be opened.
    func database(after fault: DatabaseFault) -> String {
        switch fault.reason {
        case .store(let fault) where fault.kind == .full: seeWhatFills(folder)
        case .noRoom: seeWhatFills(folder)
        case .store(let fault) where fault.kind == .damaged: restore(newestBackup)
        case .store(let fault) where fault.kind == .locked: "sudo fuser -v \(database.shellWord)"
        case .store: note("and what dmesg says of the disk", on: "findmnt -T \(folder.shellWord)")
        case .notADatabase where service != nil: restore(newestBackup)
        case .emptied(let copy), .lost(let copy):
            restore(lost: copy, newestBackup)
        case .moved: note("or, to serve this one as it was then: snug move --undo \(database.shellWord)", on: edit)
        case .newer: rollback
        case .notOwned: own(folder)
        case .missing where service != nil, .empty where service != nil, .unservedCopy where service != nil:
            Self.start
        case .empty, .unservedCopy: serve
        case .foreignLog: asOwner("mv \(log) \(log).strange")
        case .twoNames: "find \(MountPoint.of(folder).shellWord) -xdev -samefile \(database.shellWord)"
        case .mountedAlone: "Mount the folder in place of the file."
        case .system: "ls -la \(folder.shellWord)"
        default: note("with the file that the server uses", on: "snug check --database FILE")
        }
    }

    /// Returns the command that helps against a database in PostgreSQL that cannot be opened.
    func database(after fault: PostgresFault) -> String {
        switch fault.reason {
        case .libraryMissing: "sudo apt install libpq5"
        case .refused(let refusal): onDatabase(refusal.command)
        case .noConnection: onDatabase("sudo systemctl start postgresql")
        case .store(let fault): database(after: fault)
        case .lost(let copy): restore(lost: copy, newestBackup)
        case .unmoved(let file):
            "sudo systemctl stop snug && sudo snug move \(file.shellWord) \(database.shellWord) && \(Self.start)"
        case .moved: note("or, to serve this one as it was then: snug move --undo \(database.shellWord)", on: edit)
        case .empty: service == nil ? serve : Self.start
        case .pooled, .deaf: Self.poolMode
        case .oldPrimary(let place, _, _): "Stop PostgreSQL at \(place), and make it a standby of the new primary."
        case .notAllowed: onDatabase("sudo -u postgres psql -c 'ALTER DATABASE snug OWNER TO snug'")
        case .beingMoved: "Wait for the end of snug move."
        case .badConnectionString, .inUse, .notEmpty, .unknownMove, .tooOld, .notUTF8, .notSnug, .notUpgraded, .newer,
            .nameTaken:
            note("with the database that the server uses", on: "snug check --database ADDRESS")
        }
    }

    /// The command by which the server is told another database.
    private var edit: String {
        service.map { "sudoedit \($0.environmentFile.shellWord) && \(Self.restart)" }
            ?? "Start the server with another --database"
    }

    /// Returns the command that helps against PostgreSQL's own troubles.
    func database(after fault: StoreFault) -> String {
        onDatabase(
            fault.kind == .full
                ? "sudo du -x -h --max-depth=2 /var/lib/postgresql | sort -h | tail"
                : "sudo tail -n 50 /var/log/postgresql/postgresql-15-main.log")
    }

    /// Returns a command that is typed where PostgreSQL runs, with that machine's name where it is another one.
    private func onDatabase(_ command: String) -> String {
        guard case .postgres(let address)? = DatabaseLocation(database), !address.hosts.isEmpty else { return command }
        return note("on \(address.hosts.joined(separator: ", or "))", on: command)
    }

    static let poolMode = "Have the address lead to PostgreSQL itself, or set pool_mode = session in pgbouncer."

    var newestBackup: BackupFolder.Entry? {
        (try? sources.backupFolder)?.newestProven(at: SystemClock().now)
    }

    private var folder: String { database.folderOfPath }

    private var log: String { "\(database)-wal".shellWord }

    private func asOwner(_ command: String) -> String { service == nil ? command : "sudo -u snug \(command)" }
}
