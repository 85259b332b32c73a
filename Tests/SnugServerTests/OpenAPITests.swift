import Foundation
import SnugChat
import SnugTesting
import Testing

@testable import SnugServer

/// The document, which is made of the very operations that the router is made of.
@Suite struct `The OpenAPI document` {
    let routes: Routes
    let document: JSON

    init() async throws {
        routes = try await OpenAPIWorld.routes()
        document = try JSONDecoder().decode(JSON.self, from: Data(routes.document.bytes))
    }

    private var operations: [SnugServer.Operation] { routes.groups.flatMap(\.operations) }

    /// Each operation of the document with its method and path.
    private var documented: [(address: String, operation: JSON)] {
        (document["paths"]?.members ?? [:]).flatMap { path, item in
            item.members.map { ("\($0.key.uppercased()) \(path)", $0.value) }
        }
    }

    @Test func `holds every call of the router and no page`() {
        let calls = operations.filter { $0.call != nil }
        let pages = Set(operations.filter { $0.call == nil }.map { "\($0.method) \($0.path)" })
        let shown = [
            "/", "/setup", "/invite", "/login", "/sw.js", "/assets/**", "/app.webmanifest", "/unsubscribe/{token}",
        ]
        #expect(pages == Set(shown.map { "GET \($0)" } + ["POST /unsubscribe/{token}"]))
        #expect(documented.count == calls.count)
        #expect(Set(documented.map(\.address)) == Set(calls.map(\.address)))
        #expect(calls.count == operations.count - pages.count)
        #expect(calls.count >= 69)
    }

    @Test func `names each call once`() {
        let ids = documented.compactMap { $0.operation["operationId"]?.string }
        #expect(ids.count == documented.count)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `refers to nothing that is not in it`() {
        let references = Self.references(in: document)
        #expect(references.count >= 60)
        for reference in references {
            let found = reference.dropFirst(2).split(separator: "/").reduce(document as JSON?) { $0?[String($1)] }
            #expect(reference.hasPrefix("#/") && found != nil, "\(reference)")
        }
    }

    private static func references(in json: JSON) -> Set<String> {
        switch json {
        case .object(let members):
            members.reduce(into: Set(members["$ref"]?.string.map { [$0] } ?? [])) {
                $0.formUnion(references(in: $1.value))
            }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .null, .bool, .number, .string: []
        }
    }

    @Test func `says of every call how it is called, by whom, and what comes of it`() {
        for (address, operation) in documented {
            let summary = operation["summary"]?.string ?? ""
            #expect(summary.first?.isUppercase == true && summary.last == ".", "\(address)")
            #expect(
                ["everyone", "signed_in", "administrator", "owner"].contains(operation["x-caller"]?.string),
                "\(address)")
            let statuses = (operation["responses"]?.members ?? [:]).keys.compactMap { Int($0) }
            #expect(statuses.contains { $0 < 400 } && statuses.contains(500), "\(address)")
            #expect(
                statuses.contains(401) == (operation["x-caller"]?.string != "everyone") || isSignIn(operation),
                "\(address)")
        }
    }

    /// Refused secrets are 401 for everyone, too.
    private func isSignIn(_ operation: JSON) -> Bool { operation["x-caller"]?.string == "everyone" }

    @Test func `declares the parameters of a path, each once and all of them`() {
        for operation in operations {
            guard let call = operation.call else { continue }
            let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                String($0.dropFirst().dropLast())
            }
            #expect(call.parameters.filter { $0.place == .path }.map(\.name) == inPath, "\(operation.address)")
            #expect(Set(call.parameters.map(\.name)).count == call.parameters.count, "\(operation.address)")
        }
    }

    @Test func `gives every error the status of the table of problems`() throws {
        for operation in operations {
            for error in operation.call?.errors ?? [] {
                #expect((400...599).contains(error.problem.status))
                #expect(!error.problem.code.isEmpty && !error.problem.title.isEmpty)
            }
        }
        for response in (document["components"]?["responses"]?.members ?? [:]) {
            let parts = response.key.split(separator: ".").map(String.init)
            let content = response.value["content"]
            let schema = content?["application/problem+json"]?["schema"] ?? content?["application/json"]?["schema"]
            let codes = schema?["properties"]?["code"] ?? schema?["properties"]?["error"]
            #expect(codes?["enum"]?.elements.compactMap(\.string) == parts.dropFirst().filter { $0 != "legacy" })
            if content?["application/problem+json"] != nil {
                #expect(schema?["properties"]?["status"]?["const"]?.number == Int64(parts[0]))
            }
        }
    }

    @Test func `offers 429 wherever a throttle or a rate stands, and so for everyone who is signed in`() {
        let throttled: Set = [
            "setUp", "lookAtInvite", "register", "login", "resendCode", "verifyCode", "signInByLink", "forgotPassword",
            "resetPassword", "signInByPasskey", "legacyRegister", "legacyLogin",
            "legacySendCode", "legacyVerifyCode", "legacySendResetCode", "legacyVerifyResetCode",
            "legacyResetPassword",
        ]
        let ofCallers = documented.filter { !isSignIn($0.operation) }
        let offering = documented.filter { $0.operation["responses"]?["429"] != nil }
        #expect(
            Set(offering.compactMap { $0.operation["operationId"]?.string })
                == throttled.union(ofCallers.compactMap { $0.operation["operationId"]?.string }))
    }

    @Test func `names the site, the version and the ways to show a session`() {
        #expect(document["openapi"]?.string == "3.1.0")
        #expect(document["info"]?["version"]?.string == Version.number)
        #expect(document["servers"]?.elements.first?["url"]?.string == "https://chat.example.org")
        let schemes = document["components"]?["securitySchemes"]
        #expect(schemes?["cookie"]?["name"]?.string == "__Host-snug_session")
        #expect(schemes?["bearer"]?["scheme"]?.string == "bearer")
    }

    @Test func `is the same each time, and small`() {
        let bytes = routes.document.bytes
        #expect(bytes == routes.document.bytes)
        #expect(bytes.count < 208 * 1_024)
    }
}
