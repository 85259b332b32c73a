/// The questions to a store about pushes.
public protocol PushStoreReader {
    /// Returns the push subscriptions of a user's sessions that are open at `now`, ascending by id.
    func pushSubscriptions(of user: User.ID, at now: Timestamp) throws -> [PushSubscription]
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
    /// Notes that a push was taken; what was noted of failures goes.
    func notePushAccepted(_ id: PushSubscription.ID, at time: Timestamp) throws
    /// Notes that a push was not taken.
    func notePushFailed(_ id: PushSubscription.ID, _ failure: PushFailure, at time: Timestamp) throws
}
