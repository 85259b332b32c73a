import Foundation
import SnugChat
import SnugPostgres
import SnugStore

extension Checks {
    /// Checks the free space and that no other user can read the database.
    func disk() async -> [Finding] {
        guard open?.file != nil else {
            return await postgresDisk()
        }
        // The file, where the path is a symbolic link.
        let file = URL(fileURLWithPath: database).resolvingSymlinksInPath().path
        let folder = file.folderOfPath
        var findings = strangersEyes(file, in: folder) + linkedFolder()
        let size = Self.size(of: file)
        let space = DiskSpace(at: folder)
        if let space {
            findings += Self.findings(
                of: space, databaseBytes: size, in: folder,
                seeWhatFills: mends.seeWhatFills(folder, withFiles: Self.isOutOfFiles(space)))
        }
        findings += await files()
        let left = space.map { "\(SettingText.megabytes($0.freeBytes)) are free in \(folder), and the" } ?? "The"
        return findings.or(.disk, "\(left) database is its owner's alone.\(Self.kept(of: file))")
    }

    /// Checks the disk of PostgreSQL where it is one of this machine's, and its server says which.
    private func postgresDisk() async -> [Finding] {
        guard case .postgres(let store)? = open, let folder = try? await store.folderHere(),
            let space = DiskSpace(at: folder)
        else { return await files().or(.disk, "The database is in PostgreSQL, and so is the room for it.") }
        let bytes = Int((try? await store.bytes()) ?? 0)
        let findings = Self.findings(
            of: space, databaseBytes: bytes, in: folder,
            seeWhatFills: mends.seeWhatFills(folder, withFiles: Self.isOutOfFiles(space)))
        return await (findings + files())
            .or(
                .disk,
                "\(SettingText.megabytes(space.freeBytes)) are free in \(folder), where PostgreSQL keeps the database.")
    }

    /// Checks that the room which the owner gives to files is not taken.
    private func files() async -> [Finding] {
        guard let used = try? await store.read({ try $0.attachmentBytes(of: nil) }) else { return [] }
        let policy = settings.policy
        let more = SettingText.size(min(policy.storage * 2, Limits.storageMost))
        return Self.findings(ofFiles: used, by: policy, giveMore: mends.set((Settings.storage, more)))
    }

    /// Returns a sentence on the whole databases that restores and upgrades left beside the one in use.
    private static func kept(of database: String) -> String {
        let folder = database.folderOfPath
        let prefix = URL(fileURLWithPath: database).lastPathComponent + ".before-"
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix(prefix) && !$0.contains(".partial") }.sorted()
        let copies = files.filter { name in !Self.parts.contains { name.hasSuffix($0) } }
        guard !copies.isEmpty else { return "" }
        let bytes = files.reduce(0) { $0 + size(of: "\(folder)/\($1)") }
        // The log of one that was damaged is a part of it.
        let names = copies.map { files.contains("\($0)-wal") ? "\($0) with its -wal" : $0 }
        let isForRollback = copies.contains { $0.hasPrefix("\(prefix)schema-") }
        let rollback = isForRollback ? "; snug rollback needs the newest -schema-" : ""
        return
            " \(copies.count) kept from before restores and upgrades (\(SettingText.megabytes(bytes))) can be removed:"
            + " \(names.joined(separator: ", "))\(rollback)."
    }

    /// The endings of what lies beside a database that is kept.
    private static let parts = ["-wal", "-shm", "-journal", ".json"]

    /// Returns the size of the file that a path leads to; 0 where it cannot be told.
    static func size(of path: String) -> Int {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
    }

    /// - Parameter seeWhatFills: the command that tells.
    static func findings(
        of space: DiskSpace, databaseBytes: Int, in folder: String, seeWhatFills: String
    ) -> [Finding] {
        if let finding = Finding.readOnlyDisk(space, folder) { return [finding] }
        let free = SettingText.megabytes(space.freeBytes)
        if space.freeBytes < Limits.diskBytesMin || isOutOfFiles(space) {
            let left = isOutOfFiles(space) ? "\(space.freeFiles) files" : free
            return [
                Finding(
                    .diskFull, .error, "\(folder) has room for \(left) more.",
                    why: "When it is full, nothing can be sent until there is room again.",
                    fix: seeWhatFills)
            ]
        }
        // A backup is a second file of the same size.
        if space.freeBytes < max(Limits.diskBytesUsual, databaseBytes) {
            return [
                Finding(
                    .diskLow, .warning, "\(folder) has \(free) left.",
                    why: "A backup or an upgrade needs \(SettingText.megabytes(databaseBytes)) for its copy.",
                    fix: seeWhatFills)
            ]
        }
        if space.freeBytes < Int(Limits.uploadFreeBytesMin) {
            return [
                Finding(
                    .diskFilesFull, .warning, "\(folder) has \(free) left, too little for more files.",
                    why: "Nobody can send pictures or files any more; text goes on.", fix: seeWhatFills)
            ]
        }
        return []
    }

    /// Returns the finding for files that have little room left, or none, by the owner's setting.
    /// - Parameter giveMore: the command that gives them more.
    static func findings(ofFiles used: Int64, by policy: Policy, giveMore: String) -> [Finding] {
        let left = max(0, policy.storage - used)
        guard policy.uploadBytesMax > 0, left < policy.storage / Limits.storageLeftPart else { return [] }
        let most = SettingText.size(policy.storage)
        if left < min(policy.uploadBytesMax, policy.storage / Limits.storageFullPart) {
            return [
                Finding(
                    .diskFilesFull, .warning, "Files have taken the \(most) that storage gives them.",
                    why: "Nobody can send pictures or files any more; text goes on.", fix: giveMore)
            ]
        }
        return [
            Finding(
                .diskFilesLow, .warning,
                "Files have \(SettingText.megabytes(Int(left))) left of the \(most) that storage gives them.",
                why: "When these are taken, nobody can send pictures or files any more.", fix: giveMore)
        ]
    }

    /// Checks that the service's folder is none that systemd refuses to start it on.
    private func linkedFolder() -> [Finding] {
        guard let folder = mends.service?.stateDirectory,
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder)
        else { return [] }
        return [Self.finding(linkedFolder: folder, to: target)]
    }

    static func finding(linkedFolder folder: String, to target: String) -> Finding {
        // As the link has it: from the folder that it lies in.
        let place = URL(fileURLWithPath: target, relativeTo: URL(fileURLWithPath: folder)).path
        // fstab(5) has blanks as octal numbers.
        let line = "\(place.replacing(" ", with: "\\040")) \(folder) none bind 0 0"
        return Finding(
            .diskLinked, .error, "\(folder) is a symbolic link to \(target), and systemd starts no service on one.",
            why: "The server does not start (238/STATE_DIRECTORY).",
            fix: "sudo rm \(folder) && sudo mkdir \(folder)"
                + " && echo \(line.shellWord) | sudo tee -a /etc/fstab"
                + " && sudo mount \(folder) && sudo systemctl daemon-reload && \(Mends.restart)")
    }

    /// Returns the command that closes a database to others, as its owner: links that those laid beside it lead nowhere.
    private func closing(_ file: String) -> String {
        let command = "chmod 600 \(file.shellWord)*"
        guard mends.service != nil,
            let owner = try? FileManager.default.attributesOfItem(atPath: file)[.ownerAccountName] as? String
        else { return command }
        return "sudo -u \(owner.shellWord) sh -c \(command.shellWord)"
    }

    private static func isOutOfFiles(_ space: DiskSpace) -> Bool { space.freeFiles < Limits.diskFilesMin }

    private func strangersEyes(_ file: String, in folder: String) -> [Finding] {
        func mode(_ path: String) -> Int {
            (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
        }
        // A folder that others cannot enter protects the file.
        guard mode(file) & 0o077 != 0, mode(folder) & 0o011 != 0 else { return [] }
        return [
            Finding(
                .diskStrangers, .error, "\(file) can be read by other users of this machine.",
                why: "It holds everyone's messages and the keys that sign sessions.",
                fix: closing(file))
        ]
    }
}

extension Finding {
    /// Returns the finding for a folder on a disk that is read-only, on which no database opens either.
    static func readOnlyDisk(_ space: DiskSpace?, _ folder: String) -> Finding? {
        guard let space, space.isReadOnly else { return nil }
        return Finding(
            .diskReadOnly, .error, "\(folder) is on a file system that is read-only.",
            why: "Nothing can be sent; the kernel makes a disk read-only when it fails.",
            fix: "sudo mount -o remount,rw \(MountPoint.of(folder).shellWord)  # once dmesg says why")
    }
}
