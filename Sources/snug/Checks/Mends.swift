import Foundation
import SnugChat
import SnugStore

/// The commands that mend a finding, as whoever reads it can type them.
///
/// A value is mended where it comes from: what is set in the environment counts before the database.
struct Mends: Sendable {
    let database: String
    let sources: SettingSources
    /// The installed service, where the database is its own: its commands take root.
    let service: InstalledService?

    static let restart = "sudo systemctl restart snug"

    /// Returns a command of `snug` as it is to be typed for this server.
    func command(_ words: String) -> String {
        service == nil ? "snug \(words) --database \(database.shellWord)" : "sudo snug \(words)"
    }

    /// Returns the command that gives settings their values; what a person has to write in an editor is its comment.
    ///
    /// Where no command can do it, it is a sentence.
    /// - Parameter note: what is to be known beside it.
    func set(_ changes: (setting: any SettingDeclaration, value: String)..., note: String? = nil) -> String {
        var commands: [String] = []
        var notes: [String] = []
        for (setting, value) in changes {
            switch source(of: setting) {
            case .flag: notes.append("--\(setting.name) \(value.shellWord)")
            case .environment(let variable):
                notes.append("\(variable)=\(setting.isSecret ? "…" : value.shellWord)")
                if let service { commands.append(service.edit(variable)) }
            case .file(let path) where path == service?.passwordFile: commands.append(Self.installPassword(path))
            case .credential where service != nil:
                commands.append(Self.installPassword(service?.passwordFile ?? ""))
            case .file(let path):
                let write = "tee \(path.shellWord) > /dev/null"
                commands.append(service == nil ? write : asRoot("sudo \(write)", on: path))
            case .credential, .database, .defaultValue, nil:
                commands.append(
                    command("config set \(setting.key) \(setting.isSecret ? "-" : value.shellWord)"))
            }
        }
        let isInDatabase = changes.allSatisfy { [nil, .database, .defaultValue].contains(source(of: $0.setting)) }
        guard !commands.isEmpty else {
            return "Start the server with \(notes.joined(separator: " "))\(note.map { ", \($0)" } ?? "")."
        }
        commands = commands.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        if service != nil, !isInDatabase || changes.contains(where: { $0.setting.takesEffect == .afterRestart }) {
            commands.append(Self.restart)
        }
        let remarks = [notes.joined(separator: " "), note ?? ""].filter { !$0.isEmpty }
        return commands.joined(separator: " && ") + (remarks.isEmpty ? "" : "  # \(remarks.joined(separator: ", "))")
    }

    /// Returns the command that lets the service read a file which it was given, or the way to it.
    func letRead(_ path: String) -> String {
        let file = path.shellWord
        guard service != nil else { return "chmod u+r \(file)" }
        return asRoot("sudo chgrp snug \(file) && sudo chmod g+r \(file) && \(Self.restart)", on: path)
    }

    /// Returns a command by which root changes who may use a file or folder.
    ///
    /// Where root has not named the path to the service, a process of the service's user or its database may have done
    /// so: then it is looked at first, and what would be typed is a comment.
    func asRoot(_ command: String, on path: String) -> String {
        if service?.names(path) == true { return command }
        return "ls -ld \(path.shellWord)  # if it is the service's: \(command)"
    }

    /// Returns the command that makes the server start, by the reason why it did not.
    func start(after fault: StartFault) -> String {
        switch fault.reason {
        case .variable(let name):
            guard let service else { return "Start the server with another \(name)." }
            return "\(service.edit(name)) && \(Self.restart)  # \(name)"
        case .stored(let key): return command("config unset \(key)") + (service == nil ? "" : " && \(Self.restart)")
        case .unreadable(let path): return letRead(path)
        case .portDenied:
            return "sudo install -D -m 644 -t /etc/systemd/system/snug.service.d"
                + " /usr/share/doc/snug/examples/port-443.conf && sudo systemctl daemon-reload && \(Self.restart)"
        case .notOwned(let path):
            let own = own(path.folderOfPath)
            return service == nil ? own : "\(own) && sudo systemctl start snug"
        case .shutOff(let path):
            return open(path.folderOfPath, as: "database")
        case .portTaken: return set((Settings.listen, "127.0.0.1:PORT"))
        case .other: return service == nil ? serve : Self.start
        }
    }

    /// Returns the command that puts a backup in the database's place, and says what comes back with it.
    func restore(_ backup: BackupFolder.Entry?) -> String {
        guard let backup else { return command("restore BACKUP") + "  # there is none in the backup directory" }
        let time = backup.takenAt.map { "from \(TextTable.time($0)) UTC, " } ?? ""
        return restore(backup.path, "\(time)\(backup.receipt.map { "\($0.messages) messages" } ?? "not proven")")
    }

    /// Returns the command that puts a copy in the database's place, and says what comes back with it.
    func restore(_ path: String, _ holds: String) -> String {
        let restore = command("restore \(path.shellWord)")
        guard service != nil else { return note("\(holds); with the server stopped", on: restore) }
        return note(holds, on: "sudo systemctl stop snug && \(restore) && sudo systemctl start snug")
    }

    /// Returns the command that puts a database back which is not there any more, or is empty.
    ///
    /// A file that a purge kept is the database itself, whose log may lie beside it: that is no copy, and moves back.
    /// - Parameters:
    ///   - copy: the newest that there is of it.
    ///   - newest: the newest proven backup.
    func restore(lost copy: String, _ newest: BackupFolder.Entry?) -> String {
        if let newest, newest.path == copy { return restore(newest) }
        let holds = "what a purge kept"
        guard service != nil, FileManager.default.fileExists(atPath: "\(copy)-wal") else { return restore(copy, holds) }
        let move =
            "cd \(copy.folderOfPath.shellWord) && for part in purged-snug.db*;"
            + " do mv $part \(database.folderOfPath.shellWord)/${part#purged-}; done"
        return note(
            holds,
            on: "sudo systemctl stop snug && sudo runuser -u snug -- sh -c \(move.shellWord)"
                + " && sudo systemctl start snug")
    }

    /// The command that takes an upgrade of the database back.
    var rollback: String {
        let rollback = command("rollback")
        return service == nil ? rollback : "sudo systemctl stop snug && \(rollback) && sudo systemctl start snug"
    }

    /// Returns the command that gives a folder of the server, and what is in it, to its user again.
    func own(_ folder: String) -> String { own("-R", [folder]) }

    /// Returns the command that gives files or folders to whom the server runs as; where they are links, these and
    /// nothing else.
    /// - Parameter flag: the flag of chown(1) by which it follows no link.
    func own(_ flag: String, _ places: [String]) -> String {
        let names = places.map(\.shellWord).joined(separator: " ")
        return "\(service == nil ? "" : "sudo ")chown \(flag) --reference=\(ownersFolder.shellWord) \(names)"
    }

    /// The folder that belongs to whom the server runs as.
    var ownersFolder: String { service?.stateDirectory ?? database.folderOfPath }

    /// Returns the command that makes a folder for the service, and lets its sandbox write there.
    /// - Parameter use: the name of the file in which systemd is told so.
    func open(_ folder: String, as use: String) -> String {
        let name = folder.shellWord
        guard service != nil else { return "mkdir -p \(name) && chmod u+rwx \(name)" }
        let command =
            "sudo install -d -o snug -g snug -m 700 \(name)"
            + " && printf '[Service]\\nReadWritePaths=%s\\n' \(name) | \(Self.dropIn("\(use).conf"))"
        return asRoot(command, on: folder)
    }

    /// Returns the command that tells what fills the file system of a folder.
    /// - Parameter isOfFiles: true where it has room for no more files, however small.
    func seeWhatFills(_ folder: String, withFiles isOfFiles: Bool = false) -> String {
        let (units, order) = isOfFiles ? ("--inodes", "-n") : ("-h", "-h")
        let place = MountPoint.of(folder).shellWord
        return "\(service == nil ? "" : "sudo ")du -x \(units) --max-depth=2 \(place) | sort \(order) | tail"
    }

    /// The command that gives the server as many files and sockets as it is made for, or the way to them.
    var raiseDescriptors: String {
        guard service != nil else { return "Start the server after ulimit -n \(Limits.descriptorsUsual)." }
        return "printf '[Service]\\nLimitNOFILE=65536\\n' | \(Self.dropIn("descriptors.conf"))"
    }

    /// Returns the command that takes a part of the service's unit from a pipe, and starts the service by it.
    static func dropIn(_ name: String) -> String {
        "sudo install -D -m 644 /dev/stdin /etc/systemd/system/snug.service.d/\(name)"
            + " && sudo systemctl daemon-reload && \(restart)"
    }

    /// Returns a command with words behind it that a shell passes over; a sentence gets them as they are.
    func note(_ words: String, on command: String) -> String { "\(command)  # \(words)" }

    /// The command that starts the service.
    static let start = "sudo systemctl start snug"

    /// The command that runs the server in this terminal.
    var serve: String { "snug serve --database \(database.shellWord)" }

    private func source(of setting: any SettingDeclaration) -> SettingSources.Source? {
        do { return try sources.find(setting)?.origin } catch {
            // The file that a variable names cannot be read.
            return .environment("\(setting.environmentName)_FILE")
        }
    }

    private static func installPassword(_ path: String) -> String {
        "sudo install -m 600 /dev/stdin \(path.shellWord)"
    }
}

extension InstalledService {
    /// Returns true for a path that the environment file has, which is root's.
    fileprivate func names(_ path: String) -> Bool { variables?.values.contains(path) ?? false }

    /// Returns the command that opens the place where a variable of the service is set.
    fileprivate func edit(_ variable: String) -> String {
        let isElsewhere = variables.map { $0[variable] == nil } ?? false
        return isElsewhere ? "sudo systemctl edit snug" : "sudoedit \(environmentFile.shellWord)"
    }
}
