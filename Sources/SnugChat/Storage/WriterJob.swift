import Synchronization

/// An intention or a question that waits for a store's writer, with its answer's way back, its types erased.
public struct WriterJob<View>: Sendable {
    public enum Kind: Sendable { case write, observe }

    public let kind: Kind
    /// The bytes of files that it writes.
    public let bytes: Int
    /// The message that it begins with posting; nil where it does not.
    public let posting: Posting?
    /// The work, which is done with the writer's view and keeps the answer; done again, it keeps the later one.
    public let perform: @Sendable (View) throws -> Void
    /// The way back, for the answer that was kept or for this error instead.
    public let finish: @Sendable ((any Error)?) -> Void

    public init<Value: Sendable>(
        _ kind: Kind,
        writing bytes: Int = 0,
        posting: Posting? = nil,
        _ work: @escaping @Sendable (View) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let kept = Answer<Value>()
        self.kind = kind
        self.bytes = bytes
        self.posting = posting
        perform = { view in
            let value = try work(view)
            kept.value.withLock { $0 = value }
        }
        finish = { error in
            if let error { return then(.failure(error)) }
            guard let value = kept.value.withLock({ $0 }) else {
                return then(.failure(StoreFault(.failed, "an intention was finished before it was carried out")))
            }
            then(.success(value))
        }
    }
}

/// An answer on its way from the transaction to the caller that waits for the commit.
private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
