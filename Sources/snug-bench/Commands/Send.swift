import ArgumentParser

/// The `snug-bench send` command.
struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Senders that each wait for their acknowledgement: how fast words become durable.")

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("How many at once; several numbers are measured in turn.", valueName: "N"))
    var senders = [1, 64]
    @OptionGroup var servers: NodeOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try servers.check(beside: options)
        guard senders.allSatisfy((1...10_000).contains) else { throw ValidationError("1 to 10000 senders.") }
    }

    func run() async throws {
        // A room for each sender: deliveries to others are measured by fanout.
        let loads = senders.map { count in
            Load(
                name: "send \(count)", rooms: count, members: 1, inFlight: 1,
                contentBytes: options.contentBytes, subject: .acknowledgements)
        }
        try await Run(loads: loads, floors: [.durable], options: options, nodes: servers.nodes)()
    }
}
