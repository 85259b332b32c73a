import Dispatch

/// Does work that blocks its thread on a thread that it may block.
///
/// Tasks have as many threads as there are processors: on two of them a few tests that block theirs hold up all others.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
