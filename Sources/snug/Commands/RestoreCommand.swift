import ArgumentParser
import SnugIdentity
import SnugStore

/// The `snug restore` command.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the database's place, with the server stopped.",
        discussion: """
            The copy is proven first. A database that was there is kept beside it under a dated name. Afterwards it is \
            the service of the backup's moment: people's sessions, passkeys and files are as they were then.
            """)

    @Argument(help: "The backup.") var copy: String
    @OptionGroup var file: DatabaseFlag

    func run() async throws {
        let database = try await SettingSources(flags: file.given).databasePath
        try BackupOptions.report {
            let outcome = try Restore.put(copy, inPlaceOf: database, at: SystemClock().now)
            Console.say("\(database) is now \(copy): \(outcome.receipt.words).")
            if let kept = outcome.kept { Console.say("What was there before is kept as \(kept).") }
        }
    }
}
