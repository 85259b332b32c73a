import ArgumentParser
import SnugServer

/// The executable: the server and the administrator's commands.
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

    static func main() async {
        StandardStream.secure()
        await main(nil)
        if let fault = Console.fault {
            Console.complain("standard output cannot be written: \(fault).")
            exit(withError: ExitCode.failure)
        }
    }
}
