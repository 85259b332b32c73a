import Hummingbird
import SnugChat

/// The server's settings: seen by administrators, changed by owners.
struct SettingsRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies
    let keeper: any SettingsKeeper

    var operations: [Operation] { [listSettings, changeSettings] }

    var listSettings: Operation {
        Operation(
            .get, "/api/v1/admin/settings", "Lists every setting with its value and origin.",
            "In the order of `snug config show`. A secret's value is null.",
            caller: .administrator,
            answers: [.ok("The settings.", .settings)],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        return answer(try await dependencies.chat.settings(of: keeper, for: caller), to: caller)
    }

    /// New values by the settings' keys.
    private struct Changes: RequestBody {
        /// Texts; nil forgets what the database says.
        var values: [String: String?]

        init(from decoder: any Decoder) throws {
            values = try decoder.singleValueContainer().decode([String: String?].self)
        }

        static let schema: Schema = .map(.string.orNull)
            .described("Texts by the keys of `GET`; null forgets what the database says.")
        static let example: JSONValue = ["message.rate": "20", "smtp.host": nil]
    }

    var changeSettings: Operation {
        Operation(
            .patch, "/api/v1/admin/settings", "Changes settings, all or none.",
            """
            Most hold at once; those with `waiting` hold from the next start on. A value that does not fit is 422 with \
            the key as its field, as is one that a flag, a variable or a file decides.
            """,
            caller: .owner,
            body: Changes.self,
            answers: [.ok("Every setting as it now is.", .settings)],
            handler: change)
    }

    private func change(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.owner(of: request)
        let changes = try await request.decode(Changes.self).values
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
