/// What the administrator has set in the database: texts by name, whose meaning is the front door's.
extension Chat {
    public static func settings(in store: any Store) async throws -> [String: String] {
        try await store.read { try $0.settings() }
    }

    public func settings() async throws -> [String: String] {
        try await Self.settings(in: store)
    }

    /// - Parameter value: nil forgets it. Checked by whoever calls: it is kept as it is.
    public func setSetting(_ name: String, to value: String?) async throws {
        let now = clock.now
        try await store.write { store in
            guard try store.setting(name) != value else { return }
            try store.setSetting(name, to: value)
            // The value may be a secret.
            try note(.settingChanged, detail: name, in: store, at: now)
        }
    }
}
