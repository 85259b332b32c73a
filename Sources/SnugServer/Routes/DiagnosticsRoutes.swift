import Hummingbird
import SnugChat

/// What administrators are shown of the server's own state: the findings of `snug check`, and a mail to try the relay.
struct DiagnosticsRoutes: Sendable {
    let dependencies: RouteDependencies
    let inspector: any Inspector

    func findings(_ request: Request, _ context: SnugContext) async throws -> Response {
        let (findings, checkedAt) = try await dependencies.chat.findings(
            of: inspector, for: try await dependencies.caller(of: request))
        return .json { json in
            json.array("findings", findings) { json, finding in
                json.object { json in
                    json.member("check", finding.check.rawValue)
                    json.member("level", finding.level.rawValue)
                    json.member("what", finding.what)
                    json.member("why", finding.why)
                    json.member("fix", finding.fix)
                }
            }
            json.member("checked_at", checkedAt)
        }
    }

    func sendTestMail(_ request: Request, _ context: SnugContext) async throws -> Response {
        do {
            let (address, relay) = try await dependencies.chat.sendTestMail(
                through: inspector, to: try await dependencies.caller(of: request))
            return .json { json in
                json.member("sent_to", address)
                if let relay { json.member("relay", relay) } else { json.null("relay") }
            }
        } catch let fault as MailFault {
            throw ProblemError(.mailNotTaken(fault))
        }
    }
}
