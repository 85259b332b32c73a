import Foundation

/// A server that loads are run against.
struct Target: Sendable {
    enum Floor: String, Sendable {
        case fanout = "floor-fanout"
        case durable = "floor-durable"
    }

    var name: String
    /// The addresses of its nodes, of which most targets are one.
    var endpoints: [ServerAddress]
    /// The nodes' processes, as far as they are known.
    var processes: [WatchedProcess]
    /// The processes that this program started.
    var children: [Child] = []
    var seat: @Sendable (Load) throws -> Seating

    /// The address of the first node.
    var endpoint: ServerAddress { endpoints[0] }
    /// The nodes' time on the processor so far; nil where a process is not known, or has ended.
    var cpuSeconds: Double? { sum(\.cpuSeconds) }
    /// The nodes' resident memory now; nil where a process is not known, or has ended.
    var residentBytes: UInt64? { sum(\.residentBytes) }

    private func sum<Number: AdditiveArithmetic>(_ figure: (WatchedProcess) -> Number?) -> Number? {
        let figures = processes.compactMap(figure)
        return figures.count == endpoints.count ? figures.reduce(.zero, +) : nil
    }

    func stop() { for child in children { child.stop() } }

    /// Returns the server that `--url` names.
    static func running(_ options: RunOptions) throws -> Target? {
        guard let url = options.url, let endpoint = ServerAddress(url: url), let file = options.memberships else {
            return nil
        }
        let memberships = try Membership.read(file)
        let process = try options.pid.map { pid in
            guard let process = WatchedProcess(pid: pid) else {
                throw SocketFault(description: "There is no process \(pid).")
            }
            return process
        }
        return Target(name: "snug", endpoints: [endpoint], processes: process.map { [$0] } ?? []) { load in
            try Seating.among(memberships, for: load)
        }
    }
}
