import ArgumentParser
import Foundation
import SnugChat
import SnugIdentity
import SnugPostgres
import SnugStore
import SystemPackage

/// The `snug backup` commands.
struct BackupCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database, beside a running server too, and look after the copies.",
        subcommands: [Create.self, List.self, Verify.self, Prune.self])

    /// Checks that a copy is a file, which can be read more than once: it is proven before anything is done with it.
    static func checkIsNamed(_ copy: String) throws {
        let type = try? FilePath(copy).stat().type
        guard copy != "-", type != .fifo, type != .characterSpecial else {
            throw ValidationError("A backup is read more than once. Save it as a file first: cat > backup.db")
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a copy and prove it.",
            discussion: """
                The copy is checked before it gets its name, and its receipt is put beside it. One file is enough: \
                snug restore puts it on a blank box and it is the same service. Of a database in PostgreSQL it is the \
                same one file, of one moment.
                """)

        @Argument(
            help: """
                The file to write, or the folder for a dated one; - is standard output (default: the backup directory).
                """,
            completion: .file(), transform: ArgumentText.path)
        var destination: String?
        @Flag(help: "Write over a file that is no backup.") var force = false
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: BackupOptions

        func validate() throws {
            guard destination != "-" || isatty(STDOUT_FILENO) == 0 else {
                throw ValidationError("A database is nothing for a terminal: > backup.db")
            }
            guard destination != "-" || !form.isJSON else {
                throw ValidationError("--json and - do not go together: standard output is the copy itself.")
            }
        }

        func run() async throws {
            let named = destination.flatMap { $0 == "-" ? nil : $0 }
            let entry = try await options.work(writingTo: named) { database, _, folder in
                try await LongWork.carryOut { try make(of: database, in: folder, $0) }
            }
            if destination == "-" {
                let words = Self.words(for: entry.receipt, at: "Standard output")
                return Console.note(words + (entry.receipt.map { " SHA-256: \($0.sha256)" } ?? ""))
            }
            try form.say(CopyAnswer(entry), or: Self.words(for: entry.receipt, at: entry.path))
        }

        private func make(
            of database: CopiedDatabase, in folder: BackupFolder, _ monitor: ProgressMonitor
        ) throws -> BackupFolder.Entry {
            let now = SystemClock().now
            switch destination {
            case nil:
                return try folder.take(of: database, at: now, monitor: monitor)
            case "-":
                let receipt = try Backup.stream(database, at: now, monitor: monitor) {
                    try StandardStream.output.write(Array($0))
                }
                return .init(path: "-", bytes: receipt.bytes, receipt: receipt)
            case let path? where folder.isAt(path):
                // The first backup makes it.
                return try folder.take(of: database, at: now, monitor: monitor)
            case let path? where Self.isFolder(path):
                return try BackupFolder(path: path).take(of: database, at: now, monitor: monitor)
            case let path?:
                let receipt = try Backup.take(
                    of: database, to: path, at: now, replacesOthers: force, monitor: monitor)
                return .init(path: path, bytes: receipt.bytes, receipt: receipt)
            }
        }

        private static func isFolder(_ path: String) -> Bool {
            (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
        }

        private static func words(for receipt: BackupReceipt?, at path: String) -> String {
            guard let receipt else { return path }
            return "\(path): \(receipt.words); checked and synced."
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the copies in the backup directory.")

        @OptionGroup var form: AnswerForm
        @OptionGroup var options: BackupOptions

        func run() async throws {
            let (entries, place) = try await options.work { _, _, folder in (try folder.entries(), folder.path) }
            let answer = entries.map { CopyAnswer($0) }
            guard !entries.isEmpty else { return try form.say(answer, or: "No backups in \(place).") }
            var table = TextTable("FILE", "TAKEN", "BYTES", "MESSAGES", "PROVEN")
            for entry in entries {
                table.add(
                    entry.path, entry.receipt?.time ?? "", "\(entry.bytes)",
                    entry.receipt.map { "\($0.messages)" } ?? "", entry.receipt == nil ? "no" : "yes")
            }
            try form.say(answer, or: table)
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove a copy again: its SHA-256, its pages, its references.")

        @Argument(help: "The copy.", completion: .file(), transform: ArgumentText.path) var copy: String
        @OptionGroup var form: AnswerForm

        func validate() throws { try BackupCommands.checkIsNamed(copy) }

        func run() async throws {
            let receipt = try await BackupOptions.report {
                try await LongWork.carryOut { try Backup.verify(copy, monitor: $0) }
            }
            // Its time is that of the receipt which lies beside the copy.
            let isCompared = receipt.time != nil
            let note = isCompared ? "" : " (no receipt: SHA-256 not compared)"
            try form.say(
                CopyAnswer(.init(path: copy, bytes: receipt.bytes, receipt: isCompared ? receipt : nil)),
                or: "\(copy): \(receipt.words); sound\(note).")
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove all but the newest copy of each of the newest days in the backup directory.",
            discussion: "Copies that administrators asked the server for are counted by themselves.")

        @Option(
            help: "Of how many days to keep one (default: as the setting backup-keep says).",
            transform: ArgumentText.number(1...Limits.backupsKeptMax))
        var keep: Int?
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: BackupOptions

        func run() async throws {
            let (removed, faults): ([String], [DatabaseFault]) = try await options.work { _, sources, folder in
                let keep = try self.keep ?? sources.require(Settings.backupKeep)
                var faults: [DatabaseFault] = []
                let removed = try folder.prune(keeping: keep, at: SystemClock().now, orNote: { faults.append($0) })
                return (removed, faults)
            }
            let isNothing = removed.isEmpty && faults.isEmpty
            let lines = isNothing ? ["Nothing was to be removed."] : removed.map { "Removed \($0)" }
            for fault in faults { Console.complain("\(fault)") }
            try form.say(["removed": removed], or: lines)
            if !faults.isEmpty { throw ExitCode.databaseUnusable }
        }
    }
}

/// The flags that name a database and the folder of its copies.
struct BackupOptions: ParsableArguments {
    @OptionGroup var file: DatabaseFlag
    @Option(help: Settings.backupDirectory.argumentHelp, completion: .directory) var backupDirectory: String?

    /// Carries out a command with the settings, the database's among them where it can be read.
    ///
    /// An unreadable database is no error here: that is when backups are looked for.
    /// - Parameter destination: the file or folder that the command writes; nil for what lies beside the database.
    func work<Value>(
        writingTo destination: String? = nil,
        _ command: (_ database: CopiedDatabase, SettingSources, BackupFolder) async throws -> Value
    ) async throws -> Value {
        var flags = file.given
        flags[Settings.backupDirectory.name] = backupDirectory
        let place = try await CommandDatabase(flags: flags)
        let database = try await Self.report {
            if destination == nil { try place.enter() } else { place.announce() }
            return try place.copied
        }
        let sources = await place.fullSources()
        let folder = try sources.backupFolder
        if let destination {
            try await Self.report { try place.enter(toWrite: destination, isOwn: folder.isAt(destination)) }
        }
        return try await Self.report { try await command(database, sources, folder) }
    }

    /// Carries out work on databases and says in a sentence why one cannot be used.
    ///
    /// - Throws: `ExitCode` 74.
    static func report<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let fault as DatabaseFault {
            Console.complain("\(fault)")
            throw ExitCode.databaseUnusable
        } catch let fault as PostgresFault {
            Console.complain("\(fault)")
            throw ExitCode.databaseUnusable
        } catch let fault as StoreFault {
            Console.complain("\(PostgresFault(.store(fault)))")
            throw ExitCode.databaseUnusable
        } catch let fault as StandardStream.Fault {
            Console.complain("standard output cannot be written: \(fault).")
            throw ExitCode.failure
        } catch let error as CocoaError {
            Console.complain("\(error.localizedDescription)")
            throw ExitCode.databaseUnusable
        }
    }
}

extension BackupReceipt {
    var words: String {
        let files = files ?? 0
        return "\(bytes) bytes, \(users) users, \(rooms) rooms, \(messages) messages"
            + (files > 0 ? ", \(files) files" : "")
    }
}

/// A copy as JSON; what only a receipt tells is missing where there is none.
private struct CopyAnswer: Encodable {
    var file: String
    var bytes: Int
    var proven: Bool
    var receipt: BackupReceipt?

    init(_ entry: BackupFolder.Entry) {
        file = entry.path
        bytes = entry.bytes
        proven = entry.receipt != nil
        receipt = entry.receipt
    }
}
