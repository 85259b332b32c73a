import SnugChat

/// The text by which events stand in the log of commits: one a line, of words with spaces between them.
///
/// It names what changed, and what it now is stands in the tables; only what is gone from there is told as it was.
/// A line that another version writes and this one does not know is passed over.
enum EventText {
    /// Returns the lines of events; those that are never stored have none.
    static func text(of events: [Event]) -> String { events.compactMap(line).joined(separator: "\n") }

    /// Returns the events of a text, as far as there still is what they tell of.
    static func events(of text: String, in store: some StoreView) throws -> [Event] {
        try text.split(separator: "\n").compactMap { try event(of: $0, in: store) }
    }

    private static func line(of event: Event) -> String? {
        switch event {
        case .posted(let message, _): "posted \(message.roomID) \(message.seq)"
        case .changed(let message): "changed \(message.roomID) \(message.seq) \(message.rev)"
        case .read(let room, let user, let position): "read \(room) \(user) \(position.seq) \(position.isTold)"
        case .presenceShown(let user, let isShown, let rooms): "shown \(user) \(isShown) \(words(rooms))"
        case .sessionRenewed(let session, let time): "session-renewed \(session) \(time.rawValue)"
        case .sessionEnded(let session, let end): "session-ended \(session) \(end.rawValue)"
        case .joined(let user, let summary): "joined \(user) \(summary.room.id)"
        case .left(let user, let departure): "left \(user) \(words(departure))"
        case .renamed(let room): "renamed \(room.id)"
        case .summaryChanged(let room, let summaries): "summary \(room) \(words(summaries.keys.sorted()))"
        case .memberChanged(let room, let user, let role, let change, let doer):
            "member \(room) \(user.id) \(role.rawValue) \(word(change)) \(word(doer))"
        case .userChanged(let user, let rooms): "user \(user.id) \(words(rooms))"
        case .roomDeleted(let departure): "room-deleted \(words(departure))"
        case .roleChanged(let user, let role): "role \(user) \(role.rawValue)"
        case .mailQueued: "mail"
        case .attachmentsRemoved: "files"
        case .indexForgotten: "index"
        case .settingsChanged: "settings"
        case .interrupted: "interrupted"
        case .typing, .presence, .peer: nil
        }
    }

    private static func event(of line: Substring, in store: some StoreView) throws -> Event? {
        var words = Words(rest: line)
        switch words.next() {
        case "posted":
            guard let room: Room.ID = words.id(), let seq = words.number() else { return nil }
            return try store.message(seq, in: room).map { .posted($0, from: .elsewhere) }
        case "changed":
            guard let room: Room.ID = words.id(), let seq = words.number(), let rev = words.number(),
                let message = try store.message(seq, in: room)
            else { return nil }
            // A later change of it has an entry of its own: told here too, it would come before others' changes.
            return message.rev == rev ? .changed(message) : nil
        case "read":
            guard let room: Room.ID = words.id(), let user: User.ID = words.id(), let seq = words.number(),
                let isTold = words.bool()
            else { return nil }
            return .read(room, user, ReadPosition(seq: seq, isTold: isTold))
        case "shown":
            guard let user: User.ID = words.id(), let isShown = words.bool() else { return nil }
            return .presenceShown(user, isShown, rooms: words.ids())
        case "mail": return .mailQueued
        case "files": return .attachmentsRemoved
        case "index": return .indexForgotten
        case "settings": return .settingsChanged
        case "interrupted": return .interrupted
        case "session-renewed":
            guard let session: Session.ID = words.id(), let time = words.number() else { return nil }
            return .sessionRenewed(session, until: Timestamp(rawValue: time))
        case "session-ended":
            guard let session: Session.ID = words.id(), let end = words.value(SessionEnd.self) else { return nil }
            return .sessionEnded(session, end)
        case "role":
            guard let user: User.ID = words.id(), let role = words.value(Role.self) else { return nil }
            return .roleChanged(user, role)
        case let kind?: return try eventOfRoom(kind, &words, in: store)
        case nil: return nil
        }
    }

    /// Returns an event of rooms and of those who are in them.
    private static func eventOfRoom(
        _ kind: Substring, _ words: inout Words, in store: some StoreView
    ) throws -> Event? {
        switch kind {
        case "joined":
            guard let user: User.ID = words.id(), let room: Room.ID = words.id(),
                let summary = try store.summary(of: room, for: user), summary.membership != nil
            else { return nil }
            return .joined(user, summary)
        case "left":
            guard let user: User.ID = words.id(), let departure = words.departure() else { return nil }
            return .left(user, departure)
        case "renamed":
            guard let room: Room.ID = words.id() else { return nil }
            return try store.room(room).map { .renamed($0) }
        case "summary":
            guard let room: Room.ID = words.id() else { return nil }
            var summaries: [User.ID: RoomSummary] = [:]
            for user: User.ID in words.ids() {
                if let summary = try store.summary(of: room, for: user), summary.membership != nil {
                    summaries[user] = summary
                }
            }
            return summaries.isEmpty ? nil : .summaryChanged(room, summaries: summaries)
        case "member":
            guard let room: Room.ID = words.id(), let id: User.ID = words.id(),
                let role = words.value(Member.Role.self), let change = words.change(),
                let user = try store.user(id)
            else { return nil }
            return .memberChanged(room, user, role, change, by: words.id())
        case "user":
            guard let id: User.ID = words.id(), let user = try store.user(id) else { return nil }
            return .userChanged(user, rooms: words.ids())
        case "room-deleted": return words.departure().map { .roomDeleted($0) }
        default: return nil
        }
    }

    private static func words<Noun>(_ ids: [Identifier<Noun>]) -> String {
        ids.map(\.description).joined(separator: " ")
    }

    private static func word<Noun>(_ id: Identifier<Noun>?) -> String { id?.description ?? "-" }

    private static func word(_ change: MemberChange) -> String {
        switch change {
        case .came: "came"
        case .left: "left"
        case .otherRole: "role"
        }
    }

    /// The name stands last: it may be of several words, and of several lines.
    private static func words(_ departure: Departure) -> String {
        let name = departure.name.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return "\(departure.room) \(departure.reason.rawValue) \(word(departure.by)) \(name)"
    }
}

/// The words of a line that are still to be read.
private struct Words {
    var rest: Substring

    mutating func next() -> Substring? {
        guard !rest.isEmpty else { return nil }
        let word = rest.prefix { $0 != " " }
        rest = rest[word.endIndex...].dropFirst()
        return word
    }

    mutating func number() -> Int64? { next().flatMap { Int64($0) } }

    mutating func id<Noun>() -> Identifier<Noun>? { number().map { Identifier($0) } }

    mutating func bool() -> Bool? { next().flatMap { Bool(String($0)) } }

    mutating func value<Value: RawRepresentable<String>>(_: Value.Type) -> Value? {
        next().flatMap { Value(rawValue: String($0)) }
    }

    /// Reads all that is left.
    mutating func ids<Noun>() -> [Identifier<Noun>] {
        var ids: [Identifier<Noun>] = []
        while let id: Identifier<Noun> = id() { ids.append(id) }
        return ids
    }

    mutating func change() -> MemberChange? {
        switch next() {
        case "came": .came
        case "left": .left
        case "role": .otherRole
        default: nil
        }
    }

    mutating func departure() -> Departure? {
        guard let room: Room.ID = id(), let reason = value(Departure.Reason.self) else { return nil }
        let doer: User.ID? = id()
        var name = ""
        var isEscaped = false
        for letter in rest {
            if isEscaped { name.append(letter == "n" ? "\n" : letter) } else if letter != "\\" { name.append(letter) }
            isEscaped = !isEscaped && letter == "\\"
        }
        return Departure(from: room, reason, by: doer, name: name)
    }
}
