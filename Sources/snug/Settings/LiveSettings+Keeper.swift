import ArgumentParser
import SnugChat

/// The settings as owners see and change them in the browser.
extension LiveSettings: SettingsKeeper {
    func settings() async throws -> [ServerSetting] {
        let sources = try await SettingSources(flags: flags).over(try await store.settings())
        return Settings.all.map { shown($0, in: sources) }
    }

    func check(_ changes: [String: String?]) async throws {
        let stored = try await store.settings()
        let sources = try await SettingSources(flags: flags).over(stored)
        let wrong = changes.sorted { $0.key < $1.key }.compactMap { key, text in
            refusal(of: text, for: key, in: sources).map { InvalidField(field: key, message: $0) }
        }
        guard wrong.isEmpty else { throw Refusal.invalid(wrong) }
        do {
            // Together they must be what a server can start with.
            let next = changes.reduce(into: stored) { $0[$1.key] = $1.value }
            _ = try ServeSettings(sources.over(next), port: port)
        } catch let error as ValidationError {
            throw Refusal.invalid(changes.keys.min() ?? "settings", error.message)
        }
    }

    func reload() async { await reload(isAsked: false) }

    private func refusal(of text: String?, for key: String, in sources: SettingSources) -> String? {
        guard let setting = Settings.all.first(where: { $0.key == key }) else { return "There is no such setting." }
        let now = shown(setting, in: sources)
        guard now.isWritable else {
            return now.place.map { "\($0) on the server counts before what is set here." }
                ?? "This is changed on the server itself."
        }
        return text.flatMap { setting.complaint(about: $0) }
    }

    private func shown(_ setting: any SettingDeclaration, in sources: SettingSources) -> ServerSetting {
        let (text, origin, place) = sources.resolve(setting)
        let takesRestart = setting.takesEffect == .afterRestart
        return ServerSetting(
            key: setting.key, value: setting.isSecret ? nil : text.map(setting.shown),
            defaultValue: setting.defaultValue, origin: origin, place: place,
            valueName: setting.valueName, help: setting.help, isSecret: setting.isSecret,
            isWritable: !setting.isHostOnly && sources.isWritable(setting),
            takesRestart: takesRestart, isWaiting: takesRestart && text != held[setting.name])
    }
}

/// The settings that determine which relay the password goes to.
private let relay = Set([Settings.smtpHost.name, Settings.smtpPort.name, Settings.smtpTLS.name])

extension SettingSources {
    /// Returns true if a setting is left to the database.
    ///
    /// Where the relay's password is kept outside of it, the relay's address is not writable either: an owner's browser
    /// that named another relay would have the password sent to it.
    fileprivate func isWritable(_ setting: any SettingDeclaration) -> Bool {
        let inside: [ServerSetting.Origin] = [.database, .defaultValue, .unset]
        return inside.contains(resolve(setting).origin)
            && (!relay.contains(setting.name) || inside.contains(resolve(Settings.smtpPassword).origin))
    }

    /// Returns the text that counts, its source, and the name of the flag, variable, file or credential.
    fileprivate func resolve(
        _ setting: any SettingDeclaration
    ) -> (text: String?, origin: ServerSetting.Origin, place: String?) {
        do {
            guard let (text, origin) = try find(setting) else { return (nil, .unset, nil) }
            return switch origin {
            case .flag: (text, .flag, "--\(setting.name)")
            case .environment(let name): (text, .environment, name)
            case .file(let path): (text, .file, path)
            case .credential: (text, .credential, setting.name)
            case .database: (text, .database, nil)
            case .defaultValue: (text, .defaultValue, nil)
            }
        } catch {
            // A file named by a variable has gone since the start.
            return (nil, .file, "\(setting.environmentName)_FILE")
        }
    }
}
