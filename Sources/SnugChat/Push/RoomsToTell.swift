/// The rooms in which something was said that may have to be told by a push, each until its time has come.
///
/// It is pure: messages and moments come in, rooms come out. There is one entry a room, however much is said there.
public struct RoomsToTell: Sendable {
    public typealias Moment = ContinuousClock.Instant

    private struct Entry {
        /// The seq up to which it is decided when the time has come.
        var seq: Int64
        var due: Moment
        /// A later message, whose time begins then.
        var later: Int64?
    }

    private var rooms: [Room.ID: Entry] = [:]

    public init() {}

    /// The moment at which the next room's time has come; nil where none waits.
    public var nextDue: Moment? { rooms.values.lazy.map(\.due).min() }

    /// Notes a message that was said just now.
    /// - Returns: the moment at which its time has come; nil where an earlier one in the room waits.
    @discardableResult
    public mutating func note(_ seq: Int64, in room: Room.ID, at now: Moment) -> Moment? {
        if let entry = rooms[room] {
            rooms[room]?.later = max(entry.later ?? 0, seq)
            return nil
        }
        let due = now + Limits.pushAfter
        rooms[room] = Entry(seq: seq, due: due)
        return due
    }

    /// Takes rooms whose time has come, at most ``Limits/pushRoomsAtOnce``.
    /// - Returns: the seq up to which it is to be decided in each.
    public mutating func take(at now: Moment) -> [Room.ID: Int64] {
        let due = rooms.filter { $0.value.due <= now }.prefix(Limits.pushRoomsAtOnce)
        for (room, entry) in due {
            rooms[room] = entry.later.map { Entry(seq: $0, due: now + Limits.pushAfter) }
        }
        return due.reduce(into: [:]) { $0[$1.key] = $1.value.seq }
    }

    /// Gives rooms back that were not decided about, until a moment.
    public mutating func giveBack(_ taken: [Room.ID: Int64], until due: Moment) {
        for (room, seq) in taken {
            // What was said since waits along.
            let later = rooms[room].map { max($0.seq, $0.later ?? 0) }
            rooms[room] = Entry(seq: seq, due: due, later: later.flatMap { $0 > seq ? $0 : nil })
        }
    }
}
