import Hummingbird
import SnugChat

/// Passkeys, in the JSON form of WebAuthn level 3 §5.1 and §5.4.
struct PasskeyRoutes: Sendable {
    let desk: Desk

    func registrationOptions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await desk.caller(of: request)
        let options = try await desk.chat.passkeyRegistrationOptions(for: caller)
        return .json { json in
            json.object("publicKey") { json in
                json.object("rp") { json in
                    json.member("id", options.site.id)
                    json.member("name", options.siteName)
                }
                json.object("user") { json in
                    json.member("id", options.userHandle.base64URL)
                    json.member("name", options.user.email.text)
                    json.member("displayName", options.user.name)
                }
                json.member("challenge", options.challenge.base64URL)
                json.array("pubKeyCredParams", [-8, -7, -257]) { json, algorithm in
                    json.object { json in
                        json.member("type", "public-key")
                        json.member("alg", algorithm)
                    }
                }
                json.member("timeout", Self.milliseconds)
                json.array("excludeCredentials", options.known) { json, id in
                    json.object { json in
                        json.member("type", "public-key")
                        json.member("id", id.base64URL)
                    }
                }
                json.object("authenticatorSelection") { json in
                    json.member("residentKey", "required")
                    json.member("requireResidentKey", true)
                    json.member("userVerification", "required")
                }
                json.member("attestation", "none")
            }
        }
    }

    func register(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await desk.caller(of: request)
        let body = try await request.decode(Credential.self)
        let passkey = try await desk.chat.addPasskey(
            try body.answer(.register), name: body.name ?? "Passkey", for: caller,
            from: desk.device(of: request, context))
        return .json(JSONWriter.bytes { $0.passkey(passkey) }, status: .created)
    }

    func loginOptions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let (challenge, site) = desk.chat.passkeyLoginOptions()
        return .json { json in
            json.object("publicKey") { json in
                json.member("challenge", challenge.base64URL)
                json.member("rpId", site.id)
                json.member("timeout", Self.milliseconds)
                json.member("userVerification", "required")
                json.array("allowCredentials", EmptyCollection<Int>()) { _, _ in }
            }
        }
    }

    func login(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Credential.self)
        let signIn = try await desk.chat.signIn(
            with: try body.answer(.login), on: desk.device(of: request, context))
        return try await desk.answer(signIn, asCookie: body.cookie ?? false)
    }

    func remove(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await desk.caller(of: request)
        try await desk.chat.removePasskey(
            try context.id("passkey", .passkey), of: caller, from: desk.device(of: request, context))
        return .done()
    }

    private static let milliseconds = Limits.passkeyChallengeLifetime.components.seconds * 1_000

    /// What `toJSON()` of a credential gives, and what we add to it.
    private struct Credential: Decodable {
        var id: String
        var rawId: String
        var type: String
        var response: Answer
        var name: String?
        var cookie: Bool?

        struct Answer: Decodable {
            var clientDataJSON: String
            var attestationObject: String?
            var authenticatorData: String?
            var signature: String?
            var userHandle: String?
        }

        /// - Throws: ``Refusal/passkey(_:at:)`` where a member that the ceremony needs is missing or is not base64url.
        func answer(_ ceremony: PasskeyCeremony) throws(Refusal) -> PasskeyAnswer {
            func bytes(_ text: String?, if isNeeded: Bool = true) throws(Refusal) -> [UInt8] {
                guard isNeeded else { return [] }
                guard let text, let bytes = [UInt8](base64URL: text) else { throw .passkey(.malformed, at: ceremony) }
                return bytes
            }
            return PasskeyAnswer(
                id: try bytes(id),
                rawID: try bytes(rawId),
                type: type,
                clientDataJSON: try bytes(response.clientDataJSON),
                attestationObject: try bytes(response.attestationObject, if: ceremony == .register),
                authenticatorData: try bytes(response.authenticatorData, if: ceremony == .login),
                signature: try bytes(response.signature, if: ceremony == .login),
                userHandle: response.userHandle == nil ? nil : try bytes(response.userHandle))
        }
    }
}
