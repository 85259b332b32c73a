import ArgumentParser
import SnugChat

/// The `snug setup-link` command.
struct SetupLink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a new link for setting the server up.",
        discussion: "It works once and for half an hour, beside a running server too; the link before it is void.")

    @Flag(help: "As JSON, for programs.") var json = false
    @OptionGroup var options: FileOptions

    func run() async throws {
        try await options.work { console in
            guard let link = try await console.setupLink() else {
                Console.complain("this server has its owner already; there is nothing to set up.")
                throw ExitCode.failure
            }
            if json { return try Console.say(json: ["link": link]) }
            Console.say("Set-up link: \(link)")
        }
    }
}
