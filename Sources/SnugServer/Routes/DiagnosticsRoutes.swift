import Hummingbird
import SnugChat

/// What administrators are shown of the server's own state: the findings of `snug check`, and a mail to try the relay.
struct DiagnosticsRoutes: Sendable {
    let dependencies: RouteDependencies
    let inspector: any Inspector

    func findings(_ request: Request, _ context: SnugContext) async throws -> Response {
        try dependencies.chat.requireAdministrator(try await dependencies.caller(of: request))
        let (findings, checkedAt) = await inspector.findings()
        return .json { json in
            json.array("findings", findings) { json, finding in
                json.object { json in
                    json.member("check", finding.check.rawValue)
                    json.member("level", finding.level.rawValue)
                    json.member("what", finding.what)
                    json.member("why", finding.why)
                    json.member("mend", finding.mend)
                }
            }
            json.member("checked_at", checkedAt)
        }
    }

    func sendTestMail(_ request: Request, _ context: SnugContext) async throws -> Response {
        let mail = try await dependencies.chat.testMail(for: try await dependencies.caller(of: request))
        let relay: String?
        do throws(MailFault) {
            relay = try await inspector.deliver(mail)
        } catch {
            throw ProblemError(.mailNotTaken(error))
        }
        return .json { json in
            json.member("sent_to", mail.recipient)
            if let relay { json.member("relay", relay) } else { json.null("relay") }
        }
    }
}
