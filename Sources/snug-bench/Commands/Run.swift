/// A run of each load on the floors and then on Snug.
struct Run: Sendable {
    var loads: [Load]
    var floors: [Target.Floor]
    var options: RunOptions
    /// The numbers of nodes on PostgreSQL to measure in turn; with none, Snug keeps a file.
    var nodes: [Int] = []

    func callAsFunction() async throws {
        try await UntilInterrupted.run { try await measureAll() }
    }

    private func measureAll() async throws {
        let report = Report(isJSON: options.json)
        report.begin()
        for load in loads {
            if nodes.isEmpty {
                try await measureFile(load, report)
            } else {
                try await measureNodes(load, report)
            }
        }
    }

    private func measureFile(_ load: Load, _ report: Report) async throws {
        var figures: [Figures] = []
        for floor in options.noFloors ? [] : floors {
            let floorFigures = try await measure(load, floor: floor)
            report.add(floorFigures, floors: [])
            figures.append(floorFigures)
        }
        report.add(try await measure(load, floor: nil), floors: figures)
    }

    private func measure(_ load: Load, floor: Target.Floor?) async throws -> Figures {
        try await options.withTarget(floor: floor, load) { target in
            try await Measurement(load: load, target: target, warmUp: options.warmUp, seconds: options.seconds)()
        }
    }
}
