import SnugChat

/// The meaning of a push service's answer (RFC 8030 §5 and §8, and the services' own ways).
enum PushAnswer: Sendable, Hashable {
    case accepted
    /// The subscription is over (RFC 8030 §7.3; 404 is what most services say).
    case gone
    /// Another try would be refused as well: the request is wrong, or too long, or leads elsewhere.
    case refused(PushFailure)
    /// The service or the way to it is in trouble, or wants fewer pushes.
    case trouble(PushFailure, retryAfter: Duration?)

    init(_ answer: GuardedAnswer, at now: Timestamp) {
        let words = String(decoding: answer.body.prefix(4 * Limits.pushReasonCharactersMax), as: UTF8.self)
        func failure(_ ours: String) -> PushFailure {
            PushFailure(status: answer.status, words.trimmed.isEmpty ? ours : words)
        }
        let ours = "It does not take the push."
        switch answer.status {
        case 200..<300: self = .accepted
        case 404, 410: self = .gone
        // Its words are those of a page elsewhere, if any.
        case 300..<400:
            self = .refused(PushFailure(status: answer.status, "It points elsewhere, and is not followed."))
        case 429, 500...:
            let wait = answer.retryAfter.flatMap { RetryAfter($0, at: now)?.duration }
            self = .trouble(failure("It asks to come back later."), retryAfter: wait)
        // This server's word for itself is of another time: it is good again once its clock is.
        case 401, 403:
            let failure = failure(ours)
            self = Self.isOfAnotherTime(answer, at: now) ? .trouble(failure, retryAfter: nil) : .refused(failure)
        case 413: self = .refused(failure("The push is too long for it."))
        default: self = .refused(failure(ours))
        }
    }

    /// Returns true if the service's clock differs from this one by more than tokens allow for.
    private static func isOfAnotherTime(_ answer: GuardedAnswer, at now: Timestamp) -> Bool {
        guard let date = answer.date.flatMap({ HTTPDate($0) })?.moment else { return false }
        return max(date - now, now - date) > Limits.pushClockSkewMax
    }
}
