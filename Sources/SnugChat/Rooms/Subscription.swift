/// The position of a member's copy of a room's log, from which a socket starts.
public struct Subscription: Sendable, Hashable {
    public var roomID: Room.ID
    public var lastSeq: Int64
    public var lastRev: Int64
    public var readSeq: Int64
    /// False for a direct room that does not show to its member yet.
    public var isShown: Bool

    public init(roomID: Room.ID, lastSeq: Int64, lastRev: Int64, readSeq: Int64, isShown: Bool = true) {
        self.roomID = roomID
        self.lastSeq = lastSeq
        self.lastRev = lastRev
        self.readSeq = readSeq
        self.isShown = isShown
    }
}
