/// Port: what is kept. One writer, many snapshots; every store passes the same contract (SnugTesting).
public protocol Store: Sendable {
    /// Answers from a snapshot of what is committed; never waits for the writer.
    func read<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value

    /// Queues one intention for the writer and returns at once; `then` is called when it is durable or has failed.
    ///
    /// Intentions are carried out in the order of their submission. Each is all or nothing: what one throws undoes
    /// that one alone. Those that wait together share one transaction, hence one sync. The events announced go to the
    /// ``EventBus`` after the commit and before any `then` of the batch.
    /// - Throws: (through `then`) what the intention throws; ``Refusal/busy`` where
    ///   ``Limits/writesWaitingMax`` wait; the store's own fault.
    func submit<Value: Sendable>(
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    )

    /// Answers from what is committed, at a known place in the stream of events: `then` is called between two
    /// commits, after all events of the earlier and before any of the later. For subscribing without a gap.
    func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    )

    /// A number that changes whenever another process has written.
    func outsideChanges() async throws -> Int64
}

extension Store {
    /// Carries out one intention and returns when it is durable. As ``submit(_:then:)``.
    public func write<Value: Sendable>(
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(intention) { continuation.resume(with: $0) }
        }
    }
}

/// What can be asked of a snapshot, or of the writer's own view.
public protocol StoreReader {
    // Accounts
    func hasUsers() throws -> Bool
    func user(_ id: User.ID) throws -> User?
    func user(email: EmailAddress) throws -> User?
    func passwordHash(of id: User.ID) throws -> String?
    /// Accounts in use, ascending by id, whose name holds `query` in any case.
    func users(matching query: String?, after: User.ID?, limit: Int) throws -> [User]
    func registration(email: EmailAddress) throws -> Registration?
    /// The newest code of these purposes, used or not.
    func newestCode(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws -> OneTimeCode?
    func session(_ id: Session.ID) throws -> Session?
    /// Those not ended, newest use first.
    func sessions(of id: User.ID) throws -> [Session]
    /// Those neither ended nor expired, descending by id.
    /// - Parameter user: nil for everyone's.
    func sessions(
        of user: User.ID?, before: Session.ID?, at now: Timestamp, limit: Int
    ) throws -> [NamedSession]
    /// Whether there ever was a session of this user, over or not, on such a device at such an address.
    /// - Parameter device: nil for any.
    func hasSession(of id: User.ID, on device: Device?) throws -> Bool
    func hasSession(of id: User.ID, from address: String) throws -> Bool
    /// Owners in use.
    func owners() throws -> [User]
    /// Every account, ascending by id.
    func accounts(after: User.ID?, limit: Int) throws -> [User]
    /// Ascending by id.
    func passkeys(of id: User.ID) throws -> [Passkey]
    func passkey(credentialID: [UInt8]) throws -> Passkey?
    func invite(_ id: Invite.ID) throws -> Invite?
    /// Those that can still be used, newest first.
    func invites(at now: Timestamp) throws -> [Invite]
    /// Until when a throttle's tries are spoken for.
    func throttle(_ name: String, _ subject: String) throws -> Timestamp?
    /// Newest first.
    func audit(before: AuditEntry.ID?, limit: Int) throws -> [AuditEntry]

    // Rooms
    func room(_ id: Room.ID) throws -> Room?
    /// Every room, ascending by id.
    func rooms(after: Room.ID?, limit: Int) throws -> [Room]
    func member(_ user: User.ID, of room: Room.ID) throws -> Member?
    func isMember(_ user: User.ID, of room: Room.ID) throws -> Bool
    /// Ascending by when they joined.
    func members(of room: Room.ID) throws -> [NamedMember]
    func directRoom(of a: User.ID, _ b: User.ID) throws -> Room.ID?
    /// The room list: newest activity first.
    func summaries(for user: User.ID) throws -> [RoomSummary]
    /// One room of the list. Nil where there is no such room; seen from outside where `user` is not in it.
    func summary(of room: Room.ID, for user: User.ID) throws -> RoomSummary?
    func subscriptions(of user: User.ID) throws -> [Subscription]
    /// Open rooms `user` is not in, newest activity first.
    func openRooms(outside user: User.ID, matching query: String?, limit: Int) throws -> [Room]

    // Messages
    func message(_ seq: Int64, in room: Room.ID) throws -> Message?
    func message(sender: User.ID, clientID: String) throws -> Message?
    /// Ascending by seq.
    func messages(_ seqs: ClosedRange<Int64>, in room: Room.ID) throws -> [Message]
    /// Messages with a rev after `rev`, ascending by rev.
    func changes(after rev: Int64, in room: Room.ID, limit: Int) throws -> [Message]

    // Settings, keys and mail
    func setting(_ name: String) throws -> String?
    func settings() throws -> [String: String]
    func secret(_ name: SecretName) throws -> [UInt8]?
    func mailsDue(at now: Timestamp, limit: Int) throws -> [SealedMail]
    func nextMailDue() throws -> Timestamp?
    func mailsWaiting() throws -> Int
}

/// What an intention can do besides asking.
public protocol StoreWriter: StoreReader {
    /// Says, once this is committed, that something happened.
    func announce(_ event: Event)

    // Accounts
    func addUser(
        name: String, email: EmailAddress, passwordHash: String, role: Role, at time: Timestamp
    ) throws -> User
    func renameUser(_ id: User.ID, to name: String) throws
    func setRole(_ role: Role, of id: User.ID) throws
    func setDeactivated(_ at: Timestamp?, of id: User.ID) throws
    func setPasswordHash(_ hash: String, of id: User.ID) throws
    func touchUser(_ id: User.ID, at time: Timestamp) throws
    /// Says anew when someone was last here. - Parameter time: nil for never.
    func setLastSeen(_ time: Timestamp?, of id: User.ID) throws
    /// Takes the place of an earlier registration of the same address.
    func putRegistration(_ registration: Registration) throws
    func removeRegistration(email: EmailAddress) throws
    /// Takes the place of every earlier code of the same address and purpose.
    func putCode(
        for email: EmailAddress, purpose: OneTimeCode.Purpose, proof: [UInt8],
        at time: Timestamp, expiresAt: Timestamp
    ) throws
    /// - Returns: how many rows changed: 1, or 0 where it was used already.
    func useCode(_ id: OneTimeCode.ID, at time: Timestamp) throws -> Int
    func countWrongTry(_ id: OneTimeCode.ID) throws
    func removeCodes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws
    func addSession(of user: User.ID, device: Device, at time: Timestamp, expiresAt: Timestamp) throws -> Session
    func touchSession(_ id: Session.ID, at time: Timestamp) throws
    func extendSession(_ id: Session.ID, until time: Timestamp) throws
    /// - Returns: how many rows changed: 0 where it was over already.
    func endSession(_ id: Session.ID, at time: Timestamp) throws -> Int
    func addPasskey(_ new: NewPasskey, named name: String, of user: User.ID, at time: Timestamp) throws -> Passkey
    func usePasskey(_ id: Passkey.ID, counter: UInt32, at time: Timestamp) throws
    func removePasskey(_ id: Passkey.ID) throws
    /// Remembers a challenge as answered until it would have expired anyway.
    /// - Returns: 1, or 0 where it was answered before.
    func useChallenge(_ challenge: [UInt8], until time: Timestamp) throws -> Int
    func addInvite(
        _ name: String, rooms: [Room.ID], usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite
    /// - Returns: 1, or 0 where it has been used up.
    func useInvite(_ id: Invite.ID) throws -> Int
    /// - Returns: 1, or 0 where there is none.
    func removeInvite(_ id: Invite.ID) throws -> Int
    func setThrottle(_ name: String, _ subject: String, until time: Timestamp) throws
    func addAudit(
        _ act: AuditEntry.Act, actor: User.ID?, user: User.ID?, address: String, detail: String, at time: Timestamp
    ) throws

    // Rooms
    func addRoom(name: String, kind: Room.Kind, createdBy: User.ID, at time: Timestamp) throws -> Room.ID
    /// Notes that these two meet in this room. Fails where they have another already.
    func setDirectRoom(_ room: Room.ID, of a: User.ID, _ b: User.ID) throws
    func renameRoom(_ id: Room.ID, to name: String) throws
    func deleteRoom(_ id: Room.ID) throws
    func addMember(_ user: User.ID, to room: Room.ID, role: Member.Role, readSeq: Int64, at time: Timestamp) throws
    func removeMember(_ user: User.ID, from room: Room.ID) throws
    func setRole(_ role: Member.Role, of user: User.ID, in room: Room.ID) throws

    // Messages
    /// Gives the message the room's next seq, marks it as read by its author.
    func addMessage(_ draft: Draft, by user: User.ID, at time: Timestamp) throws -> Message
    /// Each of these raises the message's rev to the room's next, and returns the message as it then is.
    func editMessage(_ seq: Int64, in room: Room.ID, to content: String, at time: Timestamp) throws -> Message
    func deleteMessage(_ seq: Int64, in room: Room.ID, at time: Timestamp) throws -> Message
    func setReaction(
        _ emoji: String, isWanted: Bool, by user: User.ID, to seq: Int64, in room: Room.ID, at time: Timestamp
    ) throws -> Message
    /// Takes the place of those that the message had.
    func setMentions(_ users: Set<User.ID>, of seq: Int64, in room: Room.ID) throws
    func setNotify(_ notify: Member.Notify, of user: User.ID, in room: Room.ID) throws
    /// Never moves back, never passes the room's last seq.
    /// - Returns: where it stands now, or nil where it did not move.
    func setReadSeq(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> Int64?

    // Keys, mail, upkeep
    /// - Parameter value: nil forgets it.
    func setSetting(_ name: String, to value: String?) throws
    func setSecret(_ name: SecretName, to bytes: [UInt8]?) throws
    func addMail(_ sealed: [UInt8], at time: Timestamp, expiresAt: Timestamp) throws
    func removeMail(_ id: QueuedMail.ID) throws
    func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) throws
    /// Forgets what is of no use after these moments.
    func sweep(_ before: SweepLimits) throws
}

/// From before which moment what is forgotten.
public struct SweepLimits: Sendable, Hashable {
    public var codes: Timestamp
    public var registrations: Timestamp
    public var sessions: Timestamp
    public var audit: Timestamp
    public var now: Timestamp

    public init(at now: Timestamp) {
        codes = now - Limits.codePendingFor
        registrations = now - Limits.registrationKeptFor
        sessions = now - Limits.sessionKeptFor
        audit = now - Limits.auditKeptFor
        self.now = now
    }
}

/// The secrets that an installation keeps.
public enum SecretName: String, Sendable, Hashable, CaseIterable {
    /// What ``InstallationKeys`` derives from.
    case installation
    /// Signs tokens. Apart, so that it can be changed alone.
    case tokens
    /// What is kept of the set-up link's token: its proof, then its last moment.
    case setup
}

/// A mail as it is kept: its content is encrypted.
public struct SealedMail: Sendable, Hashable {
    public var id: QueuedMail.ID
    public var sealed: [UInt8]
    public var tries: Int
    public var expiresAt: Timestamp

    public init(id: QueuedMail.ID, sealed: [UInt8], tries: Int, expiresAt: Timestamp) {
        self.id = id
        self.sealed = sealed
        self.tries = tries
        self.expiresAt = expiresAt
    }
}
