import SnugChat

/// The words of a line that are still to be read.
///
/// They are told apart by bytes: a name may begin with a mark, which makes one character with the space before it.
struct EventWords {
    var rest: Substring.UTF8View

    mutating func next() -> Substring? {
        guard !rest.isEmpty else { return nil }
        let word = rest.prefix { $0 != UInt8(ascii: " ") }
        rest = rest[word.endIndex...].dropFirst()
        return Substring(word)
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
        var name: [UInt8] = []
        var isEscaped = false
        for byte in rest {
            let isSign = byte == UInt8(ascii: "\\")
            if isEscaped {
                name.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
            } else if !isSign {
                name.append(byte)
            }
            isEscaped = !isEscaped && isSign
        }
        return Departure(from: room, reason, by: doer, name: String(decoding: name, as: UTF8.self))
    }
}
