import UnixSignals

/// Work that SIGINT or SIGTERM ends, keeping what is printed and nothing else: children and folders go with the task.
enum UntilInterrupted {
    static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            group.addTask { try await work() }
            group.addTask {
                for await _ in signals { throw CancellationError() }
            }
            do {
                try await group.next()
                group.cancelAll()
            } catch is CancellationError {
                group.cancelAll()
                while await group.nextResult() != nil {}
            }
        }
    }
}
