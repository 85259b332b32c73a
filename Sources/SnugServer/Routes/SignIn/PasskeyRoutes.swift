import Hummingbird
import SnugChat

/// Passkeys, in the JSON form of WebAuthn level 3 §5.1 and §5.4.
struct PasskeyRoutes: RouteGroup {
    static let tag = OperationTag.passkeys
    let dependencies: RouteDependencies

    var operations: [Operation] {
        [getPasskeyCreationOptions, addPasskey, getPasskeyRequestOptions, signInByPasskey, removePasskey]
    }

    private static let recent = "It takes a sign-in of the last \(Limits.recentSignInWithin.seconds / 60) minutes."

    var getPasskeyCreationOptions: Operation {
        Operation(
            .post, "/api/v1/auth/passkeys/register/options",
            "Returns the options with which a browser makes a passkey.",
            "\(Self.recent) The challenge is good once, for \(Limits.passkeyChallengeLifetime.seconds) seconds.",
            answers: [.ok("Options in the JSON form of WebAuthn Level 3 §5.4.", .passkeyCreationOptions)],
            errors: [.recentSignInRequired, .invalid],
            handler: registrationOptions)
    }

    private func registrationOptions(_ request: Request, _ context: SnugContext) async throws -> Response {
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

    var addPasskey: Operation {
        Operation(
            .post, "/api/v1/auth/passkeys/register", "Adds a passkey to the caller's account.",
            "\(Self.recent) An account has at most \(Limits.passkeysPerUserMax).",
            body: Credential.self,
            answers: [.created("The passkey.", .passkey)],
            errors: [.recentSignInRequired] + DocumentedError.passkeys(at: .register),
            handler: register)
    }

    private func register(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let body = try await request.decode(Credential.self)
        let passkey = try await dependencies.chat.addPasskey(
            body.answer(.register), name: body.name ?? "Passkey", for: caller,
            from: dependencies.device(of: request, context))
        return .json(JSONWriter.bytes { $0.passkey(passkey) }, status: .created)
    }

    var getPasskeyRequestOptions: Operation {
        Operation(
            .post, "/api/v1/auth/passkeys/login/options", "Returns the options with which a browser uses a passkey.",
            "The challenge is good once, for \(Limits.passkeyChallengeLifetime.seconds) seconds.",
            caller: .everyone,
            answers: [.ok("Options in the JSON form of WebAuthn Level 3 §5.5.", .passkeyRequestOptions)],
            usesStore: false,
            handler: loginOptions)
    }

    private func loginOptions(_ request: Request, _ context: SnugContext) async throws -> Response {
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

    var signInByPasskey: Operation {
        Operation(
            .post, "/api/v1/auth/passkeys/login", "Signs in by a passkey, without password and code.",
            "The challenge is used up whatever comes of it.",
            caller: .everyone,
            body: Credential.self,
            answers: [.ok("The caller is signed in.", .signedIn, headers: [.session])],
            errors: [.rateLimited] + DocumentedError.passkeys(at: .login),
            handler: login)
    }

    private func login(_ request: Request, _ context: SnugContext) async throws -> Response {
        let body = try await request.decode(Credential.self)
        let signIn = try await dependencies.chat.signIn(
            with: body.answer(.login), on: dependencies.device(of: request, context))
        return try await dependencies.answer(signIn, asCookie: body.cookie ?? false)
    }

    var removePasskey: Operation {
        Operation(
            .delete, "/api/v1/me/passkeys/{passkey}", "Removes a passkey from the caller's account.",
            "\(Self.recent) The last one stays where nothing else opens the account.",
            parameters: [.path("passkey", .id, "The passkey's id.")],
            answers: [.done("It opens the account no more.")],
            errors: [.recentSignInRequired, .notFound, .lastWayIn],
            handler: remove)
    }

    private func remove(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.removePasskey(
            try context.id("passkey", .passkey), of: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    private static let milliseconds = Limits.passkeyChallengeLifetime.components.seconds * 1_000

    /// A credential in the form of its `toJSON()`, and what we add to it.
    private struct Credential: RequestBody {
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

            static let schema: Schema = .body([
                "clientDataJSON?": .string, "attestationObject?": .string.described("At registration."),
                "authenticatorData?": .string.described("At sign-in."), "signature?": .string.described("At sign-in."),
                "userHandle?": .string.described("At sign-in."),
            ])
        }

        static let schema: Schema = .body([
            "id?": .string, "rawId?": .string, "type?": .string, "response?": Answer.schema,
            "name?": .personName.described("The new passkey's name; `Passkey` without it."),
            "cookie?": .wantsCookie,
        ])
        static let example: JSONValue = [
            "id": "q1w2e3r4", "rawId": "q1w2e3r4", "type": "public-key",
            "response": [
                "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0", "attestationObject": "o2NmbXRkbm9uZQ",
                "authenticatorData": "SZYN5YgOjGh0NBcP", "signature": "MEUCIQDx", "userHandle": "k3Jv",
            ],
            "name": "Phone", "cookie": false,
        ]

        /// Returns the readable part of it: the ceremony of an answer that is not whole is to end too.
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
