/// Settings in the database, and the mail that tries the relay.
extension ServerConsole {
    /// Sets a setting in the database.
    /// - Parameter value: nil removes it. Checked by whoever calls: it is kept as it is.
    public func setSetting(_ name: String, to value: String?) async throws {
        let now = chat.clock.now
        try await chat.store.write { store in
            guard try store.setting(name) != value else { return }
            try store.setSetting(name, to: value)
            // The value may be a secret.
            try chat.note(.settingChanged, detail: name, in: store, at: now)
        }
    }
}
