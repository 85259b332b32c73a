/// The use cases of everyone who calls by a request or a socket, each one intention in one transaction.
///
/// Every public method takes a ``Caller``, a token or a ``Device``: what has none of them is not for a route
/// (``ChatServices``).
public struct Chat: Sendable, CustomStringConvertible {
    let rules: LivePolicy
    let store: any Store
    let keys: InstallationKeys
    let hasher: any PasswordHasher
    let signer: any TokenSigner
    let verifier: any PasskeyVerifier
    let clock: any WallClock
    let random: any Randomness
    let messageRates: MessageRates

    init(
        policy: Policy,
        store: any Store,
        keys: InstallationKeys,
        hasher: any PasswordHasher,
        signer: any TokenSigner,
        verifier: any PasskeyVerifier,
        clock: any WallClock,
        random: any Randomness
    ) {
        rules = LivePolicy(policy)
        self.store = store
        self.keys = keys
        self.hasher = hasher
        self.signer = signer
        self.verifier = verifier
        self.clock = clock
        self.random = random
        messageRates = MessageRates(perSecond: policy.messagesPerSecond)
    }

    /// The rules in effect.
    public var policy: Policy { rules.value }

    /// The time that sessions are measured by.
    public var now: Timestamp { clock.now }

    /// Keeps secrets out of logs: says nothing of what it holds.
    public var description: String { "Chat" }
}
