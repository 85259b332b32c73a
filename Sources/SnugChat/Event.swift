/// A change that connected clients and workers are told of.
///
/// The store's events leave it after their commit, in the order of commits. ``typing(_:_:)``,
/// ``presence(_:isOnline:lastSeen:rooms:)`` and ``peer(_:)`` are never stored.
public enum Event: Sendable, Hashable {
    /// A message was put into its room's log.
    case posted(Message, from: MessageOrigin)
    /// A message was edited, deleted or reacted to; the value is the message as it now is.
    case changed(Message)
    /// A user is typing in a room. Never stored.
    case typing(Room.ID, User.ID)
    /// A user came online or went offline; heard in these rooms. Never stored.
    case presence(User.ID, isOnline: Bool, lastSeen: Timestamp?, rooms: [Room.ID])
    /// A user shows or hides from now on if they are there; heard in these rooms.
    case presenceShown(User.ID, Bool, rooms: [Room.ID])
    /// A session lasts longer than it did.
    case sessionRenewed(Session.ID, until: Timestamp)
    /// A member's reading position moved; for their own devices, and for the others where they are told.
    case read(Room.ID, User.ID, ReadPosition)
    /// A user became a member of a room; the summary is the room as they see it.
    case joined(User.ID, RoomSummary)
    /// A room has another name; the value is what all who are in it see alike.
    case renamed(Room)
    /// A room changed in the lists of these members: what they want to be notified of.
    case summaryChanged(Room.ID, summaries: [User.ID: RoomSummary])
    /// A user is no longer a member of a room.
    case left(User.ID, Departure)
    /// Someone came into a room, left it or has another role there; for the others in it.
    /// - Parameter by: the user who added or removed them; nil for themselves, an invite, or a new role.
    case memberChanged(Room.ID, User, Member.Role, MemberChange, by: User.ID?)
    /// A user has another name, or their account went out of use or back into it; heard in these rooms. With none, it is
    /// their role or address, of which they alone hear.
    case userChanged(User, rooms: [Room.ID])
    /// A room was deleted, with everything in it.
    case roomDeleted(Departure)
    /// A session is over, and with it its token and its sockets.
    case sessionEnded(Session.ID, SessionEnd)
    /// A user's role on the server changed.
    case roleChanged(User.ID, Role)
    /// A mail is waiting to be sent.
    case mailQueued
    /// Pushes are waiting to be sent.
    case pushesQueued
    /// Somebody was spoken to who has not read it, and may have to be mailed of it.
    case missedNoted
    /// Files were removed, whose bytes are still there.
    case attachmentsRemoved
    /// Settings in the database are others than before.
    case settingsChanged
    /// Another node tells who is there, or types. Never stored.
    case peer(PeerNote)
    /// The index of words is to be made anew.
    case indexForgotten
    /// Events before this one were lost: whoever hears them looks at everything anew.
    case interrupted
}

/// The way in which someone, or everyone, came out of a room.
public struct Departure: Sendable, Hashable {
    public var room: Room.ID
    public var reason: Reason
    /// The user who removed them or deleted the room; nil where they left.
    public var by: User.ID?
    /// The room's name; empty for a direct room.
    public var name: String

    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case left, removed, deleted
    }

    public init(from room: Room.ID, _ reason: Reason, by: User.ID? = nil, name: String = "") {
        self.room = room
        self.reason = reason
        self.by = by
        self.name = name
    }
}

/// A change of who is in a room.
public enum MemberChange: Sendable, Hashable {
    case came
    /// They are no longer in it; the role is the one that they had.
    case left
    case otherRole
}

/// The way by which a message came in.
public enum MessageOrigin: Sendable, Hashable {
    /// An open socket, which gets an acknowledgement instead of the message where it hears acknowledgements.
    case socket(SocketID)
    /// Anything but a socket: no acknowledgement is written.
    case elsewhere
    /// Another node, which acknowledges it, and counts it as posted there.
    case otherNode
}

/// A number for an open socket, unique while the process runs.
@frozen
public struct SocketID: Sendable, Hashable {
    public let rawValue: UInt64

    @inlinable
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}
