import Metrics
import NIOCore
import SnugChat
import Synchronization

/// One open WebSocket, bound to its event loop: frames in, commands to ``Chat``; events' frames out.
final class SocketConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The scope of a socket.
    enum Kind: Sendable, Hashable {
        /// The socket `/ws`, for all rooms of its user.
        case all
        /// The original app's socket `/ws/{room_id}/{user_id}`, for one room.
        case room(Room.ID)
    }

    private enum State {
        /// The wait for its place in the stream of events; messages from the client are kept meanwhile.
        case opening(early: [[UInt8]])
        case open
        /// A close frame is out, the peer's is awaited.
        case closing
        case closed
    }

    let id: SocketID
    var caller: Caller
    let kind: Kind
    let chat: Chat
    let hub: Hub
    let loop: Hub.Loop
    private let onClose: @Sendable () -> Void

    private var state = State.opening(early: [])
    private(set) var context: ChannelHandlerContext?
    private var writer: FrameWriter?
    private var reader = WebSocketFrameReader(bytesMax: Limits.frameBytesMax)
    private var assembler = WebSocketAssembler(
        bytesMax: Limits.frameBytesMax, fragmentsMax: Limits.frameFragmentsMax)
    private(set) var lastHeard = NIODeadline.now()
    /// The moment at which its use was last noted: with the handshake it is.
    var useNotedAt = NIODeadline.now()
    private var limiter: FrameRateLimiter
    /// The frames of all sockets of its user.
    private let allowance: FrameAllowance

    /// The rooms it hears, each with the start of its live stream; kept by ``LoopTable``.
    var subscriptions: [Room.ID: Subscription] = [:]
    /// The rooms of its user that it does not hear; kept by ``LoopTable``.
    var otherRooms: Set<Room.ID> = []
    /// The number of the last telling that reached it; kept by ``LoopTable``.
    var lastTelling: UInt64 = 0
    /// True while messages are delivered of which it sent some; kept by ``LoopTable``.
    var isSender = false
    /// True if it was written to since the last flush; kept by ``LoopTable``.
    var isUnflushed = false
    /// True while the peer takes what is written (NIO's high-water mark is not reached).
    private var keepsUp = true
    /// The rooms of which something was left out while the peer did not keep up.
    private var untold = UntoldRooms()
    /// The number of commands whose answers are not out yet.
    private var commandsInFlight = 0
    /// The messages of the frames that are being read, each with its frame's name.
    var drafts: [(draft: Draft, clientID: String?)] = []
    private var isReading = true
    /// True while its user has sent more than is their share.
    private var isResting = false
    /// True once the server is stopping: answers on their way go out, then the socket closes.
    private var isStopping = false
    /// The log that it began with: where that gets another name, the socket closes.
    private(set) var epoch = ""
    var resumes = ResumeQueue()
    /// True once the client has sent a message.
    var hasSpoken = false
    /// True while someone looks at the client, so far as it says.
    var isVisible = false {
        didSet { if isVisible != oldValue { hub.onlookers.note(caller.userID, isLooking: isVisible) } }
    }

    init(
        id: SocketID,
        kind: Kind,
        caller: Caller,
        chat: Chat,
        hub: Hub,
        loop: Hub.Loop,
        onClose: @escaping @Sendable () -> Void
    ) {
        self.hub = hub
        self.id = id
        self.kind = kind
        self.caller = caller
        self.chat = chat
        self.loop = loop
        self.onClose = onClose
        let rate = chat.policy.messagesPerSecond
        limiter = FrameRateLimiter(messagesPerSecond: rate, at: .now())
        allowance = hub.frameAllowances.allowance(
            of: caller.userID, messagesPerSecond: rate, at: loop.eventLoop.now)
    }

    /// True if a message sent here is answered by an ack, false if by the message itself.
    var hearsAcks: Bool { kind == .all }
    /// True if it hears of more than messages.
    var hearsMore: Bool { kind == .all }
    /// All rooms of its user, which hear whether they are there.
    var roomsOfUser: [Room.ID] { Array(subscriptions.keys) + otherRooms }
    /// Returns true if it hears of more than messages in a room.
    func hears(of room: Room.ID) -> Bool { hearsMore && subscriptions[room] != nil }

    private static let opened = Counter(label: Metric.socketsOpened.rawValue)
    private static let resyncs = Counter(label: Metric.resyncs.rawValue)

    // Opening

    func handlerAdded(context: ChannelHandlerContext) {
        Self.opened.increment()
        self.context = context
        writer = FrameWriter(context)
        loop.openSockets.count.add(1, ordering: .acquiringAndReleasing)
        let me = NIOLoopBound(self, eventLoop: loop.eventLoop)
        chat.subscribe(caller) { [loop] result in
            loop.execute { me.value.subscribed(result) }
        }
    }

    private func subscribed(_ result: Result<Chat.Beginning, any Error>) {
        guard case .opening(let early) = state else { return }
        // What changed since the handshake was told to nobody yet; what comes later is an event.
        if case .success(let beginning) = result { (caller, epoch) = (beginning.caller, beginning.epoch) }
        switch (result, kind) {
        case (.success(let beginning), .all):
            state = .open
            let all = beginning.rooms
            chat.countReading(rows: all.count, by: caller)
            let rooms = all.filter(\.isShown)
            loop.table.value.add(self, to: rooms, of: all)
            writeAlways(ServerFrame.hello(caller, rooms, epoch: epoch))
        case (.success(let beginning), .room(let id)):
            guard let room = beginning.rooms.first(where: { $0.roomID == id }) else {
                return close(4403, "not a member")
            }
            state = .open
            loop.table.value.add(self, to: [room], of: beginning.rooms)
            writeAlways(ServerFrame.connected)
        case (.failure(Refusal.unauthenticated), _):
            return close(because: .ended)
        case (.failure, _):
            return close(1013, "try again later")
        }
        flush()
        spend(Double(subscriptions.count + otherRooms.count) / Limits.roomsPerFrame)
        for message in early { command(message) }
        postDrafts()
    }

    // Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastHeard = NIODeadline.now()
        defer { postDrafts() }
        // What follows on what cannot be read is nobody's frame.
        if reader.hasFailed { return abandon() }
        // A frame that cannot be read ends this socket alone (RFC 6455 §7.4.1).
        do throws(WebSocketFrameReader.Fault) {
            reader.append(Self.unwrapInboundIn(data))
            while let frame = try reader.next() { took(frame) }
        } catch {
            switch error {
            case .tooLong: close(1009, "message too big")
            case .malformed: close(1002, "not a frame")
            }
        }
    }

    private func took(_ frame: WebSocketAssembler.Frame) {
        if case .closed = state { return }
        let bytes = frame.payload.count
        guard limiter.take(bytes: bytes, at: lastHeard) else { return close(1008, "too fast") }
        spend(max(1, Double(bytes / Limits.bytesPerFrameOfPerson)))
        switch assembler.take(frame) {
        case .nothing, .binary: break
        case .message(let text): received(text)
        case .pong(let payload):
            if case .closing = state { return }
            writeAlways(ServerFrame.pong(payload))
            flush()
        case .close(let code): closedByPeer(code)
        case .fail(let code, let reason): close(code, reason)
        }
    }

    private func received(_ text: [UInt8]) {
        switch state {
        case .opening(var early):
            guard early.count < Limits.commandsInFlightMax else { return close(1008, "too fast") }
            early.append(text)
            state = .opening(early: early)
        case .open: command(text)
        case .closing, .closed: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { abandon() }

    // Commands in flight

    func commandStarted() {
        commandsInFlight += 1
        if commandsInFlight >= Limits.commandsInFlightMax { setReading(false) }
    }

    /// Counts a command as answered.
    ///
    /// It is called once the answer is written, as a stopping socket closes after the last one.
    func commandFinished() {
        commandsInFlight -= 1
        if commandsInFlight == Limits.commandsInFlightMax / 2 { readOn() }
        if commandsInFlight == 0, isStopping { close(1001, "server stopping") }
    }

    /// Takes so many frames' worth from its user's allowance; reads no further while that is overdrawn.
    func spend(_ frames: Double) {
        guard let wait = allowance.take(frames, at: loop.eventLoop.now), !isResting else { return }
        isResting = true
        setReading(false)
        loop.eventLoop.assumeIsolated().scheduleTask(in: wait) { [weak self] in
            self?.isResting = false
            self?.readOn()
        }
    }

    /// Reads on, unless something still forbids it.
    private func readOn() {
        if keepsUp, !isResting, !isStopping, commandsInFlight < Limits.commandsInFlightMax { setReading(true) }
    }

    private func setReading(_ reading: Bool) {
        guard reading != isReading, let context else { return }
        isReading = reading
        // Bytes that are not read stay in the kernel, and make the peer wait.
        context.channel.setOption(.autoRead, value: reading).assumeIsolated().whenFailure { [weak self] _ in
            self?.abandon()
        }
    }

    // Writing

    /// Writes a frame of a room unless the peer is behind; then the room counts as missed.
    func writeIfItKeepsUp(_ frame: ByteBuffer, of room: Room.ID? = nil) {
        guard case .open = state else { return }
        if keepsUp {
            writer?.write(frame)
        } else if let room {
            untold.missed(in: room)
        }
    }

    /// Writes a room's messages, in one piece; a peer that is behind is told where its own user's have brought them.
    func writeMessages(_ joined: ByteBuffer, of events: [EncodedEvent], in room: Room.ID) {
        writeIfItKeepsUp(joined, of: room)
        guard !keepsUp, case .open = state else { return }
        for case .posted(let message, _) in events.map(\.event) where message.userID == caller.userID {
            untold.said(room, seq: message.seq)
        }
    }

    /// Sends a frame at once, without a flush, where nothing would have to go first.
    /// - Returns: the number of its bytes that went; the others are to be written.
    func sendAlone(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard case .open = state, keepsUp, !isUnflushed else { return 0 }
        return unsafe writer?.sendAlone(bytes) ?? 0
    }

    /// Tells who has read how far in a room; a peer that is behind is told its user's own position once it has caught up.
    func tellReading(in room: Room.ID, own: Int64?, as frames: ByteBuffer) {
        guard case .open = state else { return }
        if keepsUp { writer?.write(frames) } else if let own { untold.read(room, seq: own) }
    }

    /// Shows a room that its user came into, or that changed in their list; a peer that is behind is shown it as it
    /// then is once it has caught up.
    func show(_ summary: RoomSummary, isNew: Bool, as frame: @autoclosure () -> ByteBuffer) {
        guard case .open = state else { return }
        if keepsUp { writer?.write(frame()) } else { untold.shown(summary, isNew: isNew) }
    }

    /// Shows a room's new name; a peer that is behind is shown it once it has caught up.
    func showRenamed(_ room: Room, as frame: ByteBuffer) {
        guard case .open = state else { return }
        if keepsUp { writer?.write(frame) } else { untold.renamed(room) }
    }

    /// Tells that its user is no longer in a room; a peer that is behind is told once it has caught up.
    func tellLeft(_ departure: Departure, as frame: ByteBuffer) {
        guard case .open = state else { return }
        if keepsUp { writer?.write(frame) } else { untold.left(departure) }
    }

    /// Writes a frame that answers the peer's own doing: what others do never waits for a peer that is behind.
    ///
    /// A peer that is behind by more than ``Limits/socketPendingBytesMax`` is abandoned.
    func writeAlways(_ frame: ByteBuffer) {
        if !keepsUp, let waiting = writer?.waitingBytes, waiting > Limits.socketPendingBytesMax { return abandon() }
        writer?.write(frame)
    }

    func flush() {
        isUnflushed = false
        writer?.flush()
    }

    func ping() {
        guard case .open = state, keepsUp else { return }
        writeAlways(ServerFrame.ping())
        flush()
    }

    /// True from its place in the stream of events on until it is closing.
    var isOpen: Bool { if case .open = state { true } else { false } }

    /// True while a resume may go on writing.
    var isReadyForMore: Bool { isOpen && keepsUp }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        keepsUp = context.channel.isWritable
        guard keepsUp else { return setReading(false) }
        tellUntold()
        resumeNext()
        flush()
        readOn()
    }

    /// Notes that the client is to fetch a room by itself, once ``tellUntold()`` says so.
    func missed(in room: Room.ID) { untold.missed(in: room) }

    /// Tells a peer that has caught up what was left out, for as long as it takes it.
    func tellUntold() {
        while isReadyForMore, let news = untold.next() {
            switch news {
            case .room(let summary): writeAlways(ServerFrame.room(summary, isNew: false))
            case .renamed(let room): writeAlways(ServerFrame.renamed(room))
            case .left(let departure): writeAlways(ServerFrame.roomLeft(departure))
            case .read(let room, let seq): writeAlways(ServerFrame.read(room, caller.userID, seq: seq))
            case .resync(let room):
                guard let standing = loop.table.value.standing(of: room), subscriptions[room] != nil else { continue }
                resync(room, lastSeq: standing.lastSeq, lastRev: standing.lastRev)
            }
        }
    }

    /// Tells the client to fetch by itself up to here; later events are sent to it.
    func resync(_ room: Room.ID, lastSeq: Int64, lastRev: Int64) {
        Self.resyncs.increment()
        subscriptions[room]?.lastSeq = lastSeq
        subscriptions[room]?.lastRev = lastRev
        writeAlways(ServerFrame.standing(.resync, room, lastSeq: lastSeq, lastRev: lastRev))
    }

    // Closing

    /// Sends a close frame and gives the peer a moment to answer it.
    func close(_ code: UInt16?, _ reason: String = "") {
        switch state {
        case .closing, .closed: return
        case .opening, .open: break
        }
        leave(for: .closing)
        writeAlways(ServerFrame.close(code, reason))
        flush()
        setReading(true)
        loop.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(Limits.closeAnswerWithin)) { [weak self] in
            self?.abandon()
        }
    }

    /// Closes the socket of a session that is over.
    func close(because end: SessionEnd) { close(4401, end.rawValue) }

    private func closedByPeer(_ code: UInt16?) {
        if case .closing = state { return abandon() }
        leave(for: .closing)
        writeAlways(ServerFrame.close(code))
        flush()
        abandon()
    }

    /// Ends the connection without a close frame.
    func abandon() {
        leave(for: .closing)
        context?.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave(for: .closed)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave(for: .closed)
        self.context = nil
        writer = nil
    }

    private func leave(for next: State) {
        switch state {
        case .opening, .open:
            loop.table.value.remove(self)
            subscriptions = [:]
            isVisible = false
            loop.openSockets.count.subtract(1, ordering: .acquiringAndReleasing)
            onClose()
            state = next
        case .closing: state = next
        case .closed: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isStopping = true
            setReading(false)
            if commandsInFlight == 0 { close(1001, "server stopping") }
        case ChannelEvent.inputClosed:
            abandon()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }
}
