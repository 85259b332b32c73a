import ArgumentParser
import Glibc
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
            CheckCommand.self, BackupCommands.self, NewCommand.self, MoveCommand.self, RestoreCommand.self,
            RollbackCommand.self, ImportCommands.self, HealthCheck.self,
        ])

    /// Runs the command beside the main thread, which waits.
    ///
    /// An asynchronous main function ends the main thread (pthread_exit(3)) and keeps what is left of it: as root for
    /// good, as the library that changes the users of all threads leaves one out that ends.
    static func main() {
        // Threads of a command that acts as another user may not set their niceness, and each would say so in the
        // system's journal. The server keeps this log, which may tell of worse: its unit lets it set what it likes.
        if CommandLine.arguments.dropFirst().first != "serve" { unsafe setenv("LIBDISPATCH_LOG", "NO", 0) }
        StandardStream.secure()
        Task.detached { await carryOut(Array(CommandLine.arguments.dropFirst())) }
        while true { pause() }
    }

    private static func carryOut(_ arguments: [String]) async {
        var code = ExitCode.success
        do {
            try ArgumentText.checkReadable()
            if let complaint = CommandNames.complaint(about: arguments) {
                throw ValidationError(complaint)
            }
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as ValidationError {
            // It says what is wrong by itself; how the program is called helps nobody there.
            code = .validationFailure
            Console.complain(ArgumentText.withoutSecrets(error.message, of: arguments))
        } catch let interruption as LongWork.Interruption {
            Console.complain("interrupted; nothing was changed.")
            interruption.endProcess()
        } catch {
            code = exitCode(for: error)
            // Help and version are answers; anything else is a complaint.
            let words = code.isSuccess ? fullMessage(for: error) : message(for: error)
            if !words.isEmpty, code.isSuccess {
                Console.say(lines: words)
            } else if !words.isEmpty {
                let sentence = words.last.map { ".?!".contains($0) } == true ? words : "\(words)."
                let hint = code == .validationFailure ? " \(CommandNames.hint(for: arguments))" : ""
                Console.complain(ArgumentText.withoutSecrets(sentence, of: arguments) + hint)
            }
        }
        if let fault = Console.fault {
            Console.complain("standard output cannot be written: \(fault).")
            if code.isSuccess { code = .failure }
        }
        exit(withError: code)
    }
}
