import Foundation
import SnugChat
import SnugIdentity
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

    var newestBackup: BackupFolder.Entry? {
        (try? sources.backupFolder)?.newestProven(at: SystemClock().now)
    }

    private var folder: String { database.folderOfPath }

    private var log: String { "\(database)-wal".shellWord }

    private func asOwner(_ command: String) -> String { service == nil ? command : "sudo -u snug \(command)" }
}
