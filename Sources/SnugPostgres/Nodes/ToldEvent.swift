import SnugChat

/// An event as a line of the log tells it: whole, or by the names of rows that are still to be read.
enum ToldEvent {
    case whole(Event)
    case posted(ToldRows.MessageName)
    case changed(ToldRows.MessageName, rev: Int64)
    case joined(ToldRows.ViewName)
    case renamed(Room.ID)
    case summaryChanged(Room.ID, [User.ID])
    case memberChanged(Room.ID, User.ID, Member.Role, MemberChange, by: User.ID?)
    case userChanged(User.ID, rooms: [Room.ID])

    /// Reads a line; nil for one that this version does not know.
    init?(line: Substring.UTF8View) {
        var words = EventWords(rest: line)
        guard let kind = words.next(), let told = Self.ofPerson(kind, &words) ?? Self.ofRoom(kind, &words) else {
            return nil
        }
        self = told
    }

    /// Reads an event of people, their sessions and the server.
    private static func ofPerson(_ kind: Substring, _ words: inout EventWords) -> ToldEvent? {
        switch kind {
        case "shown":
            guard let user: User.ID = words.id(), let isShown = words.bool() else { return nil }
            return .whole(.presenceShown(user, isShown, rooms: words.ids()))
        case "session-renewed":
            guard let session: Session.ID = words.id(), let time = words.number() else { return nil }
            return .whole(.sessionRenewed(session, until: Timestamp(rawValue: time)))
        case "session-ended":
            guard let session: Session.ID = words.id(), let end = words.value(SessionEnd.self) else { return nil }
            return .whole(.sessionEnded(session, end))
        case "role":
            guard let user: User.ID = words.id(), let role = words.value(Role.self) else { return nil }
            return .whole(.roleChanged(user, role))
        case "user":
            guard let user: User.ID = words.id() else { return nil }
            return .userChanged(user, rooms: words.ids())
        case "mail": return .whole(.mailQueued)
        case "pushes": return .whole(.pushesQueued)
        case "missed": return .whole(.missedNoted)
        case "files": return .whole(.attachmentsRemoved)
        case "index": return .whole(.indexForgotten)
        case "settings": return .whole(.settingsChanged)
        case "interrupted": return .whole(.interrupted)
        default: return nil
        }
    }

    /// Reads an event of rooms, of what is said there and of those who are in them.
    private static func ofRoom(_ kind: Substring, _ words: inout EventWords) -> ToldEvent? {
        switch kind {
        case "posted":
            guard let room: Room.ID = words.id(), let seq = words.number() else { return nil }
            return .posted(ToldRows.MessageName(room: room, seq: seq))
        case "changed":
            guard let room: Room.ID = words.id(), let seq = words.number(), let rev = words.number() else { return nil }
            return .changed(ToldRows.MessageName(room: room, seq: seq), rev: rev)
        case "read":
            guard let room: Room.ID = words.id(), let user: User.ID = words.id(), let seq = words.number(),
                let isTold = words.bool()
            else { return nil }
            return .whole(.read(room, user, ReadPosition(seq: seq, isTold: isTold)))
        case "joined":
            guard let user: User.ID = words.id(), let room: Room.ID = words.id() else { return nil }
            return .joined(ToldRows.ViewName(room: room, user: user))
        case "left":
            guard let user: User.ID = words.id(), let departure = words.departure() else { return nil }
            return .whole(.left(user, departure))
        case "renamed": return words.id().map { .renamed($0) }
        case "summary":
            guard let room: Room.ID = words.id() else { return nil }
            return .summaryChanged(room, words.ids())
        case "member":
            guard let room: Room.ID = words.id(), let user: User.ID = words.id(),
                let role = words.value(Member.Role.self), let change = words.change()
            else { return nil }
            return .memberChanged(room, user, role, change, by: words.id())
        case "room-deleted": return words.departure().map { .whole(.roomDeleted($0)) }
        default: return nil
        }
    }

    /// Returns the event; nil where what it tells of is gone.
    func event(with rows: ToldRows) -> Event? {
        switch self {
        case .whole(let event): return event
        case .posted(let name): return rows.messages[name].map { .posted($0, from: .otherNode) }
        case .changed(let name, let rev):
            // A later change of it has an entry of its own: told here too, it would come before others' changes.
            return rows.messages[name].flatMap { $0.rev == rev ? .changed($0) : nil }
        case .joined(let name): return rows.summaries[name].map { .joined(name.user, $0) }
        case .renamed(let room): return rows.rooms[room].map { .renamed($0) }
        case .summaryChanged(let room, let users):
            var summaries: [User.ID: RoomSummary] = [:]
            for user in users { summaries[user] = rows.summaries[ToldRows.ViewName(room: room, user: user)] }
            return summaries.isEmpty ? nil : .summaryChanged(room, summaries: summaries)
        case .memberChanged(let room, let user, let role, let change, let doer):
            return rows.users[user].map { .memberChanged(room, $0, role, change, by: doer) }
        case .userChanged(let user, let rooms): return rows.users[user].map { .userChanged($0, rooms: rooms) }
        }
    }
}
