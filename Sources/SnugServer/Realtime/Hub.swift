import Metrics
public import NIOCore
public import SnugChat
import Synchronization

/// The registry of open sockets, event loop by event loop.
///
/// Each loop owns its connections and a table from rooms to them, touched on that loop alone. Publishing encodes an
/// event once, hops once to each loop that serves anyone, and there writes the same bytes to each socket that may hear
/// of it.
public final class Hub: EventBus {
    private let loops: [Loop]
    private let nextSocket = Atomic<UInt64>(1)
    let socketQuota: SocketQuota
    let resumeRates = ResumeRates()
    let frameAllowances = FrameAllowances()
    private let typists = Typists()
    private let typing = TokenBuckets<User.ID>(
        perSecond: Limits.typingPerSecond, atOnce: Limits.typingAtOnce, countMax: Limits.typistsMax)
    let typingCrowds = TokenBuckets<Room.ID>(
        perSecond: Limits.crowdTypingPerSecond, atOnce: Limits.crowdTypingAtOnce, countMax: Limits.crowdsMax)
    let presence = Presence()
    let onlookers = Onlookers()
    let peers = PeerNews()
    let listeners: ListenerCounts
    private let receipts = Mutex(ReadReceipts())
    private let crowds = TokenBuckets<Room.ID>(
        perSecond: Limits.crowdMembersPerSecond, atOnce: Limits.crowdMembersAtOnce, countMax: Limits.crowdsMax)

    /// Creates a hub with a table on each loop of the group.
    /// - Parameters:
    ///   - socketsPerUser, socketsPerAddress: the number that may be open at once.
    public init(group: any EventLoopGroup, socketsPerUser: Int, socketsPerAddress: Int) async throws {
        let listeners = ListenerCounts()
        self.listeners = listeners
        var loops: [Loop] = []
        for eventLoop in group.makeIterator() {
            let table = try await eventLoop.submit {
                NIOLoopBound(LoopTable(eventLoop: eventLoop, listeners: listeners), eventLoop: eventLoop)
            }.get()
            loops.append(Loop(eventLoop, table: table))
        }
        self.loops = loops
        socketQuota = SocketQuota(perUser: socketsPerUser, perAddress: socketsPerAddress)
    }

    /// Sets new limits; sockets that are open stay open.
    public func adopt(socketsPerUser: Int, socketsPerAddress: Int) {
        socketQuota.adopt(perUser: socketsPerUser, perAddress: socketsPerAddress)
    }

    func loop(of eventLoop: any EventLoop) -> Loop {
        guard let loop = loops.first(where: { $0.eventLoop === eventLoop }) else {
            preconditionFailure("a connection is served by a loop of the hub's own group")
        }
        return loop
    }

    func newSocketID() -> SocketID {
        SocketID(nextSocket.wrappingAdd(1, ordering: .relaxed).oldValue)
    }

    private static let messagesPosted = Counter(label: Metric.messagesPosted.rawValue)

    /// Passes the events of one commit to each loop that serves a socket, and returns at once.
    public func publish(_ events: [Event]) {
        Self.messagesPosted.increment(by: events.count(where: \.isPostedHere))
        for event in events {
            switch event {
            case .presenceShown(let user, let isShown, let rooms): show(user, isShown, in: rooms)
            case .peer(let note): hear(note)
            default: break
            }
        }
        let awake = awakeLoops
        guard !awake.isEmpty else { return }
        let encoded = events.filter(isTold).compactMap { EncodedEvent($0, isOnline: presence.isOnline) }
        if !encoded.isEmpty {
            for loop in awake { loop.deliver(encoded) }
        }
        noteReading(events)
    }

    /// Returns false for a member's coming or going that a crowd is not told.
    ///
    /// Each costs every listener a frame as long as a short message's. A crowd that gathers would be told as often as it
    /// is large, with each frame written as often again; beyond the rate it learns of them with the room's members.
    private func isTold(_ event: Event) -> Bool {
        guard case .memberChanged(let room, _, _, let change, _) = event, change != .otherRole, listeners.isCrowd(room),
            let now = loops.first?.eventLoop.now
        else { return true }
        return crowds.take(room, at: now) == nil
    }

    /// The loops that serve anyone.
    var awakeLoops: [Loop] { loops.filter { $0.openSockets.count.load(ordering: .acquiring) > 0 } }

    // Reading

    private func noteReading(_ events: [Event]) {
        var positions: [Room.ID: [User.ID: ReadReceipts.Position]] = [:]
        let isWaiting = receipts.withLock(\.isWaiting)
        for event in events {
            switch event {
            case .read(let room, let user, let position):
                let earlier = positions[room]?[user]
                positions[room, default: [:]][user] = ReadReceipts.Position(position).after(earlier)
            case .posted(let message, _):
                let (room, user, seq) = (message.roomID, message.userID, message.seq)
                if let position = positions[room]?[user] { positions[room]?[user]?.own = max(position.own, seq) }
                if isWaiting { receipts.withLock { $0.said(seq, by: user, in: room) } }
            case .left(let user, let departure):
                positions[departure.room]?[user] = nil
                if isWaiting { receipts.withLock { $0.left(user, departure.room) } }
            default: break
            }
        }
        positions = positions.filter { !$0.value.isEmpty }
        guard !positions.isEmpty, let eventLoop = loops.first?.eventLoop else { return }
        let now = eventLoop.now
        let (notices, lookAfter) = receipts.withLock { receipts in
            let noted = positions.map { receipts.note($1, in: $0, at: now) }
            return (noted.compactMap(\.notice), noted.compactMap(\.lookAfter).first)
        }
        tell(notices)
        if let lookAfter { tellReading(after: lookAfter, on: eventLoop) }
    }

    /// Tells what is due a moment later, and looks again for as long as something waits.
    private func tellReading(after time: TimeAmount, on eventLoop: any EventLoop) {
        eventLoop.scheduleTask(in: time) { [self] in
            let (notices, lookAfter) = receipts.withLock { $0.due(at: eventLoop.now) }
            tell(notices)
            if let lookAfter { tellReading(after: lookAfter, on: eventLoop) }
        }
    }

    private func tell(_ notices: [ReadReceipts.Notice]) {
        guard !notices.isEmpty else { return }
        let encoded = notices.map { EncodedReceipts($0, isCrowd: listeners.isCrowd($0.room)) }
        for loop in awakeLoops { loop.deliver(encoded) }
    }

    /// Returns the callers with open sockets, one for each session.
    public func callers() async throws -> [Caller] {
        var callers: [Session.ID: Caller] = [:]
        for loop in loops {
            for caller in try await loop.eventLoop.submit({ loop.table.value.callers }).get() {
                callers[caller.sessionID] = caller
            }
        }
        return Array(callers.values)
    }

    /// Returns true while a user has a socket open, or had one within ``Limits/presenceHysteresis``, here or at another
    /// node, and shows it.
    func isOnline(_ user: User.ID) -> Bool { presence.isOnline(user) }

    /// Returns true while a user has a socket open, whether or not they show it, or had one a moment ago.
    ///
    /// Of those at other nodes who hide it, it is so while they look.
    public func isThere(_ user: User.ID) -> Bool {
        presence.isThere(user) || onlookers.isLooking(user, at: now)
    }

    /// The number of users for whom ``isOnline(_:)`` is true.
    var onlineCount: Int { presence.count }

    /// Publishes that a user is typing, unless that was done within ``Limits/typingEvery``, or they or a crowd do so at a
    /// rate that would cost its listeners more than messages do.
    func noteTyping(_ user: User.ID, in room: Room.ID, at time: NIODeadline) {
        guard typists.allows(user, in: room, at: time), typing.take(user, at: time) == nil,
            !listeners.isCrowd(room) || typingCrowds.take(room, at: time) == nil
        else { return }
        publish([.typing(room, user)])
        tellPeers(ofTyping: user, in: room)
    }

    // Presence

    /// Notes an open socket, and publishes its user's presence if they were not online.
    func socketOpened(_ socket: SocketConnection) {
        guard presence.socketOpened(socket.caller.userID, isShown: socket.caller.showsPresence) else { return }
        tell(socket.caller.userID, isOnline: true, lastSeen: nil, in: socket.roomsOfUser)
    }

    /// Notes a closed socket, and publishes its user's absence if none has opened ``Limits/presenceHysteresis`` later.
    func socketClosed(_ socket: SocketConnection) {
        let user = socket.caller.userID
        guard let visit = presence.socketClosed(user) else { return }
        let (lastSeen, rooms) = (socket.chat.now, socket.roomsOfUser)
        // At once: a server that stops comes to nothing later.
        socket.chat.noteSeen(socket.caller, at: lastSeen)
        socket.loop.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(Limits.presenceHysteresis)) { [self] in
            guard presence.end(of: user, since: visit, lastSeen: lastSeen) else { return }
            tell(user, isOnline: false, lastSeen: lastSeen, in: rooms)
        }
    }

    /// Shows or hides that a user is there, and tells those who see it so: as a coming or a going, without its time.
    func show(_ user: User.ID, _ isShown: Bool, in rooms: [Room.ID]) {
        if presence.show(user, isShown) { tell(user, isOnline: isShown, lastSeen: nil, in: rooms) }
    }

    func tell(_ user: User.ID, isOnline: Bool, lastSeen: Timestamp?, in rooms: [Room.ID]) {
        guard !rooms.isEmpty else { return }
        publish([.presence(user, isOnline: isOnline, lastSeen: lastSeen, rooms: rooms)])
    }

    /// The time of the hub's loops.
    var now: NIODeadline { loops.first?.eventLoop.now ?? .now() }

    /// The number of sockets open now.
    public var openSockets: Int { loops.reduce(0) { $0 + $1.openSockets.count.load(ordering: .relaxed) } }
}

extension Event {
    /// True for a message that came to be at this node.
    fileprivate var isPostedHere: Bool {
        if case .posted(_, let origin) = self { origin != .otherNode } else { false }
    }
}
