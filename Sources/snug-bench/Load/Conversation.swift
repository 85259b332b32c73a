import NIOCore

/// The messages of one room of a load, on the generator's event loop.
///
/// The room's first member talks, and sends the next message once the last was heard as far as the load's subject
/// wants.
final class Conversation: SocketListener {
    private struct Outstanding {
        var nanoseconds: UInt64
        var awaited: Int
    }

    /// The most messages under way: more of them mean a server that does not keep up.
    private static let underWayMax = 1_000

    private let load: Load
    private let loop: any EventLoop
    private let sockets: [Socket]
    private let run: UInt32
    private let sender: UInt16
    private let began: NIODeadline
    private let tally: Tally
    private let prefix: [UInt8]
    private let suffix: [UInt8]
    private var outstanding: [Outstanding] = []
    private var lastStamp: UInt64 = 0
    private var isTalking = false
    private var isUnflushed = false

    /// - Parameter sockets: those of the members who read; the first one talks.
    init(
        room: Int64,
        sockets: [Socket],
        number: Int,
        load: Load,
        run: UInt32,
        began: NIODeadline,
        tally: Tally,
        loop: any EventLoop
    ) {
        self.load = load
        self.loop = loop
        self.sockets = sockets
        self.run = run
        self.sender = UInt16(truncatingIfNeeded: number)
        self.began = began
        self.tally = tally
        let content = String(repeating: "x", count: load.contentBytes)
        prefix = Array(#"{"type":"send","room_id":\#(room),"content":"\#(content)","client_id":""#.utf8)
        suffix = Array(#""}"#.utf8)
    }

    func start() {
        isTalking = true
        for socket in sockets { socket.listener = self }
        if let rate = load.messagesPerSecond {
            // Rooms do not talk in step.
            sayLater(in: .random(in: 0..<1 / rate), every: 1 / rate)
        } else {
            for _ in 0..<load.inFlight { say() }
            sockets[0].flush()
        }
    }

    private func sayLater(in seconds: Double, every pause: Double) {
        loop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { [self] in
            guard isTalking else { return }
            guard outstanding.count < Self.underWayMax else {
                return tally.fail("The server does not keep up: \(outstanding.count) messages of a room are under way.")
            }
            say()
            isUnflushed = false
            sockets[0].flush()
            sayLater(in: pause, every: pause)
        }
    }

    func stop() {
        isTalking = false
    }

    func socket(_ socket: Socket, heard arrival: Arrival, at time: NIODeadline) {
        switch arrival {
        case .message(let stamp?): heard(stamp, isAcknowledgement: false, by: socket, at: time)
        case .ack(let stamp?): heard(stamp, isAcknowledgement: true, by: socket, at: time)
        case .refused(let code, let detail, _): tally.fail("The server refused a message: \(code) (\(detail))")
        case .resync: tally.fail("The server found this generator too slow; its machine has too little to spare.")
        case .hello, .message(nil), .ack(nil), .resumed, .other: break
        }
    }

    func socketReadEnded(_ socket: Socket) {
        guard isUnflushed else { return }
        isUnflushed = false
        sockets[0].flush()
    }

    func socketClosed(_ socket: Socket, because reason: String) {
        if isTalking { tally.fail(reason) }
    }

    private func heard(_ stamp: SendStamp, isAcknowledgement: Bool, by socket: Socket, at time: NIODeadline) {
        guard stamp.run == run, let index = outstanding.firstIndex(where: { $0.nanoseconds == stamp.nanoseconds })
        else { return }
        let counts = load.subject == .deliveries || isAcknowledgement
        let age = UInt64(max(0, (time - began).nanoseconds - Int64(stamp.nanoseconds)))
        tally.heard(
            isAcknowledgement: isAcknowledgement, nanoseconds: counts ? age : nil,
            isCrossing: socket.node != sockets[0].node)
        guard counts else { return }
        outstanding[index].awaited -= 1
        guard outstanding[index].awaited == 0 else { return }
        outstanding.remove(at: index)
        if isTalking, load.messagesPerSecond == nil { say() }
    }

    private func say() {
        let elapsed = UInt64(max(0, (NIODeadline.now() - began).nanoseconds))
        // Unique even within the clock's resolution.
        lastStamp = max(lastStamp + 1, elapsed)
        outstanding.append(
            Outstanding(
                nanoseconds: lastStamp, awaited: load.subject == .deliveries ? sockets.count : 1))
        var text = prefix
        SendStamp(run: run, sender: sender, nanoseconds: lastStamp).write(to: &text)
        text += suffix
        sockets[0].write(text)
        isUnflushed = true
    }
}
