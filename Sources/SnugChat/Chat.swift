/// The use cases of requests and sockets.
///
/// Each call is one intention, and what it changes is committed all or nothing. A try that costs a password hash is
/// counted in a transaction before the hash, so that many at once are counted too.
///
/// Every public method takes a ``Caller``, a token or a ``Device``: a use case that takes none of them is not for a
/// route (``ChatServices``).
public struct Chat: Sendable, CustomStringConvertible {
    /// The parts, in one object: every closure and socket that has a chat keeps one reference.
    private let parts: Parts

    final class Parts: Sendable {
        let rules: LivePolicy
        let store: any Store
        let keys: InstallationKeys
        let hasher: any PasswordHasher
        let signer: any TokenSigner
        let verifier: any PasskeyVerifier
        let clock: any WallClock
        let random: any Randomness
        let space: any SpaceGauge
        let pushes: any PushSender
        let uploads = UploadPlaces()
        let abandonedUploads = AbandonedUploads()
        /// An element for the log's having been too long for uploads since the last.
        let longLogs = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let messageRates: UserRates
        /// In bytes of files.
        let uploadRates: UserRates
        let readingRates: UserRates
        let memberNames = MemberNamesCache()
        let drafts = DraftQueue()
        let searchPlaces = SearchPlaces()
        let lastOverview = LastOverview()
        let throttleRefusals = ReportRelay<Throttle>()

        init(
            policy: Policy,
            store: any Store,
            keys: InstallationKeys,
            hasher: any PasswordHasher,
            signer: any TokenSigner,
            verifier: any PasskeyVerifier,
            clock: any WallClock,
            random: any Randomness,
            space: any SpaceGauge,
            pushes: any PushSender
        ) {
            rules = LivePolicy(policy)
            self.store = store
            self.keys = keys
            self.hasher = hasher
            self.signer = signer
            self.verifier = verifier
            self.clock = clock
            self.random = random
            self.space = space
            self.pushes = pushes
            messageRates = UserRates(perSecond: policy.messagesPerSecond, burstSeconds: Limits.messageBurstSeconds)
            uploadRates = UserRates(
                perSecond: policy.uploadBytesPerSecond, burstSeconds: Limits.uploadBurstSeconds)
            readingRates = UserRates(perSecond: policy.readsPerSecond, burstSeconds: Limits.readBurstSeconds)
        }
    }

    init(_ parts: Parts) { self.parts = parts }

    var rules: LivePolicy { parts.rules }
    var store: any Store { parts.store }
    var keys: InstallationKeys { parts.keys }
    var hasher: any PasswordHasher { parts.hasher }
    var signer: any TokenSigner { parts.signer }
    var verifier: any PasskeyVerifier { parts.verifier }
    var clock: any WallClock { parts.clock }
    var random: any Randomness { parts.random }
    var space: any SpaceGauge { parts.space }
    var pushes: any PushSender { parts.pushes }
    var uploads: UploadPlaces { parts.uploads }
    var abandonedUploads: AbandonedUploads { parts.abandonedUploads }
    var longLogs: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation) { parts.longLogs }
    var messageRates: UserRates { parts.messageRates }
    var uploadRates: UserRates { parts.uploadRates }
    var readingRates: UserRates { parts.readingRates }
    var memberNames: MemberNamesCache { parts.memberNames }
    var drafts: DraftQueue { parts.drafts }
    var searchPlaces: SearchPlaces { parts.searchPlaces }
    var lastOverview: LastOverview { parts.lastOverview }
    var throttleRefusals: ReportRelay<Throttle> { parts.throttleRefusals }

    /// The policy in effect.
    public var policy: Policy { rules.value }

    /// The time that sessions are measured by.
    public var now: Timestamp { clock.now }

    /// The type's name alone, which keeps secrets out of logs.
    public var description: String { "Chat" }
}
