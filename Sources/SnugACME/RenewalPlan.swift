public import SnugChat

/// The moment at which a certificate is asked for, by the one that is there and the notes of earlier tries.
public struct RenewalPlan: Sendable {
    public let settings: ACMESettings
    public let notes: RenewalNotes
    let certificate: HeldCertificate?

    public init(_ settings: ACMESettings, _ notes: RenewalNotes, _ certificate: HeldCertificate?) {
        self.settings = settings
        // A certificate for the same names may have come from another authority: a test's, say.
        let isOther = notes.directory != nil && notes.directory != settings.directory
        self.certificate = isOther ? nil : certificate
        self.notes = notes.of(settings)
    }

    /// True while no certificate of the authority has come for these names.
    public var isWanting: Bool {
        guard let certificate, !certificate.isPlaceholder else { return true }
        return !certificate.names.isSuperset(of: settings.names)
    }

    /// True while a try is under way, as far as its notes tell.
    public func isAsking(at now: Timestamp) -> Bool {
        guard notes.fault?.isInterruption == true, let lastTry = notes.lastTry else { return false }
        return now < Timestamp(rawValue: lastTry) + Limits.acmeTryWithin
    }

    /// Returns the time until the next try, zero where it is due.
    /// - Parameter isAsked: true where a person asks for one now, who may shorten what is only a precaution.
    public func wait(at now: Timestamp, isAsked: Bool = false) -> Duration {
        let barred = max(afterFailure(at: now, isAsked), afterIssue(at: now, isAsked))
        guard !isWanting, let certificate else { return barred }
        let due = certificate.until - certificate.lifetime / Int(Limits.acmeRenewPart)
        return max(barred, due - now, .zero)
    }

    /// Returns the time for which a try that failed bars the next.
    private func afterFailure(at now: Timestamp, _ isAsked: Bool) -> Duration {
        guard notes.failures > 0, let lastTry = notes.lastTry, let nextTry = notes.nextTry else { return .zero }
        let tried = Timestamp(rawValue: lastTry)
        guard isAsked else { return Self.rest(until: Timestamp(rawValue: nextTry), since: tried, at: now) }
        let pause = max(Limits.acmeAskedEvery, .seconds(notes.fault?.retryAfterSeconds ?? 0))
        let first = min(Timestamp(rawValue: nextTry), tried + pause)
        return Self.rest(until: first, since: tried, at: now)
    }

    /// Returns the time for which a certificate bars the next, whatever the clock says of its end.
    private func afterIssue(at now: Timestamp, _ isAsked: Bool) -> Duration {
        guard let issued = notes.issued, let lifetime = notes.lifetimeSeconds else { return .zero }
        let pause = min(isAsked ? Limits.acmeAskedEvery : Limits.acmeIssueEvery, .seconds(lifetime) / 2)
        let came = Timestamp(rawValue: issued)
        return Self.rest(until: came + pause, since: came, at: now)
    }

    /// Returns the time until a moment; zero where the clock has gone back behind the one that it was counted from.
    private static func rest(until moment: Timestamp, since start: Timestamp, at now: Timestamp) -> Duration {
        moment.isPending(at: now, within: moment - start) ? moment - now : .zero
    }
}
