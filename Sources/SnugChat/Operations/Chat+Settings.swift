/// What the administrator has set in the database: texts by name, whose meaning is the front door's.
extension Chat {
    public static func settings(in store: any Store) async throws -> [String: String] {
        try await store.read { try $0.settings() }
    }

    public func settings() async throws -> [String: String] {
        try await Self.settings(in: store)
    }

    /// Keeps these values by name, all or none.
    /// - Parameter changes: nil forgets one. Checked by whoever calls: they are kept as they are.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func changeSettings(_ changes: [String: String?], by caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await store.write { store in
            try requireOwner(caller)
            for (name, value) in changes.sorted(by: { $0.key < $1.key }) where try store.setting(name) != value {
                try store.setSetting(name, to: value)
                // The value may be a secret.
                try note(.settingChanged, by: caller, from: device, detail: name, in: store, at: now)
            }
        }
    }

    public func requireOwner(_ caller: Caller) throws(Refusal) {
        guard caller.role == .owner else { throw .forbidden("Only an owner changes settings.") }
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
