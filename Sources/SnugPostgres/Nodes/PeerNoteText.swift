import SnugChat

/// The text by which nodes tell one another what is never stored: one notification, of words with spaces between them.
///
/// It begins with a sign that parts it from the name of the schema. What another version tells and this one does not know is passed
/// over.
enum PeerNoteText {
    private static let sign = "@"

    /// Returns the text of a note: letters of ASCII, digits and few signs, which leave room for a schema's name of the 7,999
    /// bytes that there are.
    static func text(of note: PeerNote) -> String {
        let words: [String] =
            switch note.content {
            case .typing(let room, let user): ["typing", "\(room)", "\(user)"]
            case .changes(let number, let changes): ["changes", "\(number)"] + changes.map(word)
            case .list(let number, let part, let count, let people):
                ["list", "\(number)", "\(part)", "\(count)"] + people.map(\.description)
            case .beat(let number): ["beat", "\(number)"]
            case .question(let peer): ["question"] + (peer.map { [word($0)] } ?? [])
            case .looking(let people): ["looking"] + people.map(\.description)
            case .lookedAway(let people): ["away"] + people.map(\.description)
            case .end: ["end"]
            }
        return ([sign + word(note.from)] + words).joined(separator: " ")
    }

    /// Returns the note of a text; nil for any other text.
    static func note(of text: Substring) -> PeerNote? {
        guard text.hasPrefix(sign) else { return nil }
        var words = text.dropFirst(sign.count).split(separator: " ")[...]
        guard let peer = words.popFirst().flatMap(peer), let kind = words.popFirst() else { return nil }
        let content: PeerNote.Content
        switch kind {
        case "typing":
            guard let room = number(words.popFirst()), let user = number(words.popFirst()) else { return nil }
            content = .typing(Room.ID(room), User.ID(user))
        case "changes":
            guard let count = number(words.popFirst()) else { return nil }
            content = .changes(number: count, words.compactMap(change))
        case "list":
            guard let count = number(words.popFirst()), let part = number(words.popFirst()),
                let parts = number(words.popFirst())
            else { return nil }
            content = .list(number: count, part: Int(clamping: part), count: Int(clamping: parts), people(words))
        case "beat":
            guard let count = number(words.popFirst()) else { return nil }
            content = .beat(number: count)
        case "question": content = .question(words.popFirst().flatMap(self.peer))
        case "looking": content = .looking(people(words))
        case "away": content = .lookedAway(people(words))
        case "end": content = .end
        default: return nil
        }
        return PeerNote(from: peer, content)
    }

    /// Returns a number that is one of a thing or counts something; whatever role may connect can notify of others.
    private static func number(_ word: Substring?) -> Int64? {
        word.flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
    }

    private static func people(_ words: some Sequence<Substring>) -> [User.ID] {
        words.compactMap { number($0).map { User.ID($0) } }
    }

    private static func word(_ peer: PeerID) -> String { String(peer.rawValue, radix: 36) }

    private static func peer(_ word: Substring) -> PeerID? { UInt64(word, radix: 36).map { PeerID($0) } }

    /// `+7` came, `-7` went unseen, `-7:1795363200000000` was last seen then.
    private static func word(_ change: PeerChange) -> String {
        guard !change.isOnline else { return "+\(change.user)" }
        return "-\(change.user)" + (change.lastSeen.map { ":\($0.rawValue)" } ?? "")
    }

    private static func change(_ word: Substring) -> PeerChange? {
        let parts = word.dropFirst().split(separator: ":")
        guard let sign = word.first, let user = number(parts.first) else { return nil }
        let lastSeen = number(parts.dropFirst().first).map { Timestamp(rawValue: $0) }
        return PeerChange(User.ID(user), isOnline: sign == "+", lastSeen: lastSeen)
    }
}
