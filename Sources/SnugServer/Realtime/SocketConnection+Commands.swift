import NIOCore
import SnugChat

/// The commands of a client, each answered by a frame.
extension SocketConnection {
    func command(_ text: [UInt8]) {
        defer { hasSpoken = true }
        do throws(ClientFrame.Rejected) {
            switch kind {
            case .all:
                let frame = try ClientFrame(parsing: text)
                if frame.command.isDoneBySomebody { noteUse() }
                carryOut(frame)
            case .room(let room):
                let frame = try RoomFrame(parsing: text, room: room, user: caller.userID)
                noteUse()
                post(frame.draft, named: frame.clientID)
            }
        } catch {
            answer(ServerFrame.error(error.problem, clientID: error.clientID))
        }
    }

    /// Notes that its session is used, now and then.
    private func noteUse() {
        guard lastHeard - useNotedAt >= TimeAmount(Limits.sessionSeenEvery) else { return }
        useNotedAt = lastHeard
        chat.noteUse(by: caller)
    }

    private func carryOut(_ frame: ClientFrame) {
        if case .send = frame.command {} else { postDrafts() }
        switch frame.command {
        case .send(let draft): post(draft, named: frame.clientID)
        case .read(let room, let seq): markRead(seq, in: room, named: frame.clientID)
        case .typing(let room):
            guard subscriptions[room] != nil else {
                return answer(ServerFrame.error(Problem(.notFound(.room)), clientID: frame.clientID, room: room))
            }
            hub.noteTyping(caller.userID, in: room, at: lastHeard)
        case .resume(let rooms, let epoch):
            spend(Double(rooms.count) / Limits.roomsPerFrame)
            resume(rooms, epoch: epoch, named: frame.clientID)
        case .ping: answer(ServerFrame.alive)
        case .visible(let isVisible): self.isVisible = isVisible
        }
    }

    /// Takes a message up for ``postDrafts()``.
    /// - Parameter clientID: the frame's name, for an error that answers it.
    private func post(_ draft: Draft, named clientID: String?) {
        commandStarted()
        drafts.append((draft, clientID))
    }

    /// Posts the messages that were read at once: the writer, which wakes for the first, is to find the others with it.
    func postDrafts() {
        guard !drafts.isEmpty else { return }
        let me = NIOLoopBound(self, eventLoop: loop.eventLoop)
        for (draft, clientID) in drafts {
            chat.post(draft, by: caller, origin: .socket(id)) { [loop] result in
                // `LoopTable` acknowledges a new message with the events of its commit; all else is answered here.
                if case .success(let posted) = result, posted.isNew { return }
                loop.execute { me.value.answerPost(result, to: draft, named: clientID) }
            }
        }
        drafts.removeAll()
    }

    private func answerPost(_ result: Result<Posted, any Error>, to draft: Draft, named clientID: String?) {
        defer { commandFinished() }
        switch result {
        case .success(let posted):
            let message = JSONWriter.bytes { $0.message(posted.message) }
            answer(hearsAcks ? ServerFrame.ack(draft.clientID, message: message) : ServerFrame.text(message))
        case .failure(let error):
            answer(ServerFrame.error(Problem(error), clientID: clientID))
        }
    }

    private func markRead(_ seq: Int64, in room: Room.ID, named clientID: String?) {
        commandStarted()
        let me = NIOLoopBound(self, eventLoop: loop.eventLoop)
        chat.markRead(seq, in: room, by: caller) { [loop] result in
            loop.execute {
                defer { me.value.commandFinished() }
                guard case .failure(let error) = result else { return }
                me.value.answer(ServerFrame.error(Problem(error), clientID: clientID, room: room))
            }
        }
    }

    func answer(_ frame: ByteBuffer) {
        // Nothing follows a close frame (RFC 6455 §5.5.1).
        guard isOpen else { return }
        writeAlways(frame)
        flush()
    }
}
