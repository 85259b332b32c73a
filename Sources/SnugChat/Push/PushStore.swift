/// The questions to a store about pushes.
public protocol PushStoreReader {
    /// Returns the push subscriptions of a user's sessions that are open at `now`, ascending by id.
    func pushSubscriptions(of user: User.ID, at now: Timestamp) throws -> [PushSubscription]
    /// Returns a push subscription; nil where there is none, or its session is not open at `now`.
    func pushSubscription(_ id: PushSubscription.ID, at now: Timestamp) throws -> PushSubscription?
    /// Returns true if another session has ended the pushes to this one, which has subscribed no browser since.
    func arePushesEnded(to session: Session.ID) throws -> Bool
    /// Returns true if there is any push subscription.
    func hasPushSubscriptions() throws -> Bool
    /// Returns the subscriptions of a room's members whose sessions are open at `now`.
    func pushListeners(in room: Room.ID, at now: Timestamp) throws -> [PushListener]
    /// Returns whom the messages with these seqs call.
    func calls(by seqs: ClosedRange<Int64>, in room: Room.ID) throws -> Set<MessageCall>
    /// Returns how far it is decided who is told of a room's messages.
    func pushPosition(of room: Room.ID) throws -> PushPosition
    /// Returns the last seqs of rooms with messages since a moment of which that is not decided yet.
    func roomsToPush(since: Timestamp) throws -> [Room.ID: Int64]
    /// Returns the pushes due at `now`, those longest due first, and behind them those put off to a moment after
    /// ``Timestamp/lastPushDue``.
    func pushesDue(at now: Timestamp, limit: Int) throws -> [QueuedPush]
    /// Returns the first moment after `now` at which a push falls due, or the claim on one that is due ends; nil where
    /// none waits for one.
    func nextPushDue(after now: Timestamp) throws -> Timestamp?
    /// Returns the number of pushes in the queue, due or not.
    func pushesWaiting() throws -> Int
    /// Returns everyone's push subscriptions whose sessions are open at `now`, descending by id.
    func newestPushSubscriptions(at now: Timestamp, limit: Int) throws -> [PushSubscription]
}

/// The changes to what a store holds about pushes.
public protocol PushStoreWriter: PushStoreReader {
    /// Adds a push subscription to an open session, in the language that its browser asks for.
    ///
    /// An endpoint that is known goes over to the session with its new keys: under its id where it is the same user's, as
    /// a new subscription where it was another's. Beyond ``Limits/pushSubscriptionsPerUserMax`` the user's oldest goes.
    /// - Returns: the subscription's id, and whether it is new.
    func addPushSubscription(
        _ target: Push.Target, in language: Language, of session: Session.ID, at time: Timestamp
    ) throws -> (id: PushSubscription.ID, isNew: Bool)
    /// Removes a subscription of a user.
    /// - Returns: the number of those removed: 1, or 0 where it is none of theirs.
    @discardableResult
    func removePushSubscription(_ id: PushSubscription.ID, of user: User.ID) throws -> Int
    /// Notes that another session has ended the pushes to this one, or that it has subscribed its browser.
    func notePushesEnded(_ areEnded: Bool, to session: Session.ID) throws
    /// Notes that a push was taken; what was noted of failures and counted of refusals goes.
    func notePushAccepted(_ id: PushSubscription.ID, at time: Timestamp) throws
    /// Notes that a push was not taken.
    func notePushFailed(_ id: PushSubscription.ID, _ failure: PushFailure, at time: Timestamp) throws
    /// Counts a push that was refused for good among the subscription's ``PushSubscription/refusals``.
    func countPushRefusal(_ id: PushSubscription.ID, at time: Timestamp) throws
    /// Moves the seq up to which it is decided who is told of a room's messages; never back. What was noted of a part is
    /// forgotten.
    /// - Returns: false where nothing was changed: it is decided already, or there is no such room.
    func movePushPosition(of room: Room.ID, to seq: Int64) throws -> Bool
    /// Notes which part of a decision is queued; never less than before.
    /// - Returns: false where nothing was changed: that much is decided or queued already, another decision has begun, or
    ///   there is no such room.
    func notePushPart(_ part: PushPosition.Part, of room: Room.ID) throws -> Bool
    /// Queues pushes about messages of a room, each in the place of the one about an earlier message there that still
    /// waits: due no earlier than that, and after the same number. A test takes the place of an earlier one with the number
    /// that follows. Those to subscriptions that are gone are left out.
    /// - Parameter room: the room; nil for a test.
    func queuePushes(_ pushes: [NewPush], in room: Room.ID?, at time: Timestamp) throws
    /// Claims pushes as ``StoreWriter/claimMails(at:limit:by:for:)`` does mails.
    func claimPushes(at now: Timestamp, limit: Int, by node: String, for span: Duration) throws -> [QueuedPush]
    /// Removes a push from the queue; one that is about a newer message by now is due again at once, after this one's
    /// number.
    func removePush(_ push: QueuedPush, at now: Timestamp) throws
    /// Puts a push off until `time`.
    /// - Parameter wasTried: true to count it as a try.
    func postponePush(_ id: QueuedPush.ID, until time: Timestamp, wasTried: Bool) throws
    /// Removes a subscription whose browser takes nothing there any more, unless it brought other keys meanwhile.
    func forgetPushSubscription(_ id: PushSubscription.ID, with keys: PushKeys) throws
}
