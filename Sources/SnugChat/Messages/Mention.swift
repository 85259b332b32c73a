/// The users that a message calls by name.
enum Mention {
    /// The word that calls everyone in the room.
    static let everyone = "room"
    /// Returns true for a character that may stand beside a name in a text, as letters, digits and `_` may not; nil is
    /// the text's end.
    private static func isBoundary(_ character: Character?) -> Bool {
        guard let character else { return true }
        return !character.isLetter && !character.isNumber && character != "_"
    }

    /// Returns the members whose name stands behind an `@`, in any case of letters.
    ///
    /// The longest name that fits counts, or the first word of a name where nobody else's begins with it.
    /// - Parameter members: everyone in the room.
    /// - Returns: at most ``Limits/mentionsMax`` users, of as many `@`; all but the author for `@room`.
    static func found(in content: String, members: [NamedMember], by author: User.ID) -> Set<User.ID> {
        let others = members.filter { $0.member.userID != author }
        let names = names(of: members)
        var found: Set<User.ID> = []
        var rest = content.folded[...]
        var before: Character?
        for _ in 0..<Limits.mentionsMax {
            guard let at = rest.firstIndex(of: "@") else { break }
            let neighbour = at == rest.startIndex ? before : rest[rest.index(before: at)]
            rest = rest[rest.index(after: at)...]
            before = "@"
            guard isBoundary(neighbour) else { continue }
            if stands(everyone, atStartOf: rest) { return Set(others.map(\.member.userID)) }
            if let name = names.first(where: { stands($0.name, atStartOf: rest) }), name.user != author {
                found.insert(name.user)
            }
        }
        return found
    }

    /// Returns the users that ``found(in:members:by:)`` does; the room's members are read only if the text holds an
    /// `@`.
    static func found(
        in content: String,
        _ room: Room.ID,
        by author: User.ID,
        in store: any StoreReader
    ) throws -> Set<User.ID> {
        guard content.utf8.contains(UInt8(ascii: "@")) else { return [] }
        return found(in: content, members: try store.members(of: room), by: author)
    }

    /// Returns true if a text begins with this whole name.
    private static func stands(_ name: String, atStartOf text: Substring) -> Bool {
        guard text.hasPrefix(name) else { return false }
        return isBoundary(text.dropFirst(name.count).first)
    }

    /// Returns the folded names that count, longest first: whole ones, and first words that one member alone has.
    private static func names(of members: [NamedMember]) -> [(name: String, user: User.ID)] {
        var firstWords: [String: [User.ID]] = [:]
        var names = members.map { member in
            let name = member.name.folded
            if let word = name.split(separator: " ").first, word.count < name.count {
                firstWords[String(word), default: []].append(member.member.userID)
            }
            return (name: name, user: member.member.userID)
        }
        for (word, users) in firstWords where users.count == 1 { names.append((word, users[0])) }
        return names.sorted { $0.name.count > $1.name.count }
    }
}
