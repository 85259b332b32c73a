public import SnugChat
public import SnugStore

/// A small server: Ada owns it, Ben and Cleo are members; all meet in the Lobby, and the Attic is Ada's and Ben's.
public struct World: Sendable {
    public let services: ChatServices
    public let store: any Store
    public let clock: ManualClock
    public let events: EventRecorder
    public let ada: Caller
    public let ben: Caller
    public let cleo: Caller
    public let lobby: Room.ID
    public let attic: Room.ID

    public var chat: Chat { services.chat }

    /// The name of its log.
    public static let epoch = "world-1"

    public static let password = "correct horse battery"

    /// - Parameter make: the store under test, made with the recorder it announces to.
    public init(
        policy: Policy = Policy(registration: .open, messagesPerSecond: 0),
        hasher: any PasswordHasher = PlainHasher(),
        space: any SpaceGauge = UnknownSpace(),
        pushes: any PushSender = PlainPushSender(),
        store make: (EventRecorder) throws -> any Store = { try SQLiteStore.inMemory(events: $0) }
    ) async throws {
        let empty = try Self.empty(policy: policy, hasher: hasher, space: space, pushes: pushes, store: make)
        (services, store, clock, events) = (empty.services, empty.store, empty.clock, empty.events)
        let chat = services.chat
        try await store.write { try $0.setSetting(LogEpoch.settingName, to: Self.epoch) }
        ada = try await Self.settle("Ada", as: .owner, chat, store, clock)
        ben = try await Self.settle("Ben", as: .member, chat, store, clock)
        cleo = try await Self.settle("Cleo", as: .member, chat, store, clock)
        lobby = try await chat.makeRoom(.group, name: "Lobby", with: [ben.userID, cleo.userID], by: ada)
            .room.summary.room.id
        attic = try await chat.makeRoom(.group, name: "Attic", with: [ben.userID], by: ada).room.summary.room.id
        events.clear()
    }

    /// Returns a server that nobody has set up yet.
    public static func empty(
        policy: Policy = Policy(registration: .open, messagesPerSecond: 0),
        hasher: any PasswordHasher = PlainHasher(),
        space: any SpaceGauge = UnknownSpace(),
        pushes: any PushSender = PlainPushSender(),
        store make: (EventRecorder) throws -> any Store = { try SQLiteStore.inMemory(events: $0) }
    ) throws -> (services: ChatServices, store: any Store, clock: ManualClock, events: EventRecorder) {
        let events = EventRecorder()
        let store = try make(events)
        let clock = ManualClock()
        let services = ChatServices(
            policy: policy, store: store, keys: InstallationKeys(secret: Array(repeating: 7, count: 32)),
            hasher: hasher, signer: PlainSigner(), verifier: PlainVerifier(), clock: clock,
            random: CountingRandomness(), space: space, pushes: pushes)
        return (services, store, clock, events)
    }

    /// Adds a user with a session, without the way through mail.
    public static func settle(
        _ name: String,
        as role: Role,
        _ chat: Chat,
        _ store: any Store,
        _ clock: any WallClock
    ) async throws -> Caller {
        let now = clock.now
        guard let email = EmailAddress("\(name.lowercased())@example.org") else { throw Refusal.notFound(.user) }
        return try await store.write { store in
            let user = try store.addUser(
                name: name, email: email, passwordHash: "plain:\(password)", role: role, at: now)
            let expiresAt = now + chat.policy.sessionLifetime
            let session = try store.addSession(
                of: user.id, device: Device(name: "test", address: "127.0.0.1"), at: now, expiresAt: expiresAt)
            return Caller(
                userID: user.id, sessionID: session.id, role: role, expiresAt: expiresAt, signedInAt: now)
        }
    }

    /// The device that everyone in this world calls from.
    public static let device = Device(name: "Firefox on Linux", address: "127.0.0.1")

    /// Returns the newest mail to an address, as it waits in the queue.
    public func mail(to address: String) async throws -> Mail? {
        try await Self.mail(to: address, services.mailQueue, clock)
    }

    public static func mail(to address: String, _ queue: MailQueue, _ clock: any WallClock) async throws -> Mail? {
        try await queue.dueMails(at: clock.now + .seconds(3_600), limit: 1_000)
            .mails.map(\.mail).last { $0.recipient == address && !$0.isDecoy }
    }
}

extension Mail {
    /// The code in the subject.
    public var code: String { String(subject.prefix(6)) }
}
