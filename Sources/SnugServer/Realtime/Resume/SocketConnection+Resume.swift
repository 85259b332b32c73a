import NIOCore
import SnugChat

/// Resuming: each room that a client asks for is read, encoded and written, one after the other.
extension SocketConnection {
    /// Queues rooms in the order of their ids; one that the user is not in is answered at once.
    /// - Parameters:
    ///   - epoch: the log that the positions belong to. Of another than this one they say nothing, so that the client is
    ///     told to fetch each room anew.
    ///   - clientID: the frame's name, for the errors that answer it.
    func resume(_ rooms: [Room.ID: ClientFrame.Position], epoch: String?, named clientID: String?) {
        for (room, position) in rooms.sorted(by: { $0.key < $1.key }) {
            if let start = subscriptions[room] {
                if let epoch, epoch != self.epoch {
                    // Told as to a peer that is behind: each room once, and as fast as the peer takes it.
                    missed(in: room)
                    continue
                }
                resumes.add(
                    .init(room: room, position: position, start: start, isFirst: !hasSpoken, clientID: clientID))
            } else {
                writeAlways(ServerFrame.error(Problem(.notFound(.room)), clientID: clientID, room: room))
            }
        }
        tellUntold()
        flush()
        resumeNext()
    }

    /// Brings the next room up to date, once the peer has taken all earlier frames and its user's rate allows it.
    func resumeNext() {
        while isReadyForMore, let item = resumes.next() {
            if !isStill(item) {
                resumes.finish()
            } else if let wait = hub.resumeRates.take(caller.userID, at: loop.eventLoop.now) {
                // Nothing is refused: the client has asked, and has its answer later.
                loop.eventLoop.assumeIsolated().scheduleTask(in: wait) { [weak self] in
                    self?.resumes.putBack(item)
                    self?.resumeNext()
                }
                return
            } else {
                return read(item)
            }
        }
    }

    private func read(_ item: ResumeQueue.Item) {
        // Messages since the start of this socket's own stream are not sent twice, unless the client asks again.
        let (position, start) = (item.position, item.start)
        let isLive = item.isFirst || position.seq < start.lastSeq
        let me = NIOLoopBound(self, eventLoop: loop.eventLoop)
        // A task without a parent, as an event loop cannot await: one at a time for each socket, by
        // `ResumeQueue.isBusy`.
        Task { [chat, caller, hub, loop] in
            let result: Result<EncodedCatchUp, any Error>
            do {
                let (catchUp, bytesRead) = try await chat.catchUp(
                    in: item.room, after: position.seq, rev: position.rev ?? start.lastRev,
                    upTo: isLive && position.seq <= start.lastSeq ? start : nil, for: caller)
                hub.resumeRates.charge(caller.userID, bytesRead: bytesRead, at: loop.eventLoop.now)
                result = .success(EncodedCatchUp(catchUp))
            } catch {
                result = .failure(error)
            }
            loop.execute { me.value.caughtUp(item, result) }
        }
    }

    private func caughtUp(_ item: ResumeQueue.Item, _ result: Result<EncodedCatchUp, any Error>) {
        if !isStill(item) {
            resumes.finish()
        } else if !isReadyForMore {
            // The peer has not taken what came meanwhile.
            readAgain(item)
        } else {
            write(result, of: item)
        }
        resumeNext()
    }

    private func readAgain(_ item: ResumeQueue.Item) {
        var item = item
        item.reads += 1
        resumes.putBack(item)
    }

    /// Returns true while the stream to be caught up with is still the same.
    ///
    /// A user removed meanwhile gets nothing of it; one added again, or told to fetch, would get twice what was heard
    /// before.
    private func isStill(_ item: ResumeQueue.Item) -> Bool { subscriptions[item.room] == item.start }

    /// Writes a result, unless it is no longer true: then it is read again.
    private func write(_ result: Result<EncodedCatchUp, any Error>, of item: ResumeQueue.Item) {
        let room = item.room
        let standing = loop.table.value.standing(of: room)
        switch result {
        case .success(.missed(let frames, var lastSeq, var lastRev, let readRev)):
            if let standing {
                // A change sent live since it was read is in none of it: no message follows a later state of itself.
                if standing.lastRev > readRev {
                    guard item.reads >= Limits.resumeReadsMax else { return readAgain(item) }
                    resync(room, lastSeq: standing.lastSeq, lastRev: standing.lastRev)
                    break
                }
                // Behind these come the live ones that went out meanwhile.
                (lastSeq, lastRev) = (max(lastSeq, standing.lastSeq), max(lastRev, standing.lastRev))
            }
            if frames.readableBytes > 0 { writeAlways(frames) }
            writeAlways(ServerFrame.standing(.resumed, room, lastSeq: lastSeq, lastRev: lastRev))
        case .success(.tooMuch(let lastSeq, let lastRev)):
            writeAlways(ServerFrame.standing(.resync, room, lastSeq: lastSeq, lastRev: lastRev))
        case .failure(let error):
            writeAlways(ServerFrame.error(Problem(error), clientID: item.clientID, room: room))
        }
        resumes.finish()
        flush()
    }
}
