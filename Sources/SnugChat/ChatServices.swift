/// The use cases on one store, divided by their callers.
///
/// Each part reaches what its holder needs and nothing else: every method of ``chat``, for requests and sockets, takes
/// its caller; the other parts, which ask for none, are made here alone.
public struct ChatServices: Sendable {
    /// The use cases of requests and sockets.
    public let chat: Chat
    /// The use cases of the administrator's commands.
    public let console: ServerConsole
    /// The queue for the worker that sends mails.
    public let mailQueue: MailQueue
    /// The queue for the worker that sends pushes, and the decision who is told.
    public let pushQueue: PushQueue
    /// The mails to those who have missed something.
    public let missedMails: MissedMails
    /// The work of the server's own timers.
    public let maintenance: Maintenance
    /// The check that load balancers ask for.
    public let readiness: ReadinessProbe
    /// The facts that everyone may know.
    public let publicSite: PublicSite
    /// The tries that throttles refuse, for the log.
    public var throttleRefusals: ReportRelay<Throttle> { chat.throttleRefusals }

    /// - Parameters:
    ///   - node: the name of this node among those that serve the store; nil where no other does.
    ///   - space: the gauge of the room for files; commands, which take none, leave it out.
    ///   - pushes: the sender of pushes; commands, which push nothing, leave it out.
    public init(
        policy: Policy,
        store: any Store,
        node: String? = nil,
        keys: InstallationKeys,
        hasher: any PasswordHasher,
        signer: any TokenSigner,
        verifier: any PasskeyVerifier,
        clock: any WallClock,
        random: any Randomness,
        space: any SpaceGauge = UnknownSpace(),
        pushes: any PushSender = NoPushSender()
    ) {
        chat = Chat(
            Chat.Parts(
                policy: policy, store: store, keys: keys, hasher: hasher, signer: signer, verifier: verifier,
                clock: clock, random: random, space: space, pushes: pushes))
        console = ServerConsole(chat: chat)
        // Another after each start: what one node holds, no other of its name does.
        let claimant = node.map { "\($0) \(random.bytes(Limits.claimantBytes).base64URL)" }
        missedMails = MissedMails(chat: chat)
        mailQueue = MailQueue(
            store: store, keys: keys, rules: chat.rules, claimant: claimant, missedMails: missedMails)
        pushQueue = PushQueue(chat: chat, node: claimant, missedMails: missedMails)
        maintenance = Maintenance(chat: chat, claimant: claimant, node: node)
        readiness = ReadinessProbe(store: store, clock: clock)
        publicSite = PublicSite(chat: chat)
    }

    /// Puts another policy into effect, for open sessions and sockets too.
    ///
    /// The site's address stays: cookies, passkeys and open pages depend on it.
    public func adopt(_ policy: Policy) {
        chat.rules.replace(with: policy)
        chat.messageRates.change(perSecond: policy.messagesPerSecond)
        chat.uploadRates.change(perSecond: policy.uploadBytesPerSecond)
        chat.readingRates.change(perSecond: policy.readsPerSecond)
    }
}
