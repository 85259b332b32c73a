import ArgumentParser

/// The options of loads that may be measured on several servers.
struct NodeOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Servers that share a PostgreSQL 15 of the run's own, in place of a file; several numbers are measured in turn.",
            discussion: """
                The members of a room sit at all servers in turn. Senders are measured beside pgbench, which writes the \
                same rows, and each number of servers in fan-out beside the first.
                """,
            valueName: "N"))
    var nodes: [Int] = []

    func check(beside options: RunOptions) throws {
        guard nodes.allSatisfy((1...8).contains) else { throw ValidationError("1 to 8 servers.") }
        guard nodes.isEmpty || options.url == nil else {
            throw ValidationError("--nodes starts servers of its own: it goes with no --url.")
        }
    }
}
