import HTTPTypes
import Hummingbird
import SnugChat

/// The link in mails about what somebody has missed: a page that asks, and the one click by which mail programs switch
/// these mails off (RFC 8058).
///
/// It takes no session and no `Origin`: the token in it does this and nothing else.
struct UnsubscribeRoutes: RouteGroup {
    static let tag = OperationTag.people
    let dependencies: RouteDependencies

    private static let path = "/unsubscribe/{token}"

    var operations: [Operation] {
        [Operation(page: Self.path, handler: ask), Operation(page: Self.path, method: .post, handler: end)]
    }

    /// Shows the button, and changes nothing: links in mails are fetched before anybody opens them.
    private func ask(_ request: Request, _ context: SnugContext) async throws -> Response {
        let isOn = try await dependencies.chat.mailsMissed(byLink: context.parameters.get("token") ?? "")
        return page(isOn.map { $0 ? .asks : .isDone } ?? .isVoid, to: request)
    }

    private func end(_ request: Request, _ context: SnugContext) async throws -> Response {
        let holds = try await dependencies.chat.endMissedMails(byLink: context.parameters.get("token") ?? "")
        return page(holds ? .isDone : .isVoid, to: request)
    }

    private enum State {
        case asks, isDone, isVoid
    }

    private func page(_ state: State, to request: Request) -> Response {
        let language = Language(accepting: request.headers[values: .acceptLanguage])
        let site = dependencies.chat.policy.siteName.htmlEscaped
        let settings = "\(dependencies.site.origin)/#/settings".htmlEscaped
        let toSettings = "<p><a href=\"\(settings)\">\(language("To the settings", de: "Zu den Einstellungen"))</a></p>"
        let (title, lead, way) =
            switch state {
            case .asks:
                (
                    language("No more mails about what you miss?", de: "Keine Mails mehr über Verpasstes?"),
                    language(
                        "\(site) then no longer writes to you when you have not read something. Other mails, such as "
                            + "those with codes, still come.",
                        de: "\(site) schreibt dir dann nicht mehr, wenn du etwas nicht gelesen hast. Andere Mails, "
                            + "etwa mit Codes, kommen weiter."),
                    """
                    <form method="post"><button class="button wide" name="List-Unsubscribe" value="One-Click">\
                    \(language("No more mails like this", de: "Keine solchen Mails mehr"))</button></form>
                    """
                )
            case .isDone:
                (
                    language("No more mails about what you miss", de: "Keine Mails mehr über Verpasstes"),
                    language(
                        "You can switch them on again in your settings.",
                        de: "In deinen Einstellungen kannst du sie wieder einschalten."),
                    toSettings
                )
            case .isVoid:
                (
                    language("This link is no longer good", de: "Dieser Link gilt nicht mehr"),
                    language(
                        "Switch these mails off in your settings.",
                        de: "Schalte diese Mails in deinen Einstellungen aus."),
                    toSettings
                )
            }
        let page = BarePage(
            language: language.rawValue, title: title, content: "<p class=\"lead\">\(lead)</p>\n\(way)")
        return .page(page, status: state == .isVoid ? .notFound : .ok)
    }
}
