/// The messages by which somebody was spoken to and that they have not read, as far as a mail tells of them.
struct MissedNews: Sendable {
    /// A message that somebody has missed, with its room as they see it.
    typealias Missed = (message: Message, summary: RoomSummary)

    /// The newest of the room that the mail is about.
    var message: MissedMessage
    /// That room as its reader sees it: the one with the earliest of the messages.
    var summary: RoomSummary
    /// The author of the earliest.
    var author: User
    /// The moment of the earliest.
    var since: Timestamp
    /// True if there are others besides, in any room.
    var isMore: Bool

    /// Makes a mail's news of what somebody has missed; nil for nothing.
    /// - Parameters:
    ///   - missed: the messages that there may be a mail about.
    ///   - count: the number of all that were missed.
    init?(of user: User.ID, _ missed: [Missed], among count: Int, in store: any StoreReader) throws {
        guard let first = missed.min(by: { $0.message.id < $1.message.id }),
            let author = try store.user(first.message.userID)
        else { return nil }
        let room = first.summary.room.id
        let newest = missed.filter { $0.summary.room.id == room }.map(\.message.seq).max() ?? first.message.seq
        message = MissedMessage(of: user, newest, in: room)
        summary = first.summary
        self.author = author
        since = first.message.timestamp
        isMore = count > 1
    }

    /// Returns the name under which the mails to somebody are counted that begin with what one person said.
    static func share(of author: User.ID, in user: User.ID) -> String { "\(user) \(author)" }

    /// Reads what somebody has missed of what was said after a message.
    static func missed(
        by user: User.ID, after last: Message.ID, in store: any StoreReader, at now: Timestamp
    ) throws -> [Missed] {
        let summaries = try store.summaries(for: user)
        let time = now - Limits.missedMailWithin
        let calls = try store.unreadCalls(
            of: user, after: last, since: time, each: Limits.missedMessagesLookedAt, limit: Limits.missedCallsLookedAt)
        let found = called(by: calls, summaries) + (try direct(summaries, after: last, since: time, in: store))
        var missed: [Message.ID: Missed] = [:]
        for (message, summary, isCalled) in found {
            let calls: Set = isCalled ? [MessageCall(seq: message.seq, user: user)] : []
            let isMissed = summary.membership?.isTold(
                of: message, calls: calls, at: now, within: Limits.missedMailWithin)
            if isMissed ?? false { missed[message.id] = (message, summary) }
        }
        return Array(missed.values)
    }

    private typealias Found = (message: Message, summary: RoomSummary, isCalled: Bool)

    /// Returns messages that call the user, with their rooms.
    private static func called(by messages: [Message], _ summaries: [RoomSummary]) -> [Found] {
        let rooms = Dictionary(uniqueKeysWithValues: summaries.map { ($0.room.id, $0) })
        return messages.compactMap { message in rooms[message.roomID].map { (message, $0, true) } }
    }

    /// Returns the first messages of direct rooms that the user has not read, and that were said after a message and a
    /// moment.
    private static func direct(
        _ summaries: [RoomSummary], after last: Message.ID, since time: Timestamp, in store: any StoreReader
    ) throws -> [Found] {
        let rooms = summaries.filter { $0.room.kind == .direct && $0.unread > 0 }.prefix(Limits.missedRoomsLookedAt)
        return try rooms.flatMap { summary -> [Found] in
            let room = summary.room
            // They are found by halving: those before were said before.
            var (from, newest) = (room.lastSeq - summary.unread + 1, room.lastSeq)
            while from < newest {
                let middle = from + (newest - from) / 2
                let isNew = try store.message(middle, in: room.id).map { last < $0.id && time < $0.timestamp }
                if isNew ?? false { newest = middle } else { from = middle + 1 }
            }
            let end = min(room.lastSeq, from + Int64(Limits.missedMessagesLookedAt) - 1)
            return try store.messages(from...end, in: room.id).filter { last < $0.id }.map { ($0, summary, false) }
        }
    }
}
