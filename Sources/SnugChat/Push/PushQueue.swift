/// The durable queue of pushes: who is told of which message, and what became of it.
///
/// Made by ``ChatServices`` alone, so that no route can reach it.
public struct PushQueue: PushOutbox {
    let chat: Chat
    /// The name of this node; nil where no other serves the store.
    let node: String?
    let missedMails: MissedMails
    private let turns = PushTurns()

    init(chat: Chat, node: String?, missedMails: MissedMails) {
        self.chat = chat
        self.node = node
        self.missedMails = missedMails
    }

    /// Returns the number of pushes in the queue, due or not.
    public func pushesWaiting() async throws -> Int { try await chat.store.read { try $0.pushesWaiting() } }

    public func duePushes(
        at now: Timestamp, limit: Int, besides underway: Set<QueuedPush.ID>
    ) async throws -> [QueuedPush] {
        let limit = limit + underway.count
        let due = try await chat.store.read { try $0.pushesDue(at: now, limit: limit) }
            .filter { !underway.contains($0.id) }
        // Nothing is written for those under way alone.
        guard let node, !due.isEmpty else { return due }
        let claimed = try await chat.store.write {
            try $0.claimPushes(at: now, limit: limit, by: node, for: Limits.queuedPushClaimedFor)
        }
        return claimed.filter { !underway.contains($0.id) }
    }

    public func nextPushDue(after now: Timestamp) async throws -> Timestamp? {
        try await chat.store.read { try $0.nextPushDue(after: now) }
    }

    public func next(of queued: QueuedPush) async throws -> PushStep {
        let now = chat.clock.now
        guard chat.pushes.publicKey != nil, now < queued.end else { return .drop }
        let found = try await chat.store.read { store in try news(of: queued, in: store, at: now) }
        guard let (push, author) = found else { return .drop }
        if let turn = turns.next(of: queued.id, for: push.user, by: author, push.urgency, at: now) {
            return .wait(until: turn)
        }
        return .send(push)
    }

    /// Returns a push with its words, and their author where it is no test; nil where nobody is told of it any more.
    private func news(
        of queued: QueuedPush, in store: any StoreReader, at now: Timestamp
    ) throws -> (push: Push, author: User.ID?)? {
        guard let subscription = try store.pushSubscription(queued.subscription, at: now),
            // The rules of sessions are the same for whoever asks and for whoever is told.
            try chat.caller(subscription.userID, by: subscription.sessionID, in: store, at: now) != nil
        else { return nil }
        guard let room = queued.room else {
            let text = PushText.test(site: chat.policy.siteName, in: subscription.language)
            return (push(text, to: subscription, about: "test", .high, queued), nil)
        }
        guard let summary = try store.summary(of: room, for: subscription.userID), let member = summary.membership
        else { return nil }
        let listener = PushListener(
            subscription: subscription.id, since: subscription.since, member: member,
            quiet: try store.user(member.userID)?.quiet)
        guard let (message, calls) = try newest(of: queued, in: room, for: listener, of: store, at: now),
            let author = try store.user(message.userID)
        else { return nil }
        let isSpokenTo = member.isSpokenTo(by: message, calls: calls, in: summary.room.kind)
        let text = PushText(of: message, by: author.name, in: summary, epoch: try store.epoch())
        return (push(text, to: subscription, about: "\(room)", isSpokenTo ? .high : .normal, queued), author.id)
    }

    /// Returns the message that a push is to tell of, with whom it calls: the one that it is about, or where that was
    /// deleted since or calls its reader no more, the newest before it; nil for none.
    private func newest(
        of queued: QueuedPush, in room: Room.ID, for listener: PushListener, of store: any StoreReader,
        at now: Timestamp
    ) throws -> (message: Message, calls: Set<MessageCall>)? {
        let last = queued.seq
        for first in [last, max(queued.after, last - Limits.pushMessagesLookedAt) + 1] where first <= last {
            let seqs = first...last
            let calls = try store.calls(by: seqs, in: room)
            if let message = listener.newest(of: try store.messages(seqs, in: room), calls: calls, at: now) {
                return (message, calls)
            }
        }
        return nil
    }

    private func push(
        _ text: PushText, to subscription: PushSubscription, about subject: String, _ urgency: Push.Urgency,
        _ queued: QueuedPush
    ) -> Push {
        // One for each browser: the same for all would tell their service who shares a room.
        let topic = chat.keys.handle(of: "\(subscription.id) \(subject)", for: "push").prefix(Limits.pushTopicBytes)
        var push = Push(
            to: subscription.target, of: subscription.userID, text: text.json, urgency: urgency, topic: Array(topic),
            end: queued.end)
        push.tries = queued.tries
        return push
    }

    public func settle(_ queued: QueuedPush, as outcome: PushOutcome?) async throws {
        let (now, id) = (chat.clock.now, queued.subscription)
        try await chat.store.write { store in
            switch outcome {
            case nil: try store.removePush(queued, at: now)
            case .accepted:
                try store.notePushAccepted(id, at: now)
                try store.removePush(queued, at: now)
            // Subscription first, as where pushes are queued: nodes lock both in one order.
            case .gone:
                if let known = try store.pushSubscription(id, at: now) {
                    try store.forgetPushSubscription(id, with: known.target.keys)
                }
                try store.removePush(queued, at: now)
            case .refused(let failure):
                try store.notePushFailed(id, failure, at: now)
                // Without a status no service was asked.
                if failure.status != nil { try store.countPushRefusal(id, at: now) }
                if let known = try store.pushSubscription(id, at: now), known.isRefused(at: now) {
                    try store.forgetPushSubscription(id, with: known.target.keys)
                }
                try store.removePush(queued, at: now)
            case .delayed(let failure, let time):
                try store.notePushFailed(id, failure, at: now)
                guard time < queued.end else {
                    return try store.removePush(queued, at: now)
                }
                try store.postponePush(queued.id, until: time, wasTried: true)
            case .unasked(let time):
                try store.postponePush(queued.id, until: time, wasTried: false)
            }
        }
    }

    public func postpone(_ queued: QueuedPush, until time: Timestamp) async throws {
        try await chat.store.write { try $0.postponePush(queued.id, until: time, wasTried: false) }
    }
}
