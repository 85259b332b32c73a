/// A subscription of a member of a room, with what decides of which messages there it is told.
public struct PushListener: Sendable, Hashable {
    public var subscription: PushSubscription.ID
    /// The newest message that there was when the subscription came.
    public var since: Message.ID
    public var member: Member
    public var quiet: QuietHours?

    public init(subscription: PushSubscription.ID, since: Message.ID, member: Member, quiet: QuietHours?) {
        self.subscription = subscription
        self.since = since
        self.member = member
        self.quiet = quiet
    }

    /// Returns the newest of a room's messages that its member wants to be told of, and has not read.
    /// - Parameters:
    ///   - messages: ascending by seq.
    ///   - calls: whom they call.
    /// - Returns: nil for none, and in the member's quiet hours.
    func newest(of messages: [Message], calls: Set<MessageCall>, at now: Timestamp) -> Message? {
        guard !(quiet?.contains(now) ?? false) else { return nil }
        return messages.last { $0.id > since && member.isTold(of: $0, calls: calls, at: now) }
    }
}

extension Member {
    /// Returns true if the member is to be told of a message of others in their room.
    /// - Parameter span: the age from which on they are not.
    func isTold(
        of message: Message, calls: Set<MessageCall>, at now: Timestamp, within span: Duration = Limits.pushLifetime
    ) -> Bool {
        guard message.seq > readSeq, message.userID != userID, message.deletedAt == nil,
            message.timestamp > now - span
        else { return false }
        return switch holding(at: now).notify {
        case .everything: true
        case .mentions: isCalled(by: message, calls: calls)
        case .nothing: false
        }
    }

    /// Returns true if a message is said to the member themselves: by name, to everyone who was there, or between two.
    func isSpokenTo(by message: Message, calls: Set<MessageCall>, in kind: Room.Kind) -> Bool {
        kind == .direct || isCalled(by: message, calls: calls)
    }

    /// Returns true if a message calls the member: by name, or as everyone who was there.
    func isCalled(by message: Message, calls: Set<MessageCall>) -> Bool {
        calls.contains(MessageCall(seq: message.seq, user: userID))
            || message.timestamp >= joinedAt && calls.contains(MessageCall(seq: message.seq, user: nil))
    }
}

/// A call of somebody by a message of a room.
public struct MessageCall: Sendable, Hashable {
    /// The message's number in its room.
    public var seq: Int64
    /// The user who is called; nil for everyone.
    public var user: User.ID?

    public init(seq: Int64, user: User.ID?) {
        self.seq = seq
        self.user = user
    }
}
