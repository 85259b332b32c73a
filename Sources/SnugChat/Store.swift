/// The port to storage: intentions, each all or nothing, and snapshots.
///
/// Every store passes the same contract (SnugTesting).
public protocol Store: Sendable {
    /// True for a store that other nodes write to as well: of what these do, such as to end a session, this one hears a
    /// moment later.
    var isShared: Bool { get }

    /// Answers from a snapshot of what is committed; never waits for the writer.
    /// - Throws: what the question throws; the store's own fault.
    func read<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value

    /// Queues one intention for the writer and returns at once; `then` is called when it is durable or has failed.
    ///
    /// Intentions are carried out in the order of their submission, and one after the other, whichever node they come
    /// from: what one asked is so until it has ended. Each is all or nothing: what it throws undoes that one alone.
    /// Those that wait together share one transaction, hence one sync. The events announced go to the
    /// ``EventBus`` after the commit and before any `then` of the batch.
    ///
    /// An intention may be carried out again where what it did was undone: it does nothing but by the store.
    ///
    /// Those that write pieces of files keep their own order, behind others that wait: one at a time shares a
    /// transaction with others, and no more than ``Limits/commitBatchBytesMax`` have one to themselves.
    ///
    /// - Parameter bytes: the bytes of files that it writes; 0 for anything else.
    /// - Throws: (through `then`) what the intention throws; ``Refusal/busy`` where ``Limits/writesWaitingMax`` wait;
    ///   the store's own fault.
    func submit<Value: Sendable>(
        writing bytes: Int,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    )

    /// Queues one intention that writes no files and begins with posting a message, as ``submit(writing:_:then:)`` does.
    ///
    /// A store may post many at once; each intention gets its own from ``StoreWriter/postMessage(_:)`` then.
    func submit<Value: Sendable>(
        posting: Posting,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    )

    /// Queues a question that is answered from what is committed, at a known place in the stream of events.
    ///
    /// `then` is called between two commits, after all events of the earlier and before any of the later, so that a
    /// subscription begins without a gap.
    /// - Throws: (through `then`) as ``submit(writing:_:then:)`` does; questions count among those that wait.
    func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    )

    /// Returns a number that changes whenever another process has written.
    func outsideChanges() async throws -> Int64

    /// Folds the write-ahead log into the store and gives its room back, waiting for nobody: a log that somebody still
    /// reads stays as it is.
    func foldLog() async throws
}

extension Store {
    public func submit<Value: Sendable>(
        posting: Posting,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        submit(writing: 0, intention, then: then)
    }

    /// Queues one intention that writes no files, as ``Store/submit(writing:_:then:)`` does.
    public func submit<Value: Sendable>(
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        submit(writing: 0, intention, then: then)
    }

    /// Carries out one intention and returns when it is durable, as ``Store/submit(writing:_:then:)`` does.
    /// - Throws: what the intention throws; ``Refusal/busy``; the store's own fault.
    public func write<Value: Sendable>(
        writing bytes: Int = 0,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(writing: bytes, intention) { continuation.resume(with: $0) }
        }
    }
}

/// The questions to a snapshot, or to the writer's own view.
///
/// Pages hold at most `limit` items; `after` and `before` exclude the id that they name, and nil begins at the list's
/// end.
public protocol StoreReader: PushStoreReader, MissedMailStoreReader {
    // Accounts
    /// Returns true if there is any account, in use or not.
    func hasUsers() throws -> Bool
    /// Returns an account, deactivated or not; nil where there is none.
    func user(_ id: User.ID) throws -> User?
    /// Returns the account of an address, deactivated or not; nil where there is none.
    func user(email: EmailAddress) throws -> User?
    /// Returns what is kept of an account's password: a PHC string or ``User/noPassword``; nil where there is no
    /// account.
    func passwordHash(of id: User.ID) throws -> String?
    /// Returns the picture of an account; nil where it has none, or one with another ``Picture/tag``.
    func picture(of id: User.ID, tag: String) throws -> Picture?
    /// Returns accounts in use, ascending by id, whose name holds `query` in any case.
    func users(matching query: String?, after: User.ID?, limit: Int) throws -> [User]
    /// Returns the registrations of an address, the newest first.
    func registrations(email: EmailAddress) throws -> [Registration]
    /// Returns the codes of these purposes, used or not, the newest first.
    func codes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws -> [OneTimeCode]
    /// Returns a code, used or not; nil where there is none.
    func code(_ id: OneTimeCode.ID) throws -> OneTimeCode?
    /// Returns the code of a user's new address, used or not; nil where they asked for none.
    func emailCode(of id: User.ID) throws -> OneTimeCode?
    /// Returns the links that put an address back which a user had before, used or not, the oldest first.
    func takeBacks(of id: User.ID) throws -> [OneTimeCode]
    /// Returns the codes that someone can still enter whom they were made for, the newest first.
    func waitingCodes(at now: Timestamp, limit: Int) throws -> [WaitingCode]
    /// Returns a session, over or not; nil where there is none, or none any more.
    func session(_ id: Session.ID) throws -> Session?
    /// Returns a user's sessions that were not ended, expired or not, newest use first.
    func sessions(of id: User.ID) throws -> [Session]
    /// Returns sessions neither ended nor expired, descending by id.
    /// - Parameter user: the sessions' user; nil for everyone's.
    func sessions(
        of user: User.ID?, before: Session.ID?, at now: Timestamp, limit: Int
    ) throws -> [NamedSession]
    /// Returns true if there ever was a session of this user, over or not, on such a device at such an address.
    ///
    /// "Ever" reaches back as far as sessions are kept (``Limits/sessionKeptFor``).
    /// - Parameter device: the device; nil for any.
    func hasSession(of id: User.ID, on device: Device?) throws -> Bool
    /// Returns true if there ever was a session of this user, over or not, from such a network.
    func hasSession(of id: User.ID, fromNetwork network: String) throws -> Bool
    /// Returns the owners in use, ascending by id.
    func owners() throws -> [User]
    /// Returns accounts, deactivated ones too, ascending by id.
    func accounts(after: User.ID?, limit: Int) throws -> [User]
    /// Returns a user's passkeys, ascending by id.
    func passkeys(of id: User.ID) throws -> [Passkey]
    /// Returns the number of passkeys that were made from a moment on, before another.
    func passkeysMade(from: Timestamp, until: Timestamp) throws -> Int
    /// Returns the passkey with a credential's id, unique over all users; nil where there is none.
    func passkey(credentialID: [UInt8]) throws -> Passkey?
    /// Returns an invite, usable or not; nil where there is none.
    func invite(_ id: Invite.ID) throws -> Invite?
    /// Returns the invites that can still be used, newest first.
    func invites(at now: Timestamp) throws -> [Invite]
    /// Returns the standing invite, usable or not; nil where there is none.
    func standingInvite() throws -> Invite?
    /// Returns the moment until which a throttle's tries are spoken for; nil where it is at rest.
    func throttle(_ name: String, _ subject: String) throws -> Timestamp?
    /// Returns entries of the audit trail, newest first.
    func audit(before: AuditEntry.ID?, limit: Int) throws -> [AuditEntry]

    // Rooms
    /// Returns a room; nil where there is none.
    func room(_ id: Room.ID) throws -> Room?
    /// Returns the room where newcomers land; nil where there is none.
    func welcomingRoom() throws -> Room?
    /// Returns rooms of every kind, ascending by id.
    func rooms(after: Room.ID?, limit: Int) throws -> [Room]
    /// Returns a user's membership of a room; nil where they are not in it.
    func member(_ user: User.ID, of room: Room.ID) throws -> Member?
    /// Returns true if a user is in a room.
    func isMember(_ user: User.ID, of room: Room.ID) throws -> Bool
    /// Returns the company that a user has in a room; nil where they are not in the room.
    func company(of user: User.ID, in room: Room.ID) throws -> Company?
    /// Returns a number that changes whenever a room's members change, or the name of one; nil where there is no such
    /// room.
    func membersRev(of room: Room.ID) throws -> Int64?
    /// Returns the names of a room's members, of those with the lowest ids where they are more than `limit`.
    func names(of room: Room.ID, limit: Int) throws -> [User.ID: String]
    /// Returns true if one of these users is in as many rooms as `limit`, or more.
    /// - Parameter maker: the user who made the rooms that count; nil for all rooms.
    func isAnyone(of users: [User.ID], inRooms limit: Int, madeBy maker: User.ID?) throws -> Bool
    /// Returns the number of rooms at the top of a user's list.
    func roomsPinned(by user: User.ID) throws -> Int
    /// Returns true if a room has an owner.
    func hasOwner(_ room: Room.ID) throws -> Bool
    /// Returns the member of a room who joined first, of those whose account is in use and who have come in; nil where
    /// there is none.
    func heir(of room: Room.ID) throws -> User.ID?
    /// Returns a room's members, ascending by the time they joined.
    func members(of room: Room.ID) throws -> [NamedMember]
    /// Returns members of a room in the order of ``members(of:)``, those of one moment by their ids.
    /// - Parameter after: the member after whom the page begins, in the room or not any more; nil for the first.
    func members(of room: Room.ID, after: Member?, limit: Int) throws -> [NamedMember]
    /// Returns the one room of these two, in either order, whether or not they are still in it; nil where there is
    /// none.
    func directRoom(of a: User.ID, _ b: User.ID) throws -> Room.ID?
    /// Returns a user's room list, newest activity first, without the rooms that are hidden from them.
    func summaries(for user: User.ID) throws -> [RoomSummary]
    /// Returns one room as a user sees it; nil where there is no such room.
    ///
    /// It is seen from outside where `user` is not in it.
    func summary(of room: Room.ID, for user: User.ID) throws -> RoomSummary?
    /// Returns the rooms of a user, hidden ones too, and the position of each, in no order.
    func subscriptions(of user: User.ID) throws -> [Subscription]
    /// Returns open rooms that `user` is not in, newest activity first.
    /// - Parameter query: a part of the name, in any case; nil for all.
    func openRooms(outside user: User.ID, matching query: String?, limit: Int) throws -> [Room]

    // Messages
    /// Returns a message with its reactions, deleted or not; nil where the log has none of this seq.
    func message(_ seq: Int64, in room: Room.ID) throws -> Message?
    /// Returns the message that a sender posted under a `client_id`, in any room; nil where there is none.
    func message(sender: User.ID, clientID: String) throws -> Message?
    /// Returns the seq of the newest message that a user has in a room, later than `seq`; nil where there is none.
    func newestSeq(by user: User.ID, in room: Room.ID, after seq: Int64) throws -> Int64?
    /// Returns the messages with these seqs, ascending by seq.
    func messages(_ seqs: ClosedRange<Int64>, in room: Room.ID) throws -> [Message]
    /// Returns messages with a rev after `rev`, ascending by rev.
    ///
    /// Each is as it now is, and appears once, at its latest rev.
    func changes(after rev: Int64, in room: Room.ID, limit: Int) throws -> [Message]
    /// Returns the messages of others that call a user in the rooms that they are in, the newest first.
    func mentions(of user: User.ID, before: Message.ID?, limit: Int) throws -> [Message]
    /// Returns lists of calls that are longer than `count`.
    func mentionLists(longerThan count: Int64, limit: Int) throws -> [MentionList]

    // Files
    /// Returns a file that has come whole; nil where there is none.
    func attachment(_ id: Attachment.ID) throws -> StoredAttachment?
    /// Returns a piece of a file's bytes, from 0 on; nil where there is none.
    func attachmentChunk(_ index: Int, of id: Attachment.ID) throws -> [UInt8]?
    /// Returns the files that messages of a room carry, from the newest message's last one back, without their small
    /// pictures.
    func attachments(in room: Room.ID, before: Attachment.ID?, limit: Int) throws -> [SentAttachment]
    /// Returns the bytes of a user's files, those under way with all that are to come.
    /// - Parameter user: the user; nil for everyone's, and those that were removed while their bytes are still there.
    func attachmentBytes(of user: User.ID?) throws -> Int64
    /// Returns the number of a user's files that no message carries, those under way too.
    func attachmentsUnclaimed(of user: User.ID) throws -> Int
    /// Returns true if a file is the small picture of another.
    func isPreview(_ id: Attachment.ID) throws -> Bool
    /// Returns true if there are bytes of files that were removed.
    func hasAttachmentTrash() throws -> Bool
    /// Returns the number of pages that nothing is in.
    func freePages() throws -> Int

    // Search
    /// Returns messages that are looked for in the rooms that a user is in, the newest first.
    ///
    /// Nothing else is told of other rooms by what is found. It may end before there are `limit`, where it would look at too
    /// much or take too long; then it goes on from ``SearchPage/next``. What was edited or deleted away is not found from
    /// that moment on, and what was just said is.
    func search(
        _ query: SearchQuery, for user: User.ID, before: Message.ID?, limit: Int, effort: SearchEffort
    ) throws -> SearchPage
    /// Returns the earliest messages that the index of words does not hold yet, with their files, and the last before
    /// them; those that are gone, or whose room is, have neither text nor files.
    ///
    /// `after` is nil where entries of another version are in it (``StoreWriter/renewIndex(pages:)``).
    func messagesToIndex(limit: Int) throws -> (after: Message.ID?, messages: [Message])
    /// Returns a message that the index of words should hold and does not, among so many of the latest in it; nil where it
    /// holds all of them.
    func messageMissingInIndex(among count: Int) throws -> Message.ID?

    // Settings, keys and mail
    /// Returns the text of a setting in the database; nil where there is none.
    func setting(_ name: String) throws -> String?
    /// Returns all settings in the database: texts by name.
    func settings() throws -> [String: String]
    /// Returns a secret's bytes; nil where it has not been set.
    func secret(_ name: SecretName) throws -> [UInt8]?
    /// Returns the mails due at `now`, those longest due first.
    func mailsDue(at now: Timestamp, limit: Int) throws -> [SealedMail]
    /// Returns the first moment after `now` at which a mail falls due, or the claim on one that is due ends; nil where
    /// none waits for one.
    func nextMailDue(after now: Timestamp) throws -> Timestamp?
    /// Returns the number of mails in the queue, due or not.
    func mailsWaiting() throws -> Int

    // Figures
    /// Returns the figures of days from one on, ascending, without those of ``uncountedFigures(since:limit:)``.
    func dailyFigures(since day: Day) throws -> [DailyFigures]
    /// Returns the figures that the messages not counted yet add to those of their days, ascending.
    /// - Parameter limit: messages that are looked through, the earliest ones.
    func uncountedFigures(since day: Day, limit: Int) throws -> [DailyFigures]
    /// Returns true if a message has come to be that was not counted yet.
    func hasUncounted() throws -> Bool
    /// Returns the numbers of what is in the store.
    func counts() throws -> StoreCounts
}

/// The changes that an intention can make, beside its questions.
///
/// Each is undone with its intention. An update or removal of a row that is not there changes nothing, and throws for
/// messages alone.
public protocol StoreWriter: StoreReader, PushStoreWriter, MissedMailStoreWriter {
    /// Adds an event to those that are published once this is committed, in the order of their announcement.
    func announce(_ event: Event)

    // Accounts
    /// Adds an account, last seen now. Fails where the address has one already.
    func addUser(
        name: String, email: EmailAddress, passwordHash: String, role: Role, at time: Timestamp
    ) throws -> User
    /// Sets a user's name, and the form that it is searched by.
    func renameUser(_ id: User.ID, to name: String) throws
    /// Sets if others see that a user is there.
    func setShowsPresence(_ shows: Bool, of id: User.ID) throws
    /// Sets if others see how far a user has read; shown again, so is what was read meanwhile.
    func setShowsReading(_ shows: Bool, of id: User.ID) throws
    /// Sets a user's picture, in the place of the one before.
    /// - Parameter picture: the picture; nil for none.
    func setPicture(_ picture: Picture?, of id: User.ID) throws
    /// Sets the hours in which a user wants no notices.
    /// - Parameter quiet: the hours; nil for none.
    func setQuiet(_ quiet: QuietHours?, of id: User.ID) throws
    /// Returns true if the server has an owner in use who has come in, besides a user who is about to be none any more.
    ///
    /// Whoever has a password, a passkey or a session, over or not, has come in.
    func keepsOwner(without id: User.ID) throws -> Bool
    /// Sets a user's role on the server.
    func setRole(_ role: Role, of id: User.ID) throws
    /// Puts an account out of use, or back into it. Its sessions stay for the caller to end.
    /// - Parameter at: the moment; nil for an account in use.
    func setDeactivated(_ at: Timestamp?, of id: User.ID) throws
    /// Puts an account out of use for good: its address, which is free again, its password, passkeys, sessions and quiet
    /// hours, the time it was last seen and its files that no message carries are erased.
    ///
    /// The address is erased in the audit trail and in the counts of tries too.
    func closeUser(_ id: User.ID, at time: Timestamp) throws
    /// Sets a user's address. Fails where another account has it.
    func setEmail(_ email: EmailAddress, of id: User.ID) throws
    /// Sets what is kept of a user's password.
    func setPasswordHash(_ hash: String, of id: User.ID) throws
    /// Notes that someone was here; their last time never moves back.
    func touchUser(_ id: User.ID, at time: Timestamp) throws
    /// Sets the last time that someone was here, back or forward.
    /// - Parameter time: the moment; nil for never.
    func setLastSeen(_ time: Timestamp?, of id: User.ID) throws
    /// Adds a registration beside the others of its address, of which the newest ``Limits/registrationsPerAddressMax``
    /// stay; the others go with their codes.
    func addRegistration(
        email: EmailAddress, name: String, passwordHash: String, inviteID: Invite.ID?, at time: Timestamp
    ) throws -> Registration.ID
    /// Notes the device that gave a registration's password.
    func setEnteredFrom(_ device: String, of id: Registration.ID) throws
    /// Removes the registrations of an address, with their codes.
    func removeRegistrations(email: EmailAddress) throws
    /// Adds a code in the place of every earlier one of the same address, purpose and registration, or of the same
    /// user's new address. Wherever a code is removed, used or voided by wrong tries, the mail that carries it leaves the
    /// queue.
    func putCode(_ new: NewCode, at time: Timestamp) throws
    /// Marks a code as used, once.
    /// - Returns: the number of rows changed: 1, or 0 where it was used already.
    func useCode(_ id: OneTimeCode.ID, at time: Timestamp) throws -> Int
    /// Adds one to a code's tries, before it is known if it is a wrong one: as many at once as come are counted.
    /// - Returns: the number of them; nil where it has been used, or had ``Limits/codeTriesMax``.
    func countTry(_ id: OneTimeCode.ID) throws -> Int?
    /// Removes an address's codes of these purposes, used or not.
    func removeCodes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws
    /// Removes the code of a user's new address.
    func removeEmailCode(of id: User.ID) throws
    /// Removes the links that put an address back which a user had before.
    /// - Parameter first: the oldest that goes; nil for all.
    func removeTakeBacks(of id: User.ID, from first: OneTimeCode.ID?) throws
    /// Adds a session, last used now.
    func addSession(of user: User.ID, device: Device, at time: Timestamp, expiresAt: Timestamp) throws -> Session
    /// Notes that a session was used; its last use never moves back.
    func touchSession(_ id: Session.ID, at time: Timestamp) throws
    /// Notes that a session began with a login link.
    func setCameByLink(_ id: Session.ID) throws
    /// Moves the end of a session that is not over to `time`, never to an earlier one, and notes the language that its
    /// browser or app asks for.
    func extendSession(_ id: Session.ID, until time: Timestamp, in language: Language) throws
    /// Ends a session, once.
    /// - Returns: the number of rows changed: 0 where it was over already.
    func endSession(_ id: Session.ID, at time: Timestamp) throws -> Int
    /// Adds a passkey.
    /// - Returns: nil where its credential is known already.
    func addPasskey(_ new: NewPasskey, named name: String, of user: User.ID, at time: Timestamp) throws -> Passkey?
    /// Notes that a passkey was used, with its authenticator's counter, which goes up with each use or is always 0
    /// (W §6.1.1).
    /// - Returns: false where nothing was changed: it is gone, or its counter did not go up.
    func usePasskey(_ id: Passkey.ID, counter: UInt32, at time: Timestamp) throws -> Bool
    /// Removes a passkey.
    func removePasskey(_ id: Passkey.ID) throws
    /// Remembers a challenge as answered until it would have expired anyway.
    /// - Returns: 1, or 0 where it was answered before.
    func useChallenge(_ challenge: [UInt8], until time: Timestamp) throws -> Int
    /// Adds an invite that nobody has used yet.
    func addInvite(
        _ name: String, rooms: [Room.ID], usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite
    /// Adds the standing invite, which nobody has used yet.
    /// - Returns: nil where there is one, usable or not.
    func addStandingInvite(
        usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite?
    /// Counts one use of an invite, up to its most.
    /// - Returns: 1, or 0 where it has been used up.
    func useInvite(_ id: Invite.ID) throws -> Int
    /// Removes an invite.
    /// - Returns: 1, or 0 where there is none.
    func removeInvite(_ id: Invite.ID) throws -> Int
    /// Moves the moment until which a throttle's tries are spoken for by the cost of some, where it then lies no further
    /// ahead than `most`.
    ///
    /// One that is past, or further ahead than such a moment ever is (``Timestamp/isPending(at:within:)``), counts as `now`.
    /// - Returns: false where nothing was changed: too many are spoken for.
    func takeThrottle(
        _ name: String, _ subject: String, _ cost: Duration, atMost most: Duration, at now: Timestamp
    ) throws -> Bool
    /// Moves such a moment back by the cost of some tries.
    func giveBackThrottle(_ name: String, _ subject: String, _ cost: Duration) throws
    /// Adds an entry to the audit trail.
    func addAudit(
        _ act: AuditEntry.Act, actor: User.ID?, user: User.ID?, address: String, detail: String, at time: Timestamp
    ) throws

    // Rooms
    /// Adds a room without members or messages, for any number of people.
    func addRoom(name: String, kind: Room.Kind, createdBy: User.ID, at time: Timestamp) throws -> Room.ID
    /// Adds the room in which these two meet, without members or messages.
    /// - Returns: nil where they have one already.
    func addDirectRoom(of a: User.ID, _ b: User.ID, createdBy: User.ID, at time: Timestamp) throws -> Room.ID?
    /// Makes an open room the one where newcomers land.
    /// - Parameter room: the room; nil for none.
    func setWelcoming(_ room: Room.ID?) throws
    /// Sets a room's name.
    func renameRoom(_ id: Room.ID, to name: String) throws
    /// Deletes a room and its memberships; its messages and files go by ``removeDeletedMessages(limit:)``.
    func deleteRoom(_ id: Room.ID) throws
    /// Removes messages of deleted rooms, at most `limit` of them, or files, at most
    /// ``Limits/attachmentsRemovedAtOnce``.
    /// - Returns: false once there was nothing to remove.
    func removeDeletedMessages(limit: Int) throws -> Bool
    /// Adds a user to a room. Fails where they are in it.
    func addMember(_ user: User.ID, to room: Room.ID, role: Member.Role, readSeq: Int64, at time: Timestamp) throws
    /// Leaves a room without messages out of a member's lists, until ``showRoom(_:to:)``.
    func hideRoom(_ room: Room.ID, from user: User.ID) throws
    /// Shows a room that was hidden.
    /// - Parameter user: the member to show it to; nil for everyone.
    /// - Returns: the members that it was hidden from.
    func showRoom(_ room: Room.ID, to user: User.ID?) throws -> [User.ID]
    /// Adds users whose accounts are in use to a room, as members with nothing read. Fails where one is in it.
    /// - Returns: the number of those who were added.
    func addMembers(_ users: [User.ID], to room: Room.ID, at time: Timestamp) throws -> Int
    /// Removes a user from a room; what they wrote stays.
    func removeMember(_ user: User.ID, from room: Room.ID) throws
    /// Sets a member's role in a room.
    func setRole(_ role: Member.Role, of user: User.ID, in room: Room.ID) throws

    // Messages
    /// Posts a message as ``addMessage(_:by:at:)`` adds it, where its author may say it there just then.
    ///
    /// The transaction that adds it decides: nobody comes between.
    /// - Returns: nil where nothing was changed: its author is not signed in on its terms, is not in the room, has posted
    ///   under the same `client_id` before, or is in a direct room whose other is not ``Company/here``; or the room has no
    ///   message that it answers.
    /// - Throws: ``Refusal/invalid(_:)`` where a file is not whole, not its author's, of another room, carried by a
    ///   message already, or the small picture of another.
    func postMessage(_ posting: Posting) throws -> Message?
    /// Adds a message with the room's next seq and the files that it names, and marks it as read by its author.
    ///
    /// Its author may be anyone, as in a log that comes from elsewhere. Fails where they have posted under the same
    /// `client_id` before.
    /// - Throws: as ``postMessage(_:)`` does; ``Refusal/notFound(_:)`` where there is no such room.
    func addMessage(_ draft: Draft, by user: User.ID, at time: Timestamp) throws -> Message
    /// Replaces a message's text, raises its rev to the room's next, and returns it as it then is.
    func editMessage(_ seq: Int64, in room: Room.ID, to content: String, at time: Timestamp) throws -> Message
    /// Empties a message and removes its files, reactions and mentions, raises its rev to the room's next, and returns it as
    /// it then is.
    func deleteMessage(_ seq: Int64, in room: Room.ID, at time: Timestamp) throws -> Message
    /// Adds or removes a user's reaction, raises the message's rev to the room's next, and returns it as it then is.
    ///
    /// Emoji that are alike by ``Reaction/plain(_:)`` are one, in the spelling that came first.
    func setReaction(
        _ emoji: String, isWanted: Bool, by user: User.ID, to seq: Int64, in room: Room.ID, at time: Timestamp
    ) throws -> Message
    /// Sets whom a message calls, in place of those before; who is not in the room is left out.
    func setMentions(_ mentions: Mentions, of seq: Int64, in room: Room.ID) throws
    /// Removes the oldest of a list of calls, at most `limit` of them, down to `count`.
    /// - Returns: false once there was nothing to remove.
    func removeMentions(of list: MentionList, downTo count: Int64, limit: Int) throws -> Bool
    /// Sets what a member wants to be notified of in a room.
    /// - Parameters:
    ///   - until: the moment that is kept with it; nil for none.
    ///   - after: the level from then on; nil for none.
    func setNotify(
        _ notify: Member.Notify, until: Timestamp?, then after: Member.Notify?, of user: User.ID, in room: Room.ID
    ) throws
    /// Puts a room at the top of a member's list, or back among the others.
    func setPinned(_ isPinned: Bool, of user: User.ID, in room: Room.ID) throws
    /// Moves a member's reading position forward; never back, never past the room's last seq. What others were told moves
    /// along where the member shows it.
    /// - Returns: the position as it now is, or nil where it did not move.
    func setReadSeq(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> ReadPosition?
    /// Moves a member's reading position to the one before `seq`, back too; never what others were told of it.
    /// - Returns: the position as it now is, or nil where it did not move.
    func setFirstUnread(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> ReadPosition?

    // Files
    /// Adds a file of which no byte has come, and keeps room for all that are to come.
    func addAttachment(_ new: NewAttachment, by user: User.ID, at time: Timestamp) throws -> Attachment.ID
    /// Adds a piece to a file that is under way.
    /// - Throws: ``Refusal/notFound(_:)`` where it is not, or not any more.
    func addAttachmentChunk(_ bytes: [UInt8], _ index: Int, to id: Attachment.ID) throws
    /// Notes that a file has come whole, with what is kept of it.
    /// - Throws: ``Refusal/notFound(_:)`` where it is not under way.
    func completeAttachment(
        _ id: Attachment.ID, as kind: MediaKind, size: Int64, sha256: [UInt8], at time: Timestamp
    ) throws -> Attachment
    /// Sets the small picture of a file, in the place of the one before, which is removed.
    func setPreview(_ preview: Attachment.ID, of id: Attachment.ID) throws
    /// Removes a file that no message carries, with its small picture; its bytes go by ``removeAttachmentTrash(chunks:)``.
    func removeAttachment(_ id: Attachment.ID) throws
    /// Removes files that no message carries, as many of the earliest as `limit`, and their small pictures.
    /// - Parameters:
    ///   - user: their uploader; nil for all.
    ///   - time: the time outside of which they came whole; nil for any, those under way too.
    /// - Returns: false where there was none.
    func removeUnclaimedAttachments(
        of user: User.ID?, wholeOutside time: ClosedRange<Timestamp>?, limit: Int
    ) throws -> Bool
    /// Removes the files that were under way to this node when it ended.
    /// - Parameter time: the moment before which those of other nodes began that cannot be under way any more either.
    func removeUnfinishedAttachments(begunBefore time: Timestamp) throws
    /// Removes pieces of one file that was removed, at most so many, and the last trace of it with the last of them.
    /// - Returns: false where there was nothing to remove.
    func removeAttachmentTrash(chunks limit: Int) throws -> Bool
    /// Gives pages that nothing is in back to the disk, at most so many.
    /// - Returns: true if there are fewer now.
    func freePages(limit: Int) throws -> Bool

    // Search
    /// Adds messages to the index of words, all of those that follow `after`, where that is still the last in it.
    /// - Returns: false where it is not.
    func indexMessages(_ entries: [SearchEntry], after: Message.ID) throws -> Bool
    /// Has the index of words made anew, as if entries of another version were in it.
    func forgetIndex() throws
    /// Removes pages of an index that was made by entries of another version, at most so many; a new one begins with the
    /// last of them.
    /// - Returns: false once there was nothing to remove.
    func renewIndex(pages limit: Int) throws -> Bool
    /// Writes pages of the index anew, about so many, until no trace is left of words that had been removed before the
    /// first of these calls, where the store does that itself.
    /// - Returns: false once there was nothing to write.
    func mergeIndex(pages: Int, isFirst: Bool) throws -> Bool

    // Shared work
    /// Claims a piece of work for a node from `now` on, so that of several one does it; the one that has it already claims
    /// it anew.
    ///
    /// A claim whose end lies further ahead than any of this length was made while the clock was wrong, and is over.
    /// - Returns: false where another node has it.
    func claim(_ work: SharedWork, by node: String, for span: Duration, at now: Timestamp) throws -> Bool
    /// Gives up a node's claim; another's stays.
    func release(_ work: SharedWork, by node: String) throws
    /// Claims mails that are due, those longest due first, and that no other node has, as ``claim(_:by:for:at:)`` does;
    /// with each goes its claim, once it is removed or put off.
    func claimMails(at now: Timestamp, limit: Int, by node: String, for span: Duration) throws -> [SealedMail]

    // Settings, keys, mail, sweeps
    /// Sets a setting in the database.
    /// - Parameter value: the text; nil removes the setting.
    func setSetting(_ name: String, to value: String?) throws
    /// Sets a setting in the database, where it is what was known of it.
    /// - Parameters:
    ///   - known: the text that it is to have still; nil for none.
    ///   - value: the text; nil removes the setting.
    /// - Returns: false where it is another by now.
    func changeSetting(_ name: String, from known: String?, to value: String?) throws -> Bool
    /// Leaves out ``Limits/restoreIDsSkipped`` numbers of everything whose numbers are never given twice.
    func skipNumbers() throws
    /// Sets a secret.
    /// - Parameter bytes: the secret; nil removes it.
    func setSecret(_ name: SecretName, to bytes: [UInt8]?) throws
    /// Adds a secret.
    /// - Returns: false where there is one.
    func addSecret(_ name: SecretName, _ bytes: [UInt8]) throws -> Bool
    /// Removes a secret.
    /// - Returns: false where it is not these bytes any more.
    func removeSecret(_ name: SecretName, _ bytes: [UInt8]) throws -> Bool
    /// Adds an encrypted mail to the queue, due at once.
    @discardableResult
    func addMail(_ sealed: [UInt8], at time: Timestamp, expiresAt: Timestamp) throws -> QueuedMail.ID
    /// Removes a mail from the queue, and keeps with the code in it what became of it.
    /// - Returns: false where it was not there any more.
    @discardableResult
    func removeMail(_ id: QueuedMail.ID, as outcome: CodeMail) throws -> Bool
    /// Puts a mail off until `time`, adds one to its tries, and keeps the reason.
    func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) throws
    /// Counts messages that were not counted yet into the figures of their days, the earliest ones, at most `limit` of
    /// them; those of days before `day` count for nothing.
    func countMessages(since day: Day, limit: Int) throws
    /// Notes the size of the database on a day, in the place of what was noted of it before.
    func setDatabaseBytes(_ bytes: Int64, on day: Day) throws
    /// Removes the figures of earlier days.
    /// - Parameter writers: the first day whose messages may still be counted.
    func removeFigures(before day: Day, writersBefore writers: Day) throws
    /// Removes rows that are of no use after these moments.
    func sweep(_ before: SweepLimits) throws
}

/// The moments before which rows of each kind are removed.
public struct SweepLimits: Sendable, Hashable {
    public var codes: Timestamp
    /// Of links to accounts that were just added.
    public var welcomeLinks: Timestamp
    /// Of links that put an address back.
    public var takeBacks: Timestamp
    public var registrations: Timestamp
    public var sessions: Timestamp
    public var audit: Timestamp
    public var now: Timestamp

    /// Creates the moments from `now` and the times in ``Limits``.
    public init(at now: Timestamp) {
        codes = now - Limits.codePendingFor
        welcomeLinks = now - Limits.welcomeLinkLifetime
        takeBacks = now - Limits.takeBackLifetime
        registrations = now - Limits.registrationKeptFor
        sessions = now - Limits.sessionKeptFor
        audit = now - Limits.auditKeptFor
        self.now = now
    }
}

/// A secret that an installation keeps.
public enum SecretName: String, Sendable, Hashable, CaseIterable {
    /// The secret from which ``InstallationKeys`` derives.
    case installation
    /// The key that signs tokens: apart from the other, so that it can be changed alone.
    case tokens
    /// Random bytes that the set-up link's token is made of, then its last moment.
    case setup
    /// The key by which push services know this server again.
    case push
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
