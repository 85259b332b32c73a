import Crypto
import FoundationEssentials
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugACME

@Suite("An order") struct OrderTests {
    /// An authority in memory: what it says at each place, one answer after the other, the last for ever.
    private final class Scripted: ACMETransport {
        let says: Mutex<[String: [ACMEResponse]]>
        let asked = Mutex<[String]>([])

        init(_ says: [String: [ACMEResponse]]) { self.says = Mutex(says) }

        func send(_ request: ACMERequest) async throws -> ACMEResponse {
            asked.withLock { $0.append(request.url) }
            return try says.withLock { says in
                guard let answers = says[request.url], let first = answers.first else {
                    throw ACMEFault(.unreachable, request.url)
                }
                if answers.count > 1 { says[request.url] = Array(answers.dropFirst()) }
                return first
            }
        }

        func times(_ url: String) -> Int { asked.withLock { $0.count { $0 == url } } }
    }

    private let folder: TemporaryFolder
    private let settings: ACMESettings
    private let answers = ChallengeAnswers()
    private let slept = Slept()

    private final class Slept: Sendable {
        let pauses = Mutex<[Duration]>([])
    }

    init() throws {
        folder = try TemporaryFolder()
        settings = ACMESettings(names: ["a.example"], directory: "https://ca/dir", folder: folder.file("acme"))
    }

    private static func json(_ text: String, status: UInt = 200, _ headers: [String: String] = [:]) -> ACMEResponse {
        let all = ["content-type": "application/json; charset=utf-8", "replay-nonce": "bm9uY2U"].merging(headers) { $1 }
        return ACMEResponse(status: status, headers: all, body: Array(text.utf8))
    }

    private static func problem(_ type: String, status: UInt = 400, _ headers: [String: String] = [:]) -> ACMEResponse {
        json(
            #"{"type":"urn:ietf:params:acme:error:\#(type)","detail":"so it is"}"#, status: status,
            ["content-type": "application/problem+json"].merging(headers) { $1 })
    }

    private static func order(_ status: String, _ more: String = "") -> ACMEResponse {
        json(#"{"status":"\#(status)","authorizations":["https://ca/authz"],"finalize":"https://ca/finalize"\#(more)}"#)
    }

    private static func authorization(_ status: String, challenge: String = "pending", token: String = "dG9rZW4")
        -> ACMEResponse
    {
        json(
            #"{"status":"\#(status)","identifier":{"type":"dns","value":"a.example"},"challenges":[{"type":"dns-01","status":"pending","url":"https://ca/dns","token":"x"},{"type":"http-01","status":"\#(challenge)","url":"https://ca/challenge","token":"\#(token)","error":{"type":"urn:ietf:params:acme:error:connection","detail":"refused"}}]}"#
        )
    }

    /// An authority that gives everything but what a test has it say otherwise.
    private func authority(_ changes: [String: [ACMEResponse]] = [:]) -> Scripted {
        Scripted(
            [
                "https://ca/dir": [
                    Self.json(
                        #"{"newNonce":"https://ca/nonce","newAccount":"https://ca/acct","newOrder":"https://ca/new"}"#)
                ],
                "https://ca/nonce": [Self.json("")],
                "https://ca/acct": [Self.json("{}", status: 201, ["location": "https://ca/acct/1"])],
                "https://ca/new": [
                    ACMEResponse(
                        status: 201,
                        headers: Self.order("pending").headers.merging(["location": "https://ca/order"]) { $1 },
                        body: Self.order("pending").body)
                ],
                "https://ca/authz": [
                    Self.authorization("pending"), Self.authorization("pending"), Self.authorization("valid"),
                ],
                "https://ca/challenge": [Self.json("{}")],
                "https://ca/finalize": [Self.order("processing")],
                "https://ca/order": [
                    Self.order("ready"), Self.order("processing"),
                    Self.order("valid", #","certificate":"https://ca/certificate""#),
                ],
                "https://ca/certificate": [
                    ACMEResponse(
                        status: 200,
                        headers: ["content-type": "application/pem-certificate-chain", "replay-nonce": "bm9uY2U"])
                ],
            ].merging(changes) { $1 })
    }

    private func run(_ authority: Scripted) async throws -> HeldCertificate {
        let slept = slept
        return try await CertificateOrder(
            settings: settings, folder: ACMEFolder(settings.folder), answers: answers, transport: authority,
            sleep: { pause in slept.pauses.withLock { $0.append(pause) } }
        ).run()
    }

    private func fault(_ authority: Scripted) async -> ACMEFault? {
        await #expect(throws: ACMEFault.self) { try await run(authority) }
    }

    @Test func `goes from the directory to the chain`() async throws {
        let authority = authority()
        // The chain itself is empty here: how it is judged is another test's.
        #expect(await fault(authority)?.detail.contains("no chain") == true)
        #expect(
            authority.asked.withLock(\.self) == [
                "https://ca/dir", "https://ca/nonce", "https://ca/acct", "https://ca/new", "https://ca/authz",
                "https://ca/challenge", "https://ca/authz", "https://ca/authz", "https://ca/order",
                "https://ca/finalize", "https://ca/order", "https://ca/order", "https://ca/certificate",
            ])
        #expect(answers.answer(for: "dG9rZW4") == nil, "no proof is left behind")
    }

    @Test func `is gone on with where the server ended`() async throws {
        _ = await fault(authority(["https://ca/finalize": [Self.problem("serverInternal", status: 500)]]))
        let key = try #require(ACMEFolder(settings.folder).order()?.key)
        let next = authority()
        _ = await fault(next)
        #expect(next.times("https://ca/new") == 0 && next.times("https://ca/certificate") == 1)
        #expect(ACMEFolder(settings.folder).order()?.key == key)
    }

    @Test func `begins anew where the authority refused the old one`() async throws {
        _ = await fault(authority(["https://ca/finalize": [Self.problem("serverInternal", status: 500)]]))
        let next = authority(["https://ca/order": [Self.order("invalid"), Self.order("ready"), Self.order("invalid")]])
        _ = await fault(next)
        #expect(next.times("https://ca/new") == 1)
        #expect(ACMEFolder(settings.folder).order() == nil)
    }

    @Test func `declares a challenge once, and shows its proof again after a restart`() async throws {
        let authority = authority([
            "https://ca/authz": [Self.authorization("pending", challenge: "processing"), Self.authorization("valid")]
        ])
        _ = await fault(authority)
        #expect(authority.times("https://ca/challenge") == 0 && authority.times("https://ca/finalize") == 1)
    }

    @Test func `fails by what was wrong with the name`() async throws {
        let fault = await fault(authority(["https://ca/authz": [Self.authorization("invalid")]]))
        #expect(fault == ACMEFault(type: "connection", detail: "refused"))
    }

    @Test(arguments: ["", "../x", "a.b", "tök"]) func `shows no proof for what is no token`(token: String) async throws
    {
        let authority = authority(["https://ca/authz": [Self.authorization("pending", token: token)]])
        #expect(await fault(authority)?.detail == "The challenge's token is none.")
    }

    @Test func `sends a request anew whose nonce is refused, ten times`() async throws {
        let patient = authority([
            "https://ca/acct": Array(repeating: Self.problem("badNonce"), count: 9)
                + [Self.json("{}", status: 201, ["location": "https://ca/acct/1"])]
        ])
        #expect(await fault(patient)?.detail.contains("no chain") == true)
        let refused = authority(["https://ca/acct": [Self.problem("badNonce")]])
        #expect(await fault(refused)?.type == "badNonce")
        #expect(refused.times("https://ca/acct") == Limits.acmeNoncesMax)
    }

    @Test func `waits as long as the authority says, within reason`() async throws {
        let later = ["retry-after": "7"]
        let pending = Self.authorization("pending")
        let patient = ACMEResponse(status: 200, headers: pending.headers.merging(later) { $1 }, body: pending.body)
        let late = ACMEResponse(
            status: 200, headers: pending.headers.merging(["retry-after": "999999"]) { $1 }, body: pending.body)
        let authority = authority(["https://ca/authz": [pending, patient, late, pending, Self.authorization("valid")]])
        _ = await fault(authority)
        #expect(
            slept.pauses.withLock(\.self).prefix(3) == [.seconds(7), Limits.acmeLookLongest, Limits.acmeLookEvery])
    }

    @Test func `keeps what a limit says`() async throws {
        let authority = authority([
            "https://ca/new": [Self.problem("rateLimited", status: 429, ["retry-after": "3600"])]
        ])
        #expect(
            await fault(authority)
                == ACMEFault(type: "rateLimited", detail: "so it is", retryAfterSeconds: 3_600))
    }
}

@Suite("The words of an authority") struct ACMEFaultTests {
    @Test func `are one line of bounded length`() {
        let problem = ACMEProblem(
            type: "urn:ietf:params:acme:error:dns\n2026-11-27 error forged",
            detail: "a\r\nb\u{202E}c\u{0}" + String(repeating: "é", count: 9_000))
        let fault = ACMEFault(problem)
        #expect(fault.type == "dns 2026-11-27 error forged")
        #expect(fault.detail.hasPrefix("a  b c é"))
        #expect(fault.detail.unicodeScalars.count <= Limits.acmeDetailCharactersMax)
    }

    @Test func `name each name's own trouble`() {
        let problem = ACMEProblem(
            type: "urn:ietf:params:acme:error:compound", detail: "Several.",
            subproblems: [ACMESubproblem(detail: "No A record."), ACMESubproblem(detail: nil)])
        #expect(ACMEFault(problem) == ACMEFault(type: "compound", detail: "Several. No A record."))
    }
}
