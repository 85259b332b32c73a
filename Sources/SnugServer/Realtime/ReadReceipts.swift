import NIOCore
import SnugChat

/// The reading positions on their way to the others in a room.
///
/// A room is told at once where it was not told within ``Limits/receiptsEvery``; what comes meanwhile waits, the newest
/// position of each person alone, and goes out in one piece. Nothing looks at the time while nothing waits.
struct ReadReceipts {
    /// The positions that a room is told at once.
    struct Notice: Hashable, Sendable {
        var room: Room.ID
        var positions: [User.ID: ReadPosition]
    }

    private struct Place {
        /// The moment at which the room was last told; nil for one that was not yet.
        var toldAt: NIODeadline?
        var waiting: [User.ID: ReadPosition] = [:]

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
        _ positions: [User.ID: ReadPosition], in room: Room.ID, at now: NIODeadline
    ) -> (notice: Notice?, lookAfter: TimeAmount?) {
        if places[room] == nil, places.count >= Limits.receiptsMax {
            forgetRooms(at: now)
            guard places.count < Limits.receiptsMax else { return (nil, nil) }
        }
        var place = places[room] ?? Place()
        defer { places[room] = place }
        for (user, position) in positions {
            if place.waiting[user] == nil {
                guard waitingCount < Limits.receiptsMax else { continue }
                waitingCount += 1
            }
            if position.seq >= place.waiting[user]?.seq ?? 0 { place.waiting[user] = position }
        }
        if place.mayBeTold(at: now) { return (tell(room, &place, at: now), nil) }
        if isAwaited { return (nil, nil) }
        isAwaited = true
        return (nil, Self.lookAfter)
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
    /// The frames for the whole room in one piece; nil where there are none, as in a crowd.
    let frames: ByteBuffer?
    /// The frames of those whose own devices alone are told.
    let own: [User.ID: ByteBuffer]

    init(_ notice: ReadReceipts.Notice, isCrowd: Bool) {
        room = notice.room
        var (joined, own) = (ByteBuffer(), [User.ID: ByteBuffer]())
        for (user, position) in notice.positions {
            let frame = ServerFrame.read(notice.room, user, seq: position.seq)
            if position.isTold, !isCrowd { joined.writeImmutableBuffer(frame) } else { own[user] = frame }
        }
        frames = joined.readableBytes > 0 ? joined : nil
        self.own = own
    }
}
