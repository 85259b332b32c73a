import ArgumentParser

/// The `snug-bench fanout` command.
struct Fanout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rooms in which one talks and all hear: what a delivery costs.",
        discussion: "A message is followed by the next when everyone in the room has it.")

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Members of each room; several numbers are measured in turn.", valueName: "M"))
    var members = [10, 100, 1_000]
    @Option(help: ArgumentHelp("Rooms at once.", valueName: "R"))
    var rooms = 1
    @Option(help: ArgumentHelp("Messages under way in each room.", valueName: "N"))
    var inFlight = 1
    @OptionGroup var servers: NodeOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try servers.check(beside: options)
        guard members.allSatisfy((2...100_000).contains), (1...10_000).contains(rooms) else {
            throw ValidationError("2 to 100000 members, 1 to 10000 rooms.")
        }
        guard (1...1_000).contains(inFlight) else { throw ValidationError("1 to 1000 messages under way.") }
    }

    func run() async throws {
        let loads = members.map { count in
            Load(
                name: "fanout \(rooms)×\(count)" + (inFlight > 1 ? " ×\(inFlight)" : ""), rooms: rooms,
                members: count, inFlight: inFlight, contentBytes: options.contentBytes, subject: .deliveries)
        }
        try await Run(loads: loads, floors: [.fanout, .durable], options: options, nodes: servers.nodes)()
    }
}
