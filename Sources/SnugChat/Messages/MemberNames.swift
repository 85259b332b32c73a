/// The names by which a room's members can be called.
///
/// A name calls everyone who bears it. Its first word, and either of them without accents, call whoever alone they
/// could mean.
struct MemberNames: Sendable {
    /// The word that calls everyone in the room.
    static let everyone = "room"

    private struct Called {
        var mentions: Mentions
        /// True for a whole name.
        var isWhole: Bool
    }

    private var called: [ArraySlice<UInt32>: Called] = [:]
    /// The lengths of names by their first scalar, the longest first.
    private var lengths: [UInt32: [Int]] = [:]
    /// The number of members.
    let count: Int

    init(_ names: [User.ID: String]) {
        count = names.count
        var whole: [ArraySlice<UInt32>: Set<User.ID>] = [:]
        var parts: [ArraySlice<UInt32>: Set<User.ID>] = [:]
        for (user, name) in names {
            let folded = NameFolding.folded(name)[...]
            whole[folded, default: []].insert(user)
            let word = folded.prefix { $0 != NameFolding.space }
            for part in [word, NameFolding.withoutAccents(folded), NameFolding.withoutAccents(word)]
            where part != folded {
                parts[part, default: []].insert(user)
            }
        }
        for (part, users) in parts where users.count == 1 {
            called[part] = Called(mentions: .users(users), isWhole: false)
        }
        for (name, users) in whole { called[name] = Called(mentions: .users(users), isWhole: true) }
        called[NameFolding.folded(Self.everyone)[...]] = Called(mentions: .everyone, isWhole: true)
        called[[]] = nil
        for name in called.keys {
            if let first = name.first { lengths[first, default: []].append(name.count) }
        }
        lengths = lengths.mapValues { Set($0).sorted(by: >) }
    }

    /// Returns whom a folded text that begins with a name calls: the longest name that fits counts.
    func called(by text: ArraySlice<UInt32>) -> Mentions? {
        for length in text.first.flatMap({ lengths[$0] }) ?? [] where length <= text.count {
            let name = text.prefix(length)
            if let called = called[name], let last = name.last,
                NameFolding.ends(last, before: text.dropFirst(length), isWhole: called.isWhole)
            {
                return called.mentions
            }
        }
        return nil
    }
}
