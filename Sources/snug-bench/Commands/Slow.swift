import ArgumentParser

/// The `snug-bench slow` command.
struct Slow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A room with members who never read: what they cost the others, and in memory.",
        discussion: """
            The room is measured without them and with them. Compare the others' p99, and RSS. Messages are long, so that \
            what is not read soon fills all that is kept for its reader.
            """)

    @Option(help: ArgumentHelp("Members who read.", valueName: "M"))
    var members = 10
    @Option(help: ArgumentHelp("Members who do not.", valueName: "N"))
    var silent = 100
    @OptionGroup var options: RunOptions

    func validate() throws {
        guard (2...10_000).contains(members), (1...10_000).contains(silent) else {
            throw ValidationError("2 to 10000 members who read, 1 to 10000 who do not.")
        }
    }

    func run() async throws {
        let loads = [0, silent].map { count in
            Load(
                name: "slow \(members)+\(count)", rooms: 1, members: members + count, inFlight: 1,
                contentBytes: max(options.contentBytes, 4_000), subject: .deliveries, silent: count)
        }
        try await Run(loads: loads, floors: [], options: options)()
    }
}
