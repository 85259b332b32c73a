import ArgumentParser
import Foundation
import SnugChat
import SnugIdentity
import SnugStore

/// The `snug backup` commands.
struct BackupCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database, beside a running server too, and look after the copies.",
        subcommands: [Create.self, List.self, Verify.self, Prune.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a copy and prove it.",
            discussion: """
                The copy is checked before it gets its name, and its receipt is put beside it. One file is enough: \
                snug restore puts it on a blank box and it is the same service.
                """)

        @Argument(help: "The file to write, - for standard output (default: a dated one in the backup directory).")
        var destination: String?

        @OptionGroup var options: BackupOptions

        func run() async throws {
            try await options.work { database, folder in
                let now = SystemClock().now
                guard let destination else {
                    let entry = try folder.take(of: database, at: now)
                    return Console.say(Self.words(for: entry.receipt, at: entry.path))
                }
                guard destination == "-" else {
                    let receipt = try Backup.take(of: database, to: destination, at: now)
                    return Console.say(Self.words(for: receipt, at: destination))
                }
                try Backup.stream(database, at: now) { try StandardStream.output.write(Array($0)) }
            }
        }

        private static func words(for receipt: BackupReceipt?, at path: String) -> String {
            guard let receipt else { return path }
            return "\(path): \(receipt.words); checked and synced."
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the copies in the backup directory.")

        @OptionGroup var options: BackupOptions

        func run() async throws {
            try await options.work { _, folder in
                let entries = try folder.entries()
                guard !entries.isEmpty else { return Console.say("No backups in \(folder.path).") }
                var table = TextTable("FILE", "TAKEN", "BYTES", "MESSAGES", "PROVEN")
                for entry in entries {
                    table.add(
                        entry.path, entry.receipt?.time ?? "", "\(entry.bytes)",
                        entry.receipt.map { "\($0.messages)" } ?? "", entry.receipt == nil ? "no" : "yes")
                }
                Console.say(table.text)
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove a copy again: its SHA-256, its pages, its references.")

        @Argument(help: "The copy.") var copy: String

        func run() async throws {
            try BackupOptions.report { Console.say("\(copy): \(try Backup.verify(copy).words); sound.") }
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove all but the newest copy of each of the newest days in the backup directory.",
            discussion: "Copies that administrators asked the server for are counted by themselves.")

        @Option(help: "Of how many days to keep one (default: as the setting backup-keep says).") var keep: Int?
        @OptionGroup var options: BackupOptions

        func validate() throws {
            guard keep ?? 1 >= 1 else { throw ValidationError("--keep is at least 1.") }
        }

        func run() async throws {
            let keep = try await options.sources.require(Settings.backupKeep)
            try await options.work { _, folder in
                for path in try folder.prune(keeping: self.keep ?? keep, at: SystemClock().now) {
                    Console.say("Removed \(path)")
                }
            }
        }
    }
}

/// The flags that name a database and the folder of its copies.
struct BackupOptions: ParsableArguments {
    @OptionGroup var file: DatabaseFlag
    @Option(help: Settings.backupDirectory.argumentHelp) var backupDirectory: String?

    func work(_ command: (_ database: String, BackupFolder) throws -> Void) async throws {
        let sources = try await sources
        let (database, folder) = (try sources.databasePath, try sources.backupFolder)
        try Self.report { try command(database, folder) }
    }

    /// The settings, with the database's where it can be read.
    ///
    /// An unreadable database is no error here: that is when backups are looked for.
    var sources: SettingSources {
        get async throws {
            var flags = file.given
            flags[Settings.backupDirectory.name] = backupDirectory
            let outside = try await SettingSources(flags: flags)
            let database = try outside.databasePath
            guard let store = try? SQLiteStore.open(path: database, for: .reading, events: NoEvents()) else {
                return outside
            }
            defer { try? store.close() }
            guard let stored = try? await store.settings() else { return outside }
            return outside.over(stored)
        }
    }

    /// Carries out work on files and says in a sentence why one cannot be used.
    ///
    /// - Throws: `ExitCode` 74.
    static func report(_ work: () throws -> Void) throws {
        do {
            try work()
        } catch let fault as DatabaseFault {
            Console.complain("\(fault)")
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
    var words: String { "\(bytes) bytes, \(users) users, \(rooms) rooms, \(messages) messages" }
}
