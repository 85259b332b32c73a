import Foundation
import UnixSignals

/// Measures each load on the floors and then on Snug. SIGINT ends it after what is printed, and leaves nothing behind.
struct Run: Sendable {
    var loads: [Load]
    var floors: [Target.Floor]
    var options: RunOptions

    func callAsFunction() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            group.addTask { try await measureAll() }
            group.addTask {
                for await _ in signals { throw CancellationError() }
            }
            do {
                try await group.next()
                group.cancelAll()
            } catch is CancellationError {
                // What was measured is printed; the children and the folder go with the task.
                group.cancelAll()
                while await group.nextResult() != nil {}
            }
        }
    }

    private func measureAll() async throws {
        let report = Report(isJSON: options.json)
        report.begin()
        for load in loads {
            var figures: [Figures] = []
            for floor in options.noFloors ? [] : floors {
                let floorFigures = try await measure(load) { folder in try .floor(floor, in: folder) }
                report.add(floorFigures, floors: [])
                figures.append(floorFigures)
            }
            let own = try await measure(load) { folder in
                try Target.running(options) ?? .snug(for: load, in: folder)
            }
            report.add(own, floors: figures)
        }
    }

    private func measure(_ load: Load, on target: (URL) throws -> Target) async throws -> Figures {
        let folder = URL(fileURLWithPath: options.folder).appending(path: "snug-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = try target(folder)
        defer { target.stop() }
        return try await Measurement(
            load: load, target: target, warmUp: options.warmUp, seconds: options.seconds)()
    }
}
