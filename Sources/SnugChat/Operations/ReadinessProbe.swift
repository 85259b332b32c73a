/// The answer to a load balancer's question.
public struct ReadinessProbe: Sendable {
    let store: any Store

    /// Returns once the store has committed a write.
    /// - Throws: the store's fault.
    public func check() async throws {
        try await store.write { _ in }
    }
}
