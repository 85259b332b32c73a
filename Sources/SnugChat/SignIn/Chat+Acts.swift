/// Acts of someone who is signed in, decided by what is true when the writer comes to them.
extension Chat {
    /// Carries out an act of a caller, whose session, account and role are looked up again in its own transaction.
    ///
    /// A caller is known when the head of their request comes. Its body, a hash or the way to the writer may take long
    /// after that, and meanwhile they may have been signed out, put out of use, or given another role.
    /// - Parameters:
    ///   - bytes: the bytes of files that it writes.
    ///   - intention: the act, which is handed the caller as they now are.
    /// - Throws: ``Refusal/unauthenticated`` where no session stands behind the caller any more; what the act throws.
    func act<Value: Sendable>(
        by caller: Caller,
        writing bytes: Int = 0,
        _ intention: @escaping @Sendable (any StoreWriter, Caller) throws -> Value
    ) async throws -> Value {
        try await store.write(writing: bytes) { store in
            try intention(store, try current(caller, in: store))
        }
    }

    /// Returns a caller as they now are.
    /// - Throws: ``Refusal/unauthenticated`` where no session stands behind them any more.
    func current(_ caller: Caller, in store: any StoreReader) throws -> Caller {
        guard let current = try self.caller(caller.userID, by: caller.sessionID, in: store, at: clock.now) else {
            throw Refusal.unauthenticated
        }
        return current
    }
}
