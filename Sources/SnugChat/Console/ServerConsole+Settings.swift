/// Settings in the database.
extension ServerConsole {
    /// Sets a setting in the database; the same value again changes nothing.
    /// - Parameter value: the text, which is kept as it is: its caller checks it. Nil removes the setting.
    public func setSetting(_ name: String, to value: String?) async throws {
        let now = chat.clock.now
        try await chat.store.write { store in
            guard try store.setting(name) != value else { return }
            try store.setSetting(name, to: value)
            // The name alone: the value may be a secret.
            try chat.note(.settingChanged, detail: name, in: store, at: now)
            store.announce(.settingsChanged)
        }
    }
}
