/// The use cases: everything that anyone can do here, each one intention in one transaction.
///
/// REST, sockets, the original app's calls and the administrator's commands all come through here; there is no other
/// way to the store.
public struct Chat: Sendable, CustomStringConvertible {
    private let rules: LivePolicy
    let store: any Store
    let keys: InstallationKeys
    let hasher: any PasswordHasher
    let signer: any TokenSigner
    let verifier: any PasskeyVerifier
    let clock: any WallClock
    let random: any Randomness
    let messageRates: MessageRates

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

    /// What holds just now.
    public var policy: Policy { rules.value }

    /// From now on these rules hold, for sessions and sockets that are there too. The site's address stays: cookies,
    /// passkeys and open pages hang on it.
    public func adopt(_ policy: Policy) {
        rules.replace(with: policy)
        messageRates.change(perSecond: policy.messagesPerSecond)
    }

    /// Nothing of what it holds is for a log.
    public var description: String { "Chat" }
}
