import Hummingbird
import SnugChat

/// What administrators see of the server's settings, and what owners change.
struct SettingsRoutes: Sendable {
    let dependencies: RouteDependencies
    let keeper: any SettingsKeeper

    func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        return answer(try await dependencies.chat.settings(of: keeper, for: caller), to: caller)
    }

    /// The body is texts by key; null forgets what the database says.
    func change(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let changes = try await request.decode([String: String?].self)
        return answer(
            try await dependencies.chat.changeSettings(
                changes, of: keeper, by: caller, from: dependencies.device(of: request, context)),
            to: caller)
    }

    private func answer(_ settings: [ServerSetting], to caller: Caller) -> Response {
        .json { json in
            json.array("settings", settings) { json, setting in json.setting(setting, for: caller.role) }
        }
    }
}
