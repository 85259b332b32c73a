import Crypto
import FoundationEssentials
import SnugChat

/// An order under way, kept from its beginning: a server that is killed goes on with it, and wastes none.
struct KeptOrder: Codable, Sendable, Hashable {
    var directory: String
    var names: [String]
    var url: String
    /// The certificate's key (PEM), which the authority knows once the order is finalized.
    var key: String
}

/// One try for a certificate, from the directory to the chain (RFC 8555 §7).
struct CertificateOrder {
    let settings: ACMESettings
    let folder: ACMEFolder
    let answers: ChallengeAnswers
    let transport: any ACMETransport
    let sleep: @Sendable (Duration) async throws -> Void

    /// - Throws: ``ACMEFault``; `CancellationError`
    func run() async throws -> HeldCertificate {
        defer { answers.hideAll() }
        let key = try folder.account()
        var client = try await ACMEClient(directory: settings.directory, key: key, over: transport)
        var (kept, order) = try await begin(&client)
        let signing = CertificateSigning(
            key: try P256.Signing.PrivateKey(pemRepresentation: kept.key), names: settings.names)
        var pause: Duration?
        while true {
            switch order.step {
            case .prove(let authorizations): try await prove(authorizations, key, &client)
            case .finalize(let url):
                try await client.post(ACMEFinalization(csr: try signing.request.base64URL), to: url)
            case .look: try await sleep(Self.pause(pause))
            case .download(let url):
                let certificate = try HeldCertificate(chain: try await client.chain(at: url), for: signing)
                try folder.keep(certificate)
                folder.forgetOrder()
                return certificate
            case .fail(let fault):
                folder.forgetOrder()
                throw fault
            }
            (order, pause) = try await client.look(at: kept.url, ACMEOrder.self)
        }
    }

    /// Goes on with the order from before, where the authority still has it, or begins another.
    private func begin(_ client: inout ACMEClient) async throws -> (KeptOrder, ACMEOrder) {
        if let kept = folder.order(), kept.directory == settings.directory, kept.names == settings.names,
            // One that came to its end just before the server did.
            folder.certificate()?.pem.contains(kept.key) != true
        {
            if let (order, _) = try? await client.look(at: kept.url, ACMEOrder.self), order.status != "invalid" {
                return (kept, order)
            }
            try Task.checkCancellation()
        }
        let (url, order) = try await client.order(settings.names)
        let kept = KeptOrder(
            directory: settings.directory, names: settings.names, url: url,
            key: P256.Signing.PrivateKey().pemRepresentation)
        try folder.keep(kept)
        return (kept, order)
    }

    /// Proves every name that is not proven yet.
    private func prove(_ authorizations: [String], _ key: AccountKey, _ client: inout ACMEClient) async throws {
        guard authorizations.count <= Limits.acmeNamesMax else {
            throw ACMEFault(.answer, "The order has \(authorizations.count) names to prove.")
        }
        for url in authorizations {
            var declared: String?
            while true {
                let (authorization, pause) = try await client.look(at: url, ACMEAuthorization.self)
                switch authorization.step {
                case .none: break
                case .fail(let fault): throw fault
                case .prove(let token, let challenge):
                    answers.show(key.authorization(for: token), for: token)
                    if let challenge, challenge != declared {
                        try await client.post(ACMEReadiness(), to: challenge)
                        declared = challenge
                    } else {
                        try await sleep(Self.pause(pause))
                    }
                    continue
                }
                break
            }
        }
    }

    private static func pause(_ asked: Duration?) -> Duration {
        min(max(asked ?? Limits.acmeLookEvery, .seconds(1)), Limits.acmeLookLongest)
    }
}
