import Hummingbird
import SnugChat

/// The server's own state, as administrators see it: the findings of `snug check`, and a mail to try the relay.
struct DiagnosticsRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies
    let inspector: any Inspector
    let keeper: any SettingsKeeper

    var operations: [Operation] { [listFindings, sendTestMail] }

    var listFindings: Operation {
        Operation(
            .get, "/api/v1/admin/findings", "Returns what `snug check` says of this server.",
            "Findings stand for \(Limits.findingsStandFor.seconds) seconds.",
            caller: .administrator,
            answers: [
                .ok("The findings.", .object(["findings": .list(of: .finding), "checked_at": .time]))
            ],
            handler: findings)
    }

    private func findings(_ request: Request, _ context: SnugContext) async throws -> Response {
        let (findings, checkedAt) = try await dependencies.chat.findings(
            of: inspector, for: try await dependencies.administrator(of: request))
        return .json { json in
            json.array("findings", findings) { json, finding in
                json.object { json in
                    json.member("id", finding.id)
                    json.member("check", finding.check.rawValue)
                    json.member("level", finding.level.rawValue)
                    json.member("what", finding.what)
                    json.member("why", finding.why)
                    json.member("fix", finding.fix)
                    json.member("ignored", finding.isIgnored)
                }
            }
            json.member("checked_at", checkedAt)
        }
    }

    private struct TestMail: RequestBody {
        /// Texts by key; nil forgets what the database says.
        var settings: [String: String?]?

        static let isRequired = false
        static let schema: Schema = .body([
            "settings?": .map(.string.orNull).described(
                "Settings as in `PATCH /api/v1/admin/settings`, tried with this mail and not kept; for owners who have just signed in. "
                    + "Another relay is not told the user name and password that are kept.")
        ])
        static let example: JSONValue = ["settings": ["smtp.host": "mail.example.org", "smtp.port": "587"]]
    }

    var sendTestMail: Operation {
        Operation(
            .post, "/api/v1/admin/test-mail", "Sends a mail to the caller, past the queue.",
            "It is answered once the relay has taken the mail or refused it.",
            caller: .administrator,
            body: TestMail.self,
            answers: [
                .ok(
                    "The mail is on its way.",
                    .object([
                        "sent_to": .string,
                        "relay": .string.orNull.described("Null where there is none and mails are printed."),
                    ]))
            ],
            errors: [.recentSignInRequired, .mailNotTaken, .rateLimited],
            handler: testMail)
    }

    private func testMail(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        let changes = try await request.decodeIfPresent(TestMail.self)?.settings ?? [:]
        do {
            let (address, relay) = try await dependencies.chat.sendTestMail(
                through: inspector, trying: changes, of: keeper, to: caller,
                on: dependencies.device(of: request, context))
            return .json { json in
                json.member("sent_to", address)
                if let relay { json.member("relay", relay) } else { json.null("relay") }
            }
        } catch let fault as MailFault {
            throw ProblemError(.mailNotTaken(fault))
        }
    }
}
