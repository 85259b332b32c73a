import ArgumentParser
import SnugServer

/// The front door: one executable, the server and the administrator's verbs.
@main
struct Snug: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snug",
        abstract: "A chat server in one process with one SQLite file.",
        version: Version.number,
        subcommands: [
            Serve.self, SetupLink.self, UserCommands.self, InviteCommands.self, ConfigCommands.self,
            CheckCommand.self, BackupCommands.self, RestoreCommand.self, RollbackCommand.self, ImportCommands.self,
        ],
        defaultSubcommand: Serve.self)
}

/// How a command ends (PROTOCOL §6; the numbers are those of sysexits.h).
enum Ending {
    static let databaseUnusable = ExitCode(74)
    /// Of `snug check` alone.
    static let broken = ExitCode(2)
}
