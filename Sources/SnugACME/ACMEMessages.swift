/// The places of an authority (RFC 8555 §7.1.1).
struct ACMEDirectory: Decodable, Sendable, Hashable {
    var newNonce: String
    var newAccount: String
    var newOrder: String
}

/// A name that a certificate is for (RFC 8555 §7.1.3).
struct ACMEIdentifier: Codable, Sendable, Hashable {
    var type = "dns"
    var value: String
}

/// The request for an account (RFC 8555 §7.3), which finds the one of the same key where there is one.
struct ACMENewAccount: Encodable, Sendable {
    let termsOfServiceAgreed = true

    private enum CodingKeys: CodingKey {
        case termsOfServiceAgreed
    }
}

/// The request for an order (RFC 8555 §7.4).
struct ACMENewOrder: Encodable, Sendable {
    var identifiers: [ACMEIdentifier]
}

/// The request to sign (RFC 8555 §7.4).
struct ACMEFinalization: Encodable, Sendable {
    var csr: String
}

/// The empty object by which a challenge is declared ready (RFC 8555 §7.5.1).
struct ACMEReadiness: Encodable, Sendable {}

/// An order as the authority has it (RFC 8555 §7.1.3).
struct ACMEOrder: Decodable, Sendable, Hashable {
    var status: String
    var authorizations: [String]
    var finalize: String
    var certificate: String?
    var error: ACMEProblem?
}

/// The state of one name's proof (RFC 8555 §7.1.4).
struct ACMEAuthorization: Decodable, Sendable, Hashable {
    var status: String
    var identifier: ACMEIdentifier
    var challenges: [ACMEChallenge]
}

/// A way to prove a name (RFC 8555 §8).
struct ACMEChallenge: Decodable, Sendable, Hashable {
    var type: String
    var status: String
    var url: String
    var token: String?
    var error: ACMEProblem?
}

/// A problem (RFC 7807) as authorities tell it (RFC 8555 §6.7).
struct ACMEProblem: Decodable, Sendable, Hashable {
    var type: String?
    var detail: String?
    var subproblems: [ACMESubproblem]?
}

/// The part of a problem that is about one name (RFC 8555 §6.7.1).
struct ACMESubproblem: Decodable, Sendable, Hashable {
    var detail: String?
}
