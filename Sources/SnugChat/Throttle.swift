/// How often something may be tried: so many at once, then one in every so long.
///
/// The generic cell rate algorithm (ITU-T I.371 Annex A): all that is kept of a subject is one moment, until which its
/// tries are spoken for. Equal to a token bucket.
public struct Throttle: Sendable, Hashable {
    /// What is counted; with the subject it names the row that is kept.
    public var name: String
    /// How many may come at once.
    public var burst: Int
    /// How long until one more may.
    public var every: Duration

    init(_ name: String, burst: Int, every: Duration) {
        self.name = name
        self.burst = burst
        self.every = every
    }

    /// Takes one try.
    /// - Parameter spokenFor: what is kept of the subject; nil where it has been at rest.
    /// - Returns: what is to be kept.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func take(from spokenFor: Timestamp?, at now: Timestamp) throws(Refusal) -> Timestamp {
        let next = max(spokenFor ?? now, now) + every
        let ahead = next - now
        let most = every * burst
        guard ahead <= most else { throw .rateLimited(retryAfter: ahead - most) }
        return next
    }

    /// Undoes one ``take(from:at:)``.
    func giveBack(to spokenFor: Timestamp) -> Timestamp { spokenFor - every }
}

/// Who may try what how often. By account, so that many networks do not help; by network, so that many accounts do
/// not; generous, for an office shares one address.
extension Throttle {
    /// Wrong passwords for one account from networks it has not been signed in from: a stranger who uses these up
    /// locks out strangers only.
    static let passwordsOfAccount = Throttle("passwords_of_account", burst: 20, every: .seconds(180))
    static let passwordsFromNetwork = Throttle("passwords_from_network", burst: 100, every: .seconds(36))
    /// Wrong codes of one address, over all codes: twenty an hour leave a guesser one chance in 50,000.
    static let codeTries = Throttle("code_tries", burst: 20, every: .seconds(180))
    /// Wrong codes from one network.
    static let codeTriesFromNetwork = Throttle("code_tries_from_network", burst: 100, every: .seconds(36))
    /// Codes mailed to one address.
    static let codeMails = Throttle("code_mails", burst: 5, every: .seconds(720))
    /// Of these, the ones that anyone can ask for: the rest is left to whoever knows the password.
    static let strangersCodeMails = Throttle("strangers_code_mails", burst: 3, every: .seconds(1_200))
    /// Codes asked for from one network.
    static let codesFromNetwork = Throttle("codes_from_network", burst: 300, every: .seconds(12))
    /// Notices about what strangers do with one's address.
    static let notices = Throttle("notices", burst: 3, every: .seconds(8 * 3_600))
    /// Passkeys, login links and set-up tokens tried from one network.
    static let proofsFromNetwork = Throttle("proofs_from_network", burst: 100, every: .seconds(36))
    /// Current passwords given by someone who is signed in, to change them.
    static let passwordChanges = Throttle("password_changes", burst: 10, every: .seconds(180))
}

extension Chat {
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func take(_ throttle: Throttle, _ subject: String, in store: any StoreWriter, at now: Timestamp) throws {
        let kept = try store.throttle(throttle.name, subject)
        try store.setThrottle(throttle.name, subject, until: try throttle.take(from: kept, at: now))
    }

    func giveBack(_ throttle: Throttle, _ subject: String, in store: any StoreWriter, at now: Timestamp) throws {
        guard let kept = try store.throttle(throttle.name, subject) else { return }
        try store.setThrottle(throttle.name, subject, until: throttle.giveBack(to: kept))
    }

    /// Whether there was one to take.
    func couldTake(_ throttle: Throttle, _ subject: String, in store: any StoreWriter, at now: Timestamp) throws
        -> Bool
    {
        do {
            try take(throttle, subject, in: store, at: now)
            return true
        } catch Refusal.rateLimited {
            return false
        }
    }
}
