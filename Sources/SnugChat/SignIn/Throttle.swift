/// A bound on how often something may be tried: so many at once, then one in every so long.
///
/// The generic cell rate algorithm (ITU-T I.371 Annex A): all that is kept of a subject is one moment, until which its
/// tries are spoken for. Equal to a token bucket. Where a bound holds for any hour, however the tries are spread over
/// it, each try of that hour has a cell of its own.
public struct Throttle: Sendable, Hashable {
    /// The name of the count; with the subject it names the row that is kept.
    public var name: String
    /// The number of tries that may come at once.
    public var burst: Int
    /// The time until one more may come.
    public var every: Duration
    /// The number of moments that are kept of a subject.
    var cells = 1

    /// Creates a bound of `burst` tries at once, then another `every` so long.
    init(_ name: String, burst: Int, every: Duration) {
        self.name = name
        self.burst = burst
        self.every = every
    }

    /// Creates a bound of `count` tries in any `span`.
    init(_ name: String, atMost count: Int, within span: Duration) {
        self.init(name, burst: 1, every: span)
        cells = count
    }

    /// The time ahead of now until which its tries can be spoken for.
    var most: Duration { every * burst }

    /// Returns the time until so many tries are left in a cell; zero where they are, as
    /// ``StoreWriter/takeThrottle(_:_:_:atMost:at:)`` would find it.
    /// - Parameter spokenFor: the cell's moment as it is kept; nil where it has been at rest.
    func wait(for count: Int = 1, from spokenFor: Timestamp?, at now: Timestamp) -> Duration {
        let from = spokenFor.map { $0.isPending(at: now, within: most) ? $0 : now } ?? now
        return max(.zero, from + every * count - now - most)
    }
}

/// The bounds on tries.
///
/// By account, so that many networks do not help; by network, so that many accounts do not; generous, for an office
/// shares one address.
extension Throttle {
    /// Wrong passwords for one account from networks it has not been signed in from: a stranger who uses these up
    /// locks out strangers only.
    static let passwordsOfAccount = Throttle("passwords_of_account", burst: 20, every: .seconds(180))
    /// Wrong passwords from one network, over all accounts.
    static let passwordsFromNetwork = Throttle("passwords_from_network", burst: 100, every: .seconds(36))
    /// Wrong codes of one address, over all codes: twenty an hour leave a guesser one chance in 50,000.
    static let codeTries = Throttle("code_tries", atMost: 20, within: .seconds(3_600))
    /// Wrong codes from one network.
    static let codeTriesFromNetwork = Throttle("code_tries_from_network", burst: 100, every: .seconds(36))
    /// Acts of one person that cost others: rooms made, joined and renamed, people added, names changed.
    static func acts(perMinute rate: Double) -> Throttle {
        Throttle("acts", burst: max(1, Int(rate * Double(Limits.actBurstMinutes))), every: .seconds(60 / rate))
    }
    /// Writes of one person that they alone hear of: rooms pinned and muted, quiet hours.
    static func ownWrites(perMinute rate: Double) -> Throttle {
        let acts = acts(perMinute: rate)
        return Throttle(
            "own_writes", burst: acts.burst * Limits.ownWritesPerAct, every: acts.every / Limits.ownWritesPerAct)
    }
    /// Codes mailed to one address, for any purpose.
    static let codeMails = Throttle("code_mails", atMost: 5, within: .seconds(3_600))
    /// Of these, the ones that anyone can ask for: the rest is left to those who know the password.
    static let strangersCodeMails = Throttle("strangers_code_mails", atMost: 3, within: .seconds(3_600))
    /// Codes asked for from one network.
    static let codesFromNetwork = Throttle("codes_from_network", burst: 300, every: .seconds(12))
    /// Mails that one administrator sends to people who have not been here yet.
    static let mailsToStrangers = Throttle(
        "mails_to_strangers", burst: Limits.mailsToStrangersAtOnce, every: Limits.mailToStrangerEvery)
    /// Accounts made by one invite, from all networks.
    static let joinsByInvite = Throttle(
        "joins_by_invite", burst: Limits.joinsByInviteAtOnce, every: Limits.joinByInviteEvery)
    /// Notices of one kind to one address about what strangers do with it.
    static let notices = Throttle("notices", burst: 3, every: .seconds(8 * 3_600))
    /// Mails to the owners that backups fail.
    static let backupFailures = Throttle("backup_failures", burst: 1, every: .seconds(86_400))
    /// Mails to one person about what they have missed.
    static let missedMails = Throttle(
        "missed_mails", atMost: Limits.missedMailsPerDayMax, within: .seconds(86_400))
    /// Of these, the ones that begin with what the same person said.
    static let missedMailsByOne = Throttle(
        "missed_mails_by_one", atMost: Limits.missedMailsByOnePerDayMax, within: .seconds(86_400))
    /// Of all to one person, the ones that may begin with what somebody said whom one was about that day.
    static let repeatedMissedMails = Throttle(
        "repeated_missed_mails", atMost: Limits.missedMailsPerDayMax - Limits.missedMailsKeptPerDay,
        within: .seconds(86_400))
    /// Those to one person that are refused for good: it is a day until the next is tried.
    static let refusedMissedMails = Throttle("refused_missed_mails", burst: 1, every: .seconds(86_400))
    /// Those to one person that are refused for what they say: for a day the next ones name nobody else.
    static let refusedNames = Throttle("refused_names", burst: 1, every: .seconds(86_400))
    /// Backups that one administrator asks for: each reads and writes as much as the whole database.
    static let backupsAskedFor = Throttle("backups_asked_for", burst: 5, every: .seconds(900))
    /// Backups that one owner takes away, or parts of one: each is read from the disk.
    static let backupDownloads = Throttle("backup_downloads", burst: 20, every: .seconds(180))
    /// Pictures that one person shows everyone, each of whom fetches it anew.
    static let pictures = Throttle("pictures", burst: 5, every: .seconds(1_200))
    /// Test mails that one administrator asks for.
    static let testMails = Throttle("test_mails", burst: 5, every: .seconds(600))
    /// Passkeys, login links, invites, reset grants and set-up tokens tried from one network.
    static let proofsFromNetwork = Throttle("proofs_from_network", burst: 100, every: .seconds(36))
    /// New addresses that one person asks for, each of which costs somebody a mail.
    static let emailChanges = Throttle("email_changes", burst: 5, every: .seconds(600))
    /// Current passwords given by someone who is signed in, to prove that they are the account's holder.
    static let passwordChanges = Throttle("password_changes", burst: 10, every: .seconds(180))
    /// Passwords of one account that are checked, right ones too, none of which is given back: each keeps the one
    /// hasher busy for a third of a second.
    static let passwordChecks = Throttle(
        "password_checks", burst: Limits.passwordChecksAtOnce, every: Limits.passwordCheckEvery)
    /// First passwords that a session chose without a sign-in just made: for as long as any session lasts.
    static let latePasswords = Throttle("late_passwords", burst: 1, every: .seconds(366 * 86_400))
}

/// A kind of mail to an address about what others do with it, each with a bound of its own: one that a stranger uses up
/// silences no other.
enum Notice: String {
    case registration, invitation, reset
    case newEmail = "new_email"

    /// Returns the name under which notices of this kind to an address are counted.
    func subject(at address: EmailAddress) -> String { "\(address.text) \(rawValue)" }
}

extension Throttle {
    /// Returns the name under which tries are counted with what somebody typed as an address and is none.
    ///
    /// Some databases keep no NUL, and no key of many bytes: a character may be of any number of them.
    static func subject(ofNoAddress typed: String) -> String {
        let kept = typed.unicodeScalars.lazy.filter { !$0.actsOnTerminal }.prefix(Limits.throttledCharactersMax)
        return String(String.UnicodeScalarView(kept))
    }

    /// Returns the names under which the moments of a subject are kept.
    func cells(of subject: String) -> [String] {
        cells == 1 ? [subject] : (1...cells).map { "\(subject) \($0)" }
    }
}
