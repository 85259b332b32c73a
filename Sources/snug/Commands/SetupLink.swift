import ArgumentParser
import SnugChat

/// The `snug setup-link` command.
struct SetupLink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a new link for setting the server up.",
        discussion: "It works once and for half an hour, beside a running server too; the link before it is void.")

    @OptionGroup var form: AnswerForm
    @OptionGroup var options: FileOptions

    func run() async throws {
        guard let link = try await options.work({ try await $0.setupLink() }) else {
            Console.complain("this server has its owner already; there is nothing to set up.")
            throw ExitCode.failure
        }
        try form.say(["link": link], or: "Set-up link: \(link)")
    }
}
