import Hummingbird
import SnugChat

/// Passkeys, in the JSON form of WebAuthn level 3 §5.1 and §5.4.
struct PasskeyRoutes: Sendable {
    let dependencies: RouteDependencies

    func registrationOptions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let options = try await dependencies.chat.passkeyRegistrationOptions(for: caller)
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
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Credential.self)
        let passkey = try await dependencies.chat.addPasskey(
            body.answer(.register), name: body.name ?? "Passkey", for: caller,
            from: dependencies.device(of: request, context))
        return .json(JSONWriter.bytes { $0.passkey(passkey) }, status: .created)
    }

    func loginOptions(_ request: Request, _ context: SnugContext) async throws -> Response {
        let (challenge, site) = dependencies.chat.passkeyLoginOptions(
            on: dependencies.device(of: request, context))
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
        let signIn = try await dependencies.chat.signIn(
            with: body.answer(.login), on: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }

    func remove(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.removePasskey(
            try context.id("passkey", .passkey), of: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    private static let milliseconds = Limits.passkeyChallengeLifetime.components.seconds * 1_000

    /// What `toJSON()` of a credential gives, and what we add to it.
    private struct Credential: Decodable {
        var id: String?
        var rawId: String?
        var type: String?
        var response: Answer?
        var name: String?
        var cookie: Bool?

        struct Answer: Decodable {
            var clientDataJSON: String?
            var attestationObject: String?
            var authenticatorData: String?
            var signature: String?
            var userHandle: String?
        }

        /// What of it can be read: the ceremony of an answer that is not whole is to end too.
        func answer(_ ceremony: PasskeyCeremony) -> PasskeyAnswer {
            var isWhole = type != nil
            func bytes(_ text: String?, if isNeeded: Bool = true) -> [UInt8] {
                guard isNeeded else { return [] }
                let bytes = text.flatMap { [UInt8](base64URL: $0) }
                isWhole = isWhole && bytes != nil
                return bytes ?? []
            }
            var answer = PasskeyAnswer(
                id: bytes(id),
                rawID: bytes(rawId),
                type: type ?? "",
                clientDataJSON: bytes(response?.clientDataJSON),
                attestationObject: bytes(response?.attestationObject, if: ceremony == .register),
                authenticatorData: bytes(response?.authenticatorData, if: ceremony == .login),
                signature: bytes(response?.signature, if: ceremony == .login),
                userHandle: response?.userHandle.map { bytes($0) })
            answer.isWhole = isWhole
            return answer
        }
    }
}
