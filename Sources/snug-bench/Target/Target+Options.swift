import Foundation

extension RunOptions {
    /// Runs a measurement against a server of its own, in a folder that goes with it; or against the one that `--url`
    /// names.
    /// - Parameters:
    ///   - floor: nil for Snug itself.
    ///   - messages: the number that its rooms hold already.
    func withTarget<Outcome>(
        floor: Target.Floor?,
        _ load: Load,
        messages: Int = 0,
        _ measure: (Target) async throws -> Outcome
    ) async throws -> Outcome {
        try await withFolder { folder in
            let target =
                if let floor {
                    try Target.floor(floor, in: folder)
                } else {
                    try Target.running(self) ?? .snug(for: load, messages: messages, in: folder)
                }
            defer { target.stop() }
            return try await measure(target)
        }
    }

    /// Calls a function with a folder of the run's own, which goes with it.
    func withFolder<Outcome>(_ work: (URL) async throws -> Outcome) async throws -> Outcome {
        let folder = URL(fileURLWithPath: folder).appending(path: "snug-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await work(folder)
    }
}
