import NIOCore
import SnugChat

/// The reading positions on their way to the others in a room.
///
/// A room is told at once where it was not told within ``Limits/receiptsEvery``; what comes meanwhile waits, the newest
/// position of each person alone, and goes out in one piece. Nothing looks at the time while nothing waits.
struct ReadReceipts {
    /// A person's reading position, for others and for their own devices.
    struct Position: Hashable, Sendable {
        /// The newest that others are to be told; nil where they hear nothing.
        var told: Int64?
        /// The newest of all, which may have moved back.
        var own: Int64

        init(_ position: ReadPosition) {
            told = position.isTold ? position.seq : nil
            own = position.seq
        }

        /// Returns what is to be told where an earlier position still waits.
        func after(_ earlier: Position?) -> Position {
            var position = self
            position.told = [told, earlier?.told].compactMap(\.self).max()
            return position
        }
    }

    /// The positions that a room is told at once.
    struct Notice: Hashable, Sendable {
        var room: Room.ID
        var positions: [User.ID: Position]
    }

    private struct Place {
        /// The moment at which the room was last told; nil for one that was not yet.
        var toldAt: NIODeadline?
        var waiting: [User.ID: Position] = [:]

        func mayBeTold(at now: NIODeadline) -> Bool { toldAt.map { now - $0 >= ReadReceipts.every } ?? true }
    }

    private var places: [Room.ID: Place] = [:]
    private var waitingCount = 0
    private var forgotAt: NIODeadline?
    /// True while a look is due.
    private var isAwaited = false

    private static let every = TimeAmount(Limits.receiptsEvery)
    private static let lookAfter = TimeAmount(Limits.receiptsEvery / Limits.receiptLooksPerWait)

    /// The number of rooms that are remembered.
    var count: Int { places.count }

    /// Notes the positions of a commit in a room.
    /// - Returns: what is to be told now, and the time after which ``due(at:)`` is to be asked, where nobody does yet.
    mutating func note(
        _ positions: [User.ID: Position], in room: Room.ID, at now: NIODeadline
    ) -> (notice: Notice?, lookAfter: TimeAmount?) {
        if places[room] == nil, places.count >= Limits.receiptsMax {
            forgetRooms(at: now)
            guard places.count < Limits.receiptsMax else { return (nil, nil) }
        }
        var place = places[room] ?? Place()
        defer { places[room] = place }
        for (user, position) in positions {
            let earlier = place.waiting[user]
            if earlier == nil {
                guard waitingCount < Limits.receiptsMax else { continue }
                waitingCount += 1
            }
            place.waiting[user] = position.after(earlier)
        }
        if place.mayBeTold(at: now) { return (tell(room, &place, at: now), nil) }
        if isAwaited { return (nil, nil) }
        isAwaited = true
        return (nil, Self.lookAfter)
    }

    /// True while a position waits.
    var isWaiting: Bool { waitingCount > 0 }

    /// Notes that someone has spoken, which reads: a position of theirs that still waits is no longer where they are.
    mutating func said(_ seq: Int64, by user: User.ID, in room: Room.ID) {
        guard let waiting = places[room]?.waiting[user] else { return }
        places[room]?.waiting[user]?.own = max(waiting.own, seq)
    }

    /// Notes that someone is no longer in a room: what waits of their reading is told to nobody.
    mutating func left(_ user: User.ID, _ room: Room.ID) {
        if places[room]?.waiting.removeValue(forKey: user) != nil { waitingCount -= 1 }
    }

    /// Takes the notices that are due.
    /// - Returns: them, and the time after which to ask again; nil where nothing waits.
    mutating func due(at now: NIODeadline) -> (notices: [Notice], lookAfter: TimeAmount?) {
        var notices: [Notice] = []
        for (room, place) in places where place.mayBeTold(at: now) {
            var place = place
            if place.waiting.isEmpty {
                places[room] = nil
            } else {
                notices.append(tell(room, &place, at: now))
                places[room] = place
            }
        }
        isAwaited = waitingCount > 0
        return (notices, isAwaited ? Self.lookAfter : nil)
    }

    /// Forgets the rooms at rest, at most once a look: where there are too many, each would cost a walk over all.
    private mutating func forgetRooms(at now: NIODeadline) {
        if let last = forgotAt, now - last < Self.lookAfter { return }
        forgotAt = now
        places = places.filter { !$0.value.mayBeTold(at: now) || !$0.value.waiting.isEmpty }
    }

    private mutating func tell(_ room: Room.ID, _ place: inout Place, at now: NIODeadline) -> Notice {
        defer {
            waitingCount -= place.waiting.count
            place = Place(toldAt: now)
        }
        return Notice(room: room, positions: place.waiting)
    }
}

/// A notice of reading with its frames, encoded once for all loops.
final class EncodedReceipts: Sendable {
    let room: Room.ID
    /// The frames for everyone, in one piece; nil where nobody but the readers' own devices is told: in a crowd, or
    /// where there is nothing else.
    let frames: ByteBuffer?
    /// The position of each person, and its frame for their own devices.
    let own: [User.ID: (seq: Int64, frame: ByteBuffer)]
    private let told: [User.ID: ByteBuffer]
    /// The people whose own devices hear another position than the others.
    private let apart: Set<User.ID>

    init(_ notice: ReadReceipts.Notice, isCrowd: Bool) {
        room = notice.room
        own = Dictionary(
            uniqueKeysWithValues: notice.positions.map { user, position in
                (user, (position.own, ServerFrame.read(notice.room, user, seq: position.own)))
            })
        told = Dictionary(
            uniqueKeysWithValues: notice.positions.compactMap { user, position in
                position.told.map { (user, ServerFrame.read(notice.room, user, seq: $0)) }
            })
        apart = Set(notice.positions.filter { $0.value.told != $0.value.own }.keys)
        frames = isCrowd || told.isEmpty ? nil : Self.joined(told.values)
    }

    /// Returns the frames for a user's sockets in a room that is no crowd.
    func frames(for user: User.ID) -> ByteBuffer? {
        guard apart.contains(user), let own = own[user]?.frame else { return frames }
        return Self.joined(told.filter { $0.key != user }.map(\.value) + [own])
    }

    private static func joined(_ frames: some Sequence<ByteBuffer>) -> ByteBuffer {
        var joined = ByteBuffer()
        for frame in frames { joined.writeImmutableBuffer(frame) }
        return joined
    }
}
