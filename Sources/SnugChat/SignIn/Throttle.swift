/// How often something may be tried: so many at once, then one in every so long.
///
/// The generic cell rate algorithm (ITU-T I.371 Annex A): all that is kept of a subject is one moment, until which its
/// tries are spoken for. Equal to a token bucket. Where a bound holds for any hour, however the tries are spread over
/// it, each try of that hour has a cell of its own.
public struct Throttle: Sendable, Hashable {
    /// What is counted; with the subject it names the row that is kept.
    public var name: String
    /// How many may come at once.
    public var burst: Int
    /// How long until one more may.
    public var every: Duration
    /// How many moments are kept of a subject.
    var cells = 1

    /// At once `burst`; then another `every` so long.
    init(_ name: String, burst: Int, every: Duration) {
        self.name = name
        self.burst = burst
        self.every = every
    }

    /// At most `count` in any `span`.
    init(_ name: String, atMost count: Int, within span: Duration) {
        self.init(name, burst: 1, every: span)
        cells = count
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
    static let codeTries = Throttle("code_tries", atMost: 20, within: .seconds(3_600))
    /// Wrong codes from one network.
    static let codeTriesFromNetwork = Throttle("code_tries_from_network", burst: 100, every: .seconds(36))
    /// Codes mailed to one address.
    static let codeMails = Throttle("code_mails", atMost: 5, within: .seconds(3_600))
    /// Of these, the ones that anyone can ask for: the rest is left to whoever knows the password.
    static let strangersCodeMails = Throttle("strangers_code_mails", atMost: 3, within: .seconds(3_600))
    /// Codes asked for from one network.
    static let codesFromNetwork = Throttle("codes_from_network", burst: 300, every: .seconds(12))
    /// Notices about what strangers do with one's address.
    static let notices = Throttle("notices", burst: 3, every: .seconds(8 * 3_600))
    /// Mails to the owners that backups fail.
    static let backupFailures = Throttle("backup_failures", burst: 1, every: .seconds(86_400))
    /// Test mails that one administrator asks for.
    static let testMails = Throttle("test_mails", burst: 5, every: .seconds(600))
    /// Passkeys, login links, invites, reset grants and set-up tokens tried from one network.
    static let proofsFromNetwork = Throttle("proofs_from_network", burst: 100, every: .seconds(36))
    /// Current passwords given by someone who is signed in, to change them.
    static let passwordChanges = Throttle("password_changes", burst: 10, every: .seconds(180))
}

extension Throttle {
    /// The names under which the moments of a subject are kept.
    func cells(of subject: String) -> [String] {
        cells == 1 ? [subject] : (1...cells).map { "\(subject) \($0)" }
    }
}
