import Foundation

/// A server that this program starts, and that ends with it.
final class Child: Sendable {
    let pid: Int32
    let endpoint: ServerAddress
    private let process: Process
    /// The server's standard input: a floor ends at its end, even if this program is killed.
    private let input: Pipe

    /// Creates a server by starting a program, whose output is read up to the line that says where it listens.
    /// - Parameter port: the port in such a line; nil for any other line.
    /// - Throws: ``SocketFault`` when it ends without saying so.
    init(_ program: URL, _ arguments: [String], port: (Substring) -> Int?) throws {
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        pid = process.processIdentifier
        var said = ""
        var found: Int?
        while found == nil {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else {
                process.waitUntilExit()
                throw SocketFault(
                    description: "\(program.lastPathComponent) ended with \(process.terminationStatus): \(said)")
            }
            said += String(decoding: bytes, as: UTF8.self)
            found = said.split(separator: "\n").lazy.compactMap(port).first
        }
        endpoint = ServerAddress(host: "127.0.0.1", port: found ?? 0)
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}
