/// The use cases on one store, cut by who may call them.
///
/// Each part reaches what its holder needs and nothing else: requests and sockets get ``chat``, whose every method takes
/// the one who calls; the others are made here alone.
public struct ChatServices: Sendable {
    /// For requests and sockets.
    public let chat: Chat
    /// For the administrator's commands.
    public let console: ServerConsole
    /// For the worker that sends mails.
    public let mailQueue: MailQueue
    /// For the server's own timers.
    public let maintenance: Maintenance
    /// For load balancers.
    public let readiness: ReadinessProbe

    public init(
        policy: Policy,
        store: any Store,
        keys: InstallationKeys,
        hasher: any PasswordHasher,
        signer: any TokenSigner,
        verifier: any PasskeyVerifier,
        clock: any WallClock,
        random: any Randomness
    ) {
        chat = Chat(
            policy: policy, store: store, keys: keys, hasher: hasher, signer: signer, verifier: verifier,
            clock: clock, random: random)
        console = ServerConsole(chat: chat)
        mailQueue = MailQueue(store: store, keys: keys)
        maintenance = Maintenance(chat: chat)
        readiness = ReadinessProbe(store: store)
    }

    /// Puts other rules into effect, for sessions and sockets that are there too. The site's address stays: cookies,
    /// passkeys and open pages depend on it.
    public func adopt(_ policy: Policy) {
        chat.rules.replace(with: policy)
        chat.messageRates.change(perSecond: policy.messagesPerSecond)
    }
}
