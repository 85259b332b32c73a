import ArgumentParser
import Configuration
import Foundation
import SystemPackage

/// Where settings come from, the strongest first: flag, environment, `SNUG_…_FILE`, systemd credential, default.
struct SettingSources: Sendable {
    private let flags: [Setting: String]
    private let providers: [any ConfigProvider]
    private let environment: [String: String]

    init(flags: [Setting: String], environment: [String: String] = ProcessInfo.processInfo.environment) async throws {
        self.flags = flags
        self.environment = environment
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider(environmentVariables: environment)]
        if let credentials = environment["CREDENTIALS_DIRECTORY"] {
            providers.append(
                try await DirectoryFilesProvider(directoryPath: FilePath(credentials), allowMissing: true))
        }
        self.providers = providers
    }

    /// The text that counts for a setting, or nil where none of the sources has it. An empty one counts as none, so
    /// that a line left blank in an environment file means the default.
    func text(_ setting: Setting) throws -> String? {
        if let flag = flags[setting] { return flag }
        for provider in providers {
            let key = AbsoluteConfigKey(
                provider is EnvironmentVariablesProvider
                    ? ["snug"] + setting.name.split(separator: "-").map(String.init) : [setting.name])
            if case .string(let text)? = try provider.value(forKey: key, type: .string).value?.content, !text.isEmpty {
                return text
            }
            if provider is EnvironmentVariablesProvider, let text = try fileText(setting) { return text }
        }
        return setting.standard
    }

    private func fileText(_ setting: Setting) throws -> String? {
        guard let path = environment[setting.environmentName + "_FILE"], !path.isEmpty else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("\(setting.environmentName)_FILE: \(path) cannot be read.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Throws: `ValidationError` that names the setting, what it holds and what it takes.
    func value<Value>(_ setting: Setting, _ parse: (String) -> Value?) throws -> Value? {
        guard let text = try text(setting) else { return nil }
        guard let value = parse(text) else {
            let shown = setting.isSecret ? "its value" : "“\(text)”"
            throw ValidationError("--\(setting.name): \(shown) is not \(setting.shape).")
        }
        return value
    }

    func require<Value>(_ setting: Setting, _ parse: (String) -> Value?) throws -> Value {
        guard let value = try value(setting, parse) else {
            throw ValidationError("--\(setting.name) is missing.")
        }
        return value
    }

    var databasePath: String {
        get throws {
            let folder = environment["STATE_DIRECTORY"].map { String($0.prefix { $0 != ":" }) } ?? "data"
            return try text(.database) ?? "\(folder)/snug.db"
        }
    }
}
