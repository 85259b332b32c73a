import NIOCore
import SnugChat

/// The rooms that a client asked to catch up with, one after the other.
struct ResumeQueue {
    struct Item {
        var room: Room.ID
        var position: ClientFrame.Position
        /// The start of the socket's live stream of the room at the time of asking; nil where it had none.
        var start: Subscription?
        /// True for the client's first command: all frames since the socket opened are then on their way.
        var isFirst: Bool
        /// The number of times it was read from the log.
        var reads = 0
    }

    private var waiting: [Item] = []
    var isBusy = false

    /// Adds rooms in the order of their ids.
    /// - Returns: false, with nothing added, if more would wait than a user can have rooms.
    mutating func add(
        _ rooms: [Room.ID: ClientFrame.Position],
        to subscriptions: [Room.ID: Subscription],
        isFirst: Bool
    ) -> Bool {
        guard waiting.count + rooms.count <= Limits.roomsPerUserMax else { return false }
        let items = rooms.map { room, position in
            Item(room: room, position: position, start: subscriptions[room], isFirst: isFirst)
        }
        waiting += items.sorted { $0.room < $1.room }
        return true
    }

    /// Puts an item back in front of all others, to be read again.
    mutating func putBack(_ item: Item) {
        var item = item
        item.reads += 1
        waiting.insert(item, at: 0)
    }

    mutating func next() -> Item? {
        guard !isBusy, !waiting.isEmpty else { return nil }
        isBusy = true
        return waiting.removeFirst()
    }
}

extension SocketConnection {
    /// Brings the next room up to date, once the peer has taken all earlier frames.
    func resumeNext() {
        guard isReadyForMore, let item = resumes.next() else { return }
        guard let start = item.start else {
            answer(ServerFrame.error(Problem(.notFound(.room)), room: item.room))
            resumes.isBusy = false
            return resumeNext()
        }
        guard isStill(item) else {
            resumes.isBusy = false
            return resumeNext()
        }
        // Messages since the start of this socket's own stream are not sent twice, unless the client asks again.
        let position = item.position
        let isLive = item.isFirst || position.seq < start.lastSeq
        let me = NIOLoopBound(self, eventLoop: loop.eventLoop)
        // A task without a parent, as an event loop cannot await: one at a time for each socket, by
        // `ResumeQueue.isBusy`.
        Task { [chat, caller, loop] in
            let result: Result<CatchUp, any Error>
            do {
                result = .success(
                    try await chat.catchUp(
                        in: item.room, after: position.seq, rev: position.rev ?? start.lastRev,
                        upTo: isLive && position.seq <= start.lastSeq ? start : nil, for: caller))
            } catch {
                result = .failure(error)
            }
            loop.eventLoop.execute { me.value.caughtUp(item, result) }
        }
    }

    private func caughtUp(_ item: ResumeQueue.Item, _ result: Result<CatchUp, any Error>) {
        resumes.isBusy = false
        if isStill(item) { write(result, of: item) }
        resumeNext()
    }

    /// Writes a result that is still true, if the peer has taken all earlier frames; else has it read again.
    private func write(_ result: Result<CatchUp, any Error>, of item: ResumeQueue.Item) {
        guard isReadyForMore else { return resumes.putBack(item) }
        // A change sent live since it was read is in none of it: no message follows a later state of itself.
        if case .success(.missed(let missed)) = result,
            let standing = loop.table.value.standing(of: item.room), standing.lastRev > missed.readRev
        {
            guard item.reads >= Limits.resumeReadsMax else { return resumes.putBack(item) }
            resync(item.room, lastSeq: standing.lastSeq, lastRev: standing.lastRev)
            return flush()
        }
        write(result, of: item.room)
    }

    /// Returns true while the stream to be caught up with is still the same.
    ///
    /// A user removed meanwhile gets nothing of it; one added again, or told to fetch, would get twice what was heard
    /// before.
    private func isStill(_ item: ResumeQueue.Item) -> Bool { subscriptions[item.room] == item.start }

    private func write(_ result: Result<CatchUp, any Error>, of room: Room.ID) {
        switch result {
        case .success(.missed(let missed)):
            var (lastSeq, lastRev) = (missed.lastSeq, missed.lastRev)
            // Behind these come the live ones that went out meanwhile.
            if let standing = loop.table.value.standing(of: room) {
                (lastSeq, lastRev) = (max(lastSeq, standing.lastSeq), max(lastRev, standing.lastRev))
            }
            var frames = missed.messages.map { message in ServerFrame.text(JSONWriter.bytes { $0.message(message) }) }
            frames += missed.changes.map(ServerFrame.change)
            // More than a slow reader may have waiting is better fetched by pages.
            guard frames.reduce(0, { $0 + $1.readableBytes }) <= Limits.resumeBytesMax else {
                writeAlways(ServerFrame.standing(.resync, room, lastSeq: lastSeq, lastRev: lastRev))
                return flush()
            }
            for frame in frames { writeAlways(frame) }
            answer(ServerFrame.standing(.resumed, room, lastSeq: lastSeq, lastRev: lastRev))
        case .success(.tooMuch(let lastSeq, let lastRev)):
            answer(ServerFrame.standing(.resync, room, lastSeq: lastSeq, lastRev: lastRev))
        case .failure(let error):
            answer(ServerFrame.error(Problem(error), room: room))
        }
    }
}
