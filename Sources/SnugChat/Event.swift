/// Something that happened, durably. Events leave the store in the order of commit.
public enum Event: Sendable, Hashable {
    /// A message was put into its room's log.
    case posted(Message, from: MessageOrigin)
    /// A message was edited, deleted or reacted to; this is what it is now.
    case changed(Message)
    /// Someone is writing in a room. Never stored.
    case typing(Room.ID, User.ID)
    /// Someone came or went; heard in these rooms. Never stored.
    case presence(User.ID, isOnline: Bool, lastSeen: Timestamp?, rooms: [Room.ID])
    /// A session lasts longer than it did.
    case sessionRenewed(Session.ID, until: Timestamp)
    /// Someone has read up to a seq.
    case read(Room.ID, User.ID, seq: Int64)
    /// Someone came into a room; `summary` is the room as they see it.
    case joined(User.ID, RoomSummary)
    /// A room is another in the lists of these members: its name, or what they want to hear of.
    case summaryChanged(Room.ID, summaries: [User.ID: RoomSummary])
    /// Someone is out of a room.
    case left(User.ID, Room.ID)
    case roomDeleted(Room.ID)
    /// A session is over: its token and its sockets with it.
    case sessionEnded(Session.ID)
    /// Someone may do other things on the server than before.
    case roleChanged(User.ID, Role)
    /// A mail is waiting to be sent.
    case mailQueued
}

/// Where a message came in: its own socket gets the acknowledgement instead of the message.
public enum MessageOrigin: Sendable, Hashable {
    case socket(SocketID)
    case elsewhere
}

/// A number for an open socket, unique while the process runs.
@frozen
public struct SocketID: Sendable, Hashable {
    public let rawValue: UInt64

    @inlinable
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}
