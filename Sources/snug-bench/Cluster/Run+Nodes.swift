import Foundation

extension Run {
    /// Measures a load on each number of nodes, on databases that are alike; senders beside `pgbench`, and in fan-out
    /// each number beside the first.
    func measureNodes(_ load: Load, _ report: Report) async throws {
        try await options.withFolder { folder in
            let cluster = try Cluster(in: folder, connectionsMax: load.sockets + Self.connectionsOfNodesMax)
            defer { cluster.stop() }
            let file = folder.appending(path: "snug.db").path
            let memberships = try Target.prepare(file, for: load)
            _ = try Target.output(of: Target.beside("snug"), ["move", file, cluster.address(of: Cluster.filled)])
            var floors: [Figures] = []
            if load.subject == .acknowledgements, !options.noFloors {
                let bench = PgBench(load: load, warmUp: options.warmUp, seconds: options.seconds)
                let figures = try await bench.run(on: try cluster.newDatabase("pgbench"), of: cluster, in: folder)
                report.add(figures, floors: [])
                floors = [figures]
            }
            for count in nodes {
                let database = try cluster.newDatabase("nodes_\(count)")
                var figures = try await measure(
                    load, by: count, of: memberships, on: cluster.address(of: database))
                report.add(figures, floors: floors)
                guard floors.isEmpty else { continue }
                figures.target = Self.name(count)
                floors = [figures]
            }
        }
    }

    /// The connections that eight nodes may have, and those of commands.
    private static let connectionsOfNodesMax = 200

    private static func name(_ count: Int) -> String { count == 1 ? "1 node" : "\(count) nodes" }

    private func measure(
        _ load: Load, by count: Int, of memberships: [Membership], on database: String
    ) async throws -> Figures {
        var load = load
        load.name += ", \(Self.name(count))"
        let target = try Target.nodes(count, of: memberships, on: database)
        defer { target.stop() }
        return try await Measurement(
            load: load, target: target, warmUp: options.warmUp, seconds: options.seconds)()
    }
}

extension Target {
    /// Starts so many of the snug beside this program on one database.
    fileprivate static func nodes(_ count: Int, of memberships: [Membership], on database: String) throws -> Target {
        var children: [Child] = []
        do {
            for number in 1...count { children.append(try serve(database, ["--node-name", "bench-\(number)"])) }
        } catch {
            for child in children { child.stop() }
            throw error
        }
        return Target(name: "snug", children: children) { try Seating.among(memberships, for: $0) }
    }
}
