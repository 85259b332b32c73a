import ArgumentParser
import SnugChat

/// The `snug healthcheck` command.
struct HealthCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck",
        abstract: "Ask the running server on this machine whether it is well.",
        discussion: """
            For containers and monitors: GET /readyz, where the settings say that it listens. Ends with 0 where a write \
            has been committed, else with 1 and a sentence. snug check says more.
            """)

    @Option(help: Settings.listen.argumentHelp) var listen: String?
    @OptionGroup var form: AnswerForm
    @OptionGroup var file: DatabaseFlag

    func run() async throws {
        var flags = file.given
        flags[Settings.listen.name] = listen
        let place = try await CommandDatabase(flags: flags)
        let server = RunningServer(serving: place)
        // The root of a container may not, and then takes no file's name from the server.
        try? ActingUser.become(place.owner)
        let sources = try await place.sources.running(server, flags: flags).over(await place.stored())
        let settings = try ServeSettings(sources)
        if let trouble = await SiteProbe.trouble(of: settings.listen, isSecure: settings.tls != nil) {
            Console.complain(trouble)
            throw ExitCode.failure
        }
        try form.say(["ready": true], or: "ok")
    }
}
