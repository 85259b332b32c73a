extension Store {
    /// Returns the key by which push services know this server, made at its first use.
    ///
    /// It is kept beside the other secrets, so that a backup that is restored elsewhere goes on pushing.
    /// - Parameter make: makes a key
    /// - Throws: the store's fault.
    public func pushKey(_ make: @Sendable @escaping () -> [UInt8]) async throws -> [UInt8] {
        if let key = try await read({ try $0.secret(.push) }) { return key }
        return try await write { store in
            let key = make()
            // Another node may have made one meanwhile.
            return try store.addSecret(.push, key) ? key : try store.secret(.push) ?? key
        }
    }
}
