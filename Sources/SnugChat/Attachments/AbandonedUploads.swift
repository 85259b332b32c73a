import Synchronization

/// Uploads that ended early and could not be removed then, as on a full disk: what they reserve is to be given back.
///
/// Each stands in the store, where they are counted and bounded.
final class AbandonedUploads: Sendable {
    private let left = Mutex<Set<Attachment.ID>>([])
    /// An element for those that were added since the last.
    let additions: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (additions, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func add(_ id: Attachment.ID) {
        left.withLock { _ = $0.insert(id) }
        continuation.yield()
    }

    /// Hands them to `remove`, and forgets them once it has returned.
    func takeAway(_ remove: (Set<Attachment.ID>) async throws -> Void) async rethrows {
        let ids = left.withLock { $0 }
        if ids.isEmpty { return }
        try await remove(ids)
        left.withLock { $0.subtract(ids) }
    }
}
