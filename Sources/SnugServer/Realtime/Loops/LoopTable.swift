import Metrics
import NIOCore
import SnugChat

/// The connections of one event loop, with the rooms that they hear.
///
/// It is touched on that loop alone.
final class LoopTable {
    private let eventLoop: any EventLoop
    private let listeners: ListenerCounts
    private var audiences: [Room.ID: Audience] = [:]
    private var sockets: [SocketID: SocketConnection] = [:]
    private var socketsOfUser: [User.ID: [SocketConnection]] = [:]
    private var socketsOfSession: [Session.ID: [SocketConnection]] = [:]
    /// The sockets written to since the last flush.
    private var unflushed: [SocketConnection] = []
    /// The number of the last telling that is to reach each socket once.
    private var telling: UInt64 = 0
    private var heartbeat: RepeatedTask?
    private var beats: UInt64 = 0

    /// - Parameter listeners: the counts of all loops.
    init(eventLoop: any EventLoop, listeners: ListenerCounts) {
        self.eventLoop = eventLoop
        self.listeners = listeners
    }

    // Connections

    /// - Parameters:
    ///   - subscriptions: the rooms that it hears.
    ///   - rooms: all rooms of its user, where they hear of their coming.
    func add(_ socket: SocketConnection, to subscriptions: [Subscription], of rooms: [Subscription]) {
        sockets[socket.id] = socket
        socketsOfUser[socket.caller.userID, default: []].append(socket)
        socketsOfSession[socket.caller.sessionID, default: []].append(socket)
        for subscription in subscriptions { listen(socket, to: subscription) }
        socket.otherRooms = Set(rooms.lazy.map(\.roomID).filter { socket.subscriptions[$0] == nil })
        socket.hub.socketOpened(socket)
        if heartbeat == nil { startHeartbeat() }
    }

    func remove(_ socket: SocketConnection) {
        guard sockets.removeValue(forKey: socket.id) != nil else { return }
        Self.remove(socket, of: socket.caller.userID, from: &socketsOfUser)
        Self.remove(socket, of: socket.caller.sessionID, from: &socketsOfSession)
        for room in socket.subscriptions.keys { drop(socket, from: room) }
        socket.hub.socketClosed(socket)
        if sockets.isEmpty {
            heartbeat?.cancel()
            heartbeat = nil
        }
    }

    /// Removes a socket from an index, and its key with the last one.
    private static func remove<Key>(
        _ socket: SocketConnection, of key: Key, from index: inout [Key: [SocketConnection]]
    ) {
        index[key]?.removeAll { $0 === socket }
        if index[key]?.isEmpty == true { index[key] = nil }
    }

    private func listen(_ socket: SocketConnection, to subscription: Subscription) {
        guard socket.subscriptions.updateValue(subscription, forKey: subscription.roomID) == nil else { return }
        listeners.add(subscription.roomID)
        if let audience = audiences[subscription.roomID] {
            audience.listeners.append(socket)
        } else {
            let audience = Audience(lastSeq: subscription.lastSeq, lastRev: subscription.lastRev)
            audience.listeners.append(socket)
            audiences[subscription.roomID] = audience
        }
    }

    private func drop(_ socket: SocketConnection, from id: Room.ID) {
        guard let audience = audiences[id] else { return }
        // Order among listeners carries no meaning, so the last takes the empty place.
        if let index = audience.listeners.firstIndex(where: { $0 === socket }) {
            audience.listeners.swapAt(index, audience.listeners.count - 1)
            audience.listeners.removeLast()
            listeners.remove(id)
        }
        if audience.listeners.isEmpty { audiences[id] = nil }
    }

    /// Returns the position in a room's log that its listeners on this loop have reached.
    func standing(of id: Room.ID) -> (lastSeq: Int64, lastRev: Int64)? {
        audiences[id].map { ($0.lastSeq, $0.lastRev) }
    }

    var callers: [Caller] { sockets.values.map(\.caller) }

    // Delivery

    private static let deliveries = Counter(label: Metric.deliveries.rawValue)

    /// Writes the events of a commit, or of several, to the sockets that may hear of them, and flushes each socket once.
    func deliver(_ events: [EncodedEvent]) {
        var index = events.startIndex
        while index < events.endIndex {
            // Messages that follow each other go out room by room, each room's as one piece.
            var end = index
            while end < events.endIndex, events[end].posted != nil { end += 1 }
            if end > index {
                deliverMessages(events[index..<end], isAll: end - index == events.count)
                index = end
            } else {
                deliver(events[index])
                index += 1
            }
        }
        flush()
    }

    /// - Parameter isAll: true if there are no other events now.
    private func deliverMessages(_ events: ArraySlice<EncodedEvent>, isAll: Bool) {
        guard events.count > 1 else {
            if let event = events.first, let room = event.posted?.room {
                deliverMessages([event], in: room, isAll: isAll)
            }
            return
        }
        var byRoom: [Room.ID: [EncodedEvent]] = [:]
        var rooms: [Room.ID] = []
        for event in events {
            guard let room = event.posted?.room else { continue }
            if byRoom[room] == nil { rooms.append(room) }
            byRoom[room, default: []].append(event)
        }
        let isAll = isAll && rooms.count == 1
        for room in rooms { deliverMessages(byRoom[room] ?? [], in: room, isAll: isAll) }
    }

    private func deliverMessages(_ events: [EncodedEvent], in id: Room.ID, isAll: Bool) {
        let audience = audiences[id]
        if let last = events.last?.posted?.seq { audience?.lastSeq = last }
        Self.deliveries.increment(by: (audience?.listeners.count ?? 0) * events.count)
        let senders = markSenders(of: events)
        let joined = Self.joined(events, forOriginalApp: false)
        let hasFiles = events.contains { $0.posted?.frameForOriginalApp != nil }
        let joinedForOriginalApp = hasFiles ? Self.joined(events, forOriginalApp: true) : joined
        unsafe joined.withUnsafeReadableBytes { bytes in
            for socket in audience?.listeners ?? [] {
                if socket.isSender {
                    socket.isSender = false
                    for event in events where !acknowledge(event, to: socket) {
                        write(event.frame(forOriginalApp: !socket.hearsMore), to: socket, of: id)
                    }
                    continue
                }
                var rest = socket.hearsMore ? joined : joinedForOriginalApp
                if socket.hearsMore, isAll || socket.subscriptions.count == 1 {
                    // No other message is for it now, which a flush could take along.
                    unsafe rest.moveReaderIndex(forwardBy: socket.sendAlone(bytes))
                    if rest.readableBytes == 0 { continue }
                }
                socket.writeMessages(rest, of: events, in: id)
                noteUnflushed(socket)
            }
        }
        // Those who sent and do not listen: membership that came from elsewhere has no event here.
        for socket in senders where socket.isSender {
            socket.isSender = false
            for event in events { acknowledge(event, to: socket) }
        }
    }

    /// Marks the sockets of this loop that sent these messages, and returns them.
    private func markSenders(of events: [EncodedEvent]) -> [SocketConnection] {
        var senders: [SocketConnection] = []
        for case let id? in events.map(\.posted?.sender) {
            guard let socket = sockets[id], !socket.isSender else { continue }
            socket.isSender = true
            senders.append(socket)
        }
        return senders
    }

    /// Answers the socket that sent a message, and only that one.
    /// - Returns: true if it is the one.
    @discardableResult
    private func acknowledge(_ event: EncodedEvent, to socket: SocketConnection) -> Bool {
        guard let posted = event.posted, posted.sender == socket.id else { return false }
        if socket.hearsAcks, let ack = posted.ack {
            socket.writeAlways(ack)
            noteUnflushed(socket)
        } else {
            write(event.frame, to: socket, of: posted.room)
        }
        socket.commandFinished()
        return true
    }

    /// Joins the frames of several messages, so that each listener costs one write.
    private static func joined(_ events: [EncodedEvent], forOriginalApp isOld: Bool) -> ByteBuffer {
        guard events.count > 1 else { return events.first?.frame(forOriginalApp: isOld) ?? ByteBuffer() }
        var joined = ByteBufferAllocator().buffer(capacity: events.reduce(0) { $0 + $1.frame.readableBytes })
        for event in events { joined.writeImmutableBuffer(event.frame(forOriginalApp: isOld)) }
        return joined
    }

    private func deliver(_ event: EncodedEvent) {
        switch event.event {
        case .posted, .read, .peer, .mailQueued, .pushesQueued, .missedNoted, .attachmentsRemoved, .indexForgotten,
            .settingsChanged:
            break
        case .changed(let message):
            audiences[message.roomID]?.lastRev = message.rev
            Self.deliveries.increment(by: audiences[message.roomID]?.listeners.count ?? 0)
            for socket in audiences[message.roomID]?.listeners ?? [] where socket.hearsMore {
                write(event.frame, to: socket, of: message.roomID)
            }
        case .typing(let room, let user):
            for socket in audiences[room]?.listeners ?? [] where socket.hearsMore && socket.caller.userID != user {
                socket.writeIfItKeepsUp(event.frame)
                noteUnflushed(socket)
            }
        case .presence(let user, _, _, let ids):
            let rooms = ids.filter { audiences[$0] != nil && !listeners.isCrowd($0) }
            tellOnce(in: rooms) { socket, _ in
                if socket.caller.userID != user { socket.writeIfItKeepsUp(event.frame) }
            }
        case .memberChanged(let room, let user, _, let change, _):
            // Whoever comes is shown the room; one with another role has nothing else to hear it by.
            for socket in audiences[room]?.listeners ?? []
            where socket.hearsMore && (socket.caller.userID != user.id || change == .otherRole) {
                write(event.frame, to: socket, of: room)
            }
        case .userChanged(let user, let rooms):
            // A peer that is behind fetches what it shares with them.
            tellOnce(in: rooms) { socket, room in socket.writeIfItKeepsUp(event.frame, of: room) }
            for socket in socketsOfUser[user.id] ?? [] where socket.hearsMore && socket.lastTelling != telling {
                socket.writeIfItKeepsUp(event.frame)
                noteUnflushed(socket)
            }
        case .sessionRenewed(let session, let expiresAt):
            for socket in socketsOfSession[session] ?? [] { socket.caller.expiresAt = expiresAt }
        case .joined(let user, let summary):
            let subscription = Subscription(
                roomID: summary.room.id, lastSeq: summary.room.lastSeq, lastRev: summary.room.lastRev,
                readSeq: summary.membership?.readSeq ?? 0)
            for socket in socketsOfUser[user] ?? [] {
                guard socket.hearsMore else {
                    if socket.subscriptions[summary.room.id] == nil { socket.otherRooms.insert(summary.room.id) }
                    continue
                }
                socket.otherRooms.remove(summary.room.id)
                listen(socket, to: subscription)
                socket.show(summary, isNew: true, as: ServerFrame.room(summary, isNew: true))
                noteUnflushed(socket)
            }
        case .renamed(let room):
            for socket in audiences[room.id]?.listeners ?? [] where socket.hearsMore {
                socket.showRenamed(room, as: event.frame)
                noteUnflushed(socket)
            }
        case .summaryChanged(let room, let summaries):
            for (user, summary) in summaries {
                for socket in socketsOfUser[user] ?? [] where socket.hears(of: room) {
                    socket.show(summary, isNew: false, as: ServerFrame.room(summary, isNew: false))
                    noteUnflushed(socket)
                }
            }
        case .left(let user, let departure):
            for socket in socketsOfUser[user] ?? [] { expel(socket, by: departure, saying: event.frame) }
        case .roomDeleted(let departure):
            for socket in audiences[departure.room]?.listeners ?? [] {
                expel(socket, by: departure, saying: event.frame)
            }
        case .presenceShown(let user, let isShown, let rooms):
            for socket in socketsOfUser[user] ?? [] { socket.caller.showsPresence = isShown }
            // Once more, for a socket that opened with what held before.
            socketsOfUser[user]?.first?.hub.show(user, isShown, in: rooms)
        case .roleChanged(let user, let role):
            for socket in socketsOfUser[user] ?? [] { socket.caller.role = role }
        case .sessionEnded(let session, let end):
            for socket in socketsOfSession[session] ?? [] { socket.close(because: end) }
        case .interrupted:
            for socket in sockets.values { socket.close(1012, "come again") }
        }
    }

    /// Tells rooms who read how far, and each person's own devices what the others are not told.
    func deliver(_ receipts: [EncodedReceipts]) {
        for receipt in receipts {
            if receipt.frames != nil {
                for socket in audiences[receipt.room]?.listeners ?? [] where socket.hearsMore {
                    let user = socket.caller.userID
                    guard let frames = receipt.frames(for: user) else { continue }
                    socket.tellReading(in: receipt.room, own: receipt.own[user]?.seq, as: frames)
                    noteUnflushed(socket)
                }
            } else {
                for (user, own) in receipt.own {
                    for socket in socketsOfUser[user] ?? [] where socket.hears(of: receipt.room) {
                        socket.tellReading(in: receipt.room, own: own.seq, as: own.frame)
                        noteUnflushed(socket)
                    }
                }
            }
        }
        flush()
    }

    private func expel(_ socket: SocketConnection, by departure: Departure, saying frame: ByteBuffer) {
        let room = departure.room
        socket.otherRooms.remove(room)
        guard socket.subscriptions.removeValue(forKey: room) != nil else { return }
        drop(socket, from: room)
        if socket.hearsMore {
            socket.tellLeft(departure, as: frame)
            noteUnflushed(socket)
        } else {
            socket.close(4403, "no longer a member")
        }
    }

    private func write(_ frame: ByteBuffer, to socket: SocketConnection, of room: Room.ID) {
        socket.writeIfItKeepsUp(frame, of: room)
        noteUnflushed(socket)
    }

    /// Writes to each socket that hears of more than messages in one of these rooms: once, however many it hears.
    ///
    /// It costs a comparison for each listener of each room, and a write for each socket.
    private func tellOnce(in rooms: [Room.ID], _ write: (SocketConnection, Room.ID) -> Void) {
        telling += 1
        for room in rooms {
            for socket in audiences[room]?.listeners ?? [] where socket.hearsMore && socket.lastTelling != telling {
                socket.lastTelling = telling
                write(socket, room)
                noteUnflushed(socket)
            }
        }
    }

    private func noteUnflushed(_ socket: SocketConnection) {
        guard !socket.isUnflushed else { return }
        socket.isUnflushed = true
        unflushed.append(socket)
    }

    private func flush() {
        for socket in unflushed { socket.flush() }
        unflushed.removeAll(keepingCapacity: true)
    }

    // Heartbeat

    /// The number of beats between two pings of one socket: each beat pings its share, so that they do not come at
    /// once.
    private static let beatsPerPing: UInt64 = 6

    private func startHeartbeat() {
        let every = TimeAmount(Limits.pingEvery / Int(Self.beatsPerPing))
        let me = NIOLoopBound(self, eventLoop: eventLoop)
        heartbeat = eventLoop.scheduleRepeatedTask(initialDelay: every, delay: every) { _ in me.value.beat() }
    }

    private func beat() {
        beats += 1
        let now = NIODeadline.now()
        let silenceMax = TimeAmount(Limits.socketSilenceMax)
        for socket in Array(sockets.values) {
            if now - socket.lastHeard > silenceMax {
                socket.abandon()
            } else if socket.chat.now >= socket.caller.expiresAt {
                socket.close(because: .expired)
            } else if socket.id.rawValue % Self.beatsPerPing == beats % Self.beatsPerPing {
                socket.ping()
            }
        }
    }
}
