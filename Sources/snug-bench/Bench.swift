import ArgumentParser

/// A program that measures a Snug server over real sockets, beside the least that such a server could cost.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snug-bench",
        abstract: "Load a Snug server over real sockets, and say what it costs.",
        discussion: """
            Without --url it starts the snug beside itself on a database of its own. In the same run it measures two bare \
            C servers with the same load: one only writes frames to sockets, the other also stores each message, with \
            SQLite at synchronous=FULL. With --nodes it starts several snugs on one PostgreSQL, and measures pgbench beside \
            them. Compare a figure with the floor of its own run: machines differ from hour to hour.
            """,
        version: "0.1.0",
        subcommands: [
            Send.self, Fanout.self, Mixed.self, Idle.self, Slow.self, Storm.self, Files.self, Chunks.self,
            Search.self,
            Compare.self, Prepare.self,
        ])
}
