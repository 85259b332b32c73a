public import SnugChat

/// A store whose database is away.
public final class AbsentStore: Store {
    private let fault = StoreFault(.failed, "the database is away")

    public init() {}

    public var isShared: Bool { true }

    public func read<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        throw fault
    }

    public func submit<Value: Sendable>(
        writing bytes: Int,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        then(.failure(fault))
    }

    public func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        then(.failure(fault))
    }

    public func outsideChanges() async throws -> Int64 { throw fault }

    public func foldLog() async throws { throw fault }
}
