/// The check that a load balancer asks for.
public struct ReadinessProbe: Sendable {
    let store: any Store

    /// Commits an empty write, and returns once it is durable.
    /// - Throws: the store's fault.
    public func check() async throws {
        try await store.write { _ in }
    }
}
