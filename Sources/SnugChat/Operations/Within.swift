/// Does its work within a time.
///
/// Work that is late is cancelled, and its end waited for.
/// - Throws: what the work throws; `fault` where it does not end in time.
public func within<Value: Sendable>(
    _ time: Duration, _ fault: some Error, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: time)
            throw fault
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw fault }
        return value
    }
}
