import ArgumentParser

/// The `snug-bench mixed` command.
struct Mixed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Many rooms that talk at their own pace: what an evening in a busy server costs.",
        discussion: "One member of each room talks at a steady rate, whether or not the others have heard yet.")

    @Option(help: ArgumentHelp("Rooms at once.", valueName: "R"))
    var rooms = 50
    @Option(help: ArgumentHelp("Members of each room.", valueName: "M"))
    var members = 20
    @Option(help: ArgumentHelp("Messages a second in each room.", valueName: "N"))
    var rate = 2.0
    @OptionGroup var servers: NodeOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try servers.check(beside: options)
        guard (2...100_000).contains(members), (1...10_000).contains(rooms), rate > 0, rate <= 10_000 else {
            throw ValidationError("2 to 100000 members, 1 to 10000 rooms, a rate above 0 and up to 10000.")
        }
    }

    func run() async throws {
        let load = Load(
            name: "mixed \(rooms)×\(members)", rooms: rooms, members: members, inFlight: 1,
            contentBytes: options.contentBytes, subject: .deliveries, messagesPerSecond: rate)
        try await Run(loads: [load], floors: [.fanout, .durable], options: options, nodes: servers.nodes)()
    }
}
