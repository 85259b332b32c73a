import SnugChat

/// The rooms of which a peer that is behind has not been told something, and what it is to hear once it has caught up.
///
/// What others do is kept once a room, the newest alone: however much they do meanwhile, it is never more than the user
/// has rooms, and those that the peer still takes for its own.
struct UntoldRooms {
    /// A thing to tell.
    enum News: Hashable {
        /// The user is in the room, or it has changed in their list.
        case room(RoomSummary)
        /// The room has another name.
        case renamed(Room)
        case left(Departure)
        /// The user has read up to a message, on another device or by speaking.
        case read(Room.ID, seq: Int64)
        /// Messages or changes were left out.
        case resync(Room.ID)
    }

    private enum Membership {
        /// - Parameter isKnown: true if the peer has the room in its list already.
        case shown(RoomSummary, isKnown: Bool)
        case renamed(Room)
        case left(Departure)
    }

    private var memberships: [Room.ID: Membership] = [:]
    private var missed: Set<Room.ID> = []
    /// The user's own positions.
    private var reads: [Room.ID: Int64] = [:]

    /// The number of things to tell.
    var count: Int { memberships.count + reads.count + missed.count }

    /// Notes that a message or change of a room was left out.
    mutating func missed(in room: Room.ID) { missed.insert(room) }

    /// Notes that the user has read up to a message; the newest position counts, which may be an earlier one.
    mutating func read(_ room: Room.ID, seq: Int64) { reads[room] = seq }

    /// Notes that a message of the user's own was left out: whoever speaks has read up to there.
    mutating func said(_ room: Room.ID, seq: Int64) { reads[room] = max(seq, reads[room] ?? seq) }

    /// Notes that the user came into a room, or that it changed in their list.
    mutating func shown(_ summary: RoomSummary, isNew: Bool) {
        var summary = summary
        // It is fetched with all else that was left out.
        summary.lastMessage = nil
        let room = summary.room.id
        let isKnown =
            switch memberships[room] {
            case .shown(_, let isKnown): isKnown
            case .renamed, .left: true
            case nil: !isNew
            }
        memberships[room] = .shown(summary, isKnown: isKnown)
        if isNew { missed.insert(room) }
    }

    /// Notes that a room which the peer knows has another name.
    mutating func renamed(_ room: Room) {
        switch memberships[room.id] {
        case .shown(var summary, let isKnown):
            summary.room = room
            memberships[room.id] = .shown(summary, isKnown: isKnown)
        case .renamed, nil: memberships[room.id] = .renamed(room)
        case .left: break
        }
    }

    /// Notes that the user is no longer in a room; the peer need not hear of one that it was never shown.
    mutating func left(_ departure: Departure) {
        let room = departure.room
        missed.remove(room)
        reads[room] = nil
        if case .shown(_, isKnown: false) = memberships[room] {
            memberships[room] = nil
        } else {
            memberships[room] = .left(departure)
        }
    }

    /// Takes the next thing to tell, a room before what was read and missed in it.
    mutating func next() -> News? {
        if let (_, membership) = memberships.popFirst() {
            switch membership {
            case .shown(let summary, _): return .room(summary)
            case .renamed(let room): return .renamed(room)
            case .left(let departure): return .left(departure)
            }
        }
        if let (room, seq) = reads.popFirst() { return .read(room, seq: seq) }
        return missed.popFirst().map(News.resync)
    }
}
