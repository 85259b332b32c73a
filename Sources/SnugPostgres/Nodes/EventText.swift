import SnugChat

/// The text by which events stand in the log of commits: one a line, of words with spaces between them.
///
/// It names what changed, and what it now is stands in the tables; only what is gone from there is told as it was.
/// A line that another version writes and this one does not know is passed over.
enum EventText {
    /// Returns the lines of events; those that are never stored have none.
    static func text(of events: [Event]) -> String { events.compactMap(line).joined(separator: "\n") }

    /// Returns the events of each text, as far as there still is what they tell of.
    ///
    /// What they name is read by one statement for each kind of row, however many lines there are.
    static func events(of texts: [String], in store: some StoreView) throws -> [[Event]] {
        let lines = texts.map { $0.utf8.split(separator: UInt8(ascii: "\n")).compactMap(ToldEvent.init(line:)) }
        let rows = try ToldRows(of: lines.joined(), in: store)
        return lines.map { $0.compactMap { $0.event(with: rows) } }
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
        case .pushesQueued: "pushes"
        case .missedNoted: "missed"
        case .attachmentsRemoved: "files"
        case .indexForgotten: "index"
        case .settingsChanged: "settings"
        case .interrupted: "interrupted"
        case .typing, .presence, .peer: nil
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
        // By bytes, as it is read: a mark behind a sign makes one character of both.
        let name = departure.name.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\\"): Array("\\\\".utf8)
            case UInt8(ascii: "\n"): Array("\\n".utf8)
            default: [byte]
            }
        }
        return "\(departure.room) \(departure.reason.rawValue) \(word(departure.by)) "
            + String(decoding: name, as: UTF8.self)
    }
}
