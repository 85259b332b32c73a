import SnugChat

extension ACMEOrder {
    /// The next thing to do about an order (RFC 8555 §7.1.6).
    enum Step: Sendable, Hashable {
        case prove([String])
        case finalize(String)
        case look
        case download(String)
        case fail(ACMEFault)
    }

    var step: Step {
        switch (status, certificate) {
        case ("pending", _): .prove(authorizations)
        case ("ready", _): .finalize(finalize)
        case ("processing", _): .look
        case ("valid", let certificate?): .download(certificate)
        case ("invalid", _): .fail(error.map { ACMEFault($0) } ?? ACMEFault(.answer, "The order was refused."))
        default: .fail(ACMEFault(.answer, "The order is “\(status)”."))
        }
    }
}

extension ACMEAuthorization {
    /// The next thing to do about a name's proof (RFC 8555 §7.1.6).
    enum Step: Sendable, Hashable {
        /// The name is proven.
        case none
        /// A proof is to be shown, and its challenge declared ready; nil where it has been, before the server ended.
        case prove(token: String, challenge: String?)
        case fail(ACMEFault)
    }

    var step: Step {
        let challenge = challenges.first { $0.type == "http-01" }
        switch status {
        case "valid": return .none
        case "pending":
            guard let challenge else {
                return .fail(ACMEFault(.answer, "\(identifier.value) cannot be proven over port 80 (http-01)."))
            }
            guard let token = challenge.token, ChallengeAnswers.isToken(token) else {
                return .fail(ACMEFault(.answer, "The challenge's token is none."))
            }
            return .prove(token: token, challenge: challenge.status == "pending" ? challenge.url : nil)
        default:
            let problem = (challenge?.error ?? challenges.lazy.compactMap(\.error).first).map { ACMEFault($0) }
            return .fail(problem ?? ACMEFault(.answer, "The proof of \(identifier.value) is “\(status)”."))
        }
    }
}
