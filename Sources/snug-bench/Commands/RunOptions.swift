import ArgumentParser

/// The options that all loads share.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A server that runs already.", valueName: "http://HOST:PORT"))
    var url: String?
    @Option(help: ArgumentHelp("What `snug-bench prepare` printed for that server's database.", valueName: "FILE"))
    var memberships: String?
    @Option(help: "That server's process, to read its processor time from /proc.")
    var pid: Int32?
    @Option(help: ArgumentHelp("Seconds that are measured, of each server.", valueName: "S"))
    var seconds = 5.0
    @Option(help: ArgumentHelp("Seconds before, which do not count.", valueName: "S"))
    var warmUp = 1.0
    @Option(help: ArgumentHelp("Bytes of text in a message.", valueName: "N"))
    var contentBytes = 60
    @Option(help: ArgumentHelp("Where databases are made for the run: on the disk that counts.", valueName: "FOLDER"))
    var folder = "."
    @Flag(help: "Leave out the bare C servers.")
    var noFloors = false
    @Flag(help: "One JSON object a line and measurement, for programs.")
    var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 86_400, (0...3_600).contains(warmUp) else {
            throw ValidationError("--seconds is above 0 and at most a day, --warm-up at most an hour.")
        }
        guard (1...16_384).contains(contentBytes) else {
            throw ValidationError("A message has 1 to 16384 bytes (PROTOCOL §2).")
        }
        guard (url == nil) == (memberships == nil) else {
            throw ValidationError("--url and --memberships go together.")
        }
        if let url, ServerAddress(url: url) == nil { throw ValidationError("--url: \(url) is not http://HOST:PORT.") }
    }
}
