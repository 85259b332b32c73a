import HTTPTypes

/// The bytes of a file that a request asks for (RFC 9110 §14.2), so that whoever lost the connection goes on where they
/// were, and a video begins where it is wanted.
enum ByteRange: Sendable, Hashable {
    /// The whole file: no range is asked for, or several, or none that can be read, or one of another file than is there.
    case whole
    case part(Range<Int>)
    /// A range that begins behind the file's end, which is 416.
    case outside

    /// - Parameters:
    ///   - total: the bytes of the file.
    ///   - tag: the file's entity tag; nil where it has none.
    init(_ headers: HTTPFields, of total: Int, tag: String?) {
        self = .whole
        // Compared in the strong way (RFC 9110 §13.1.5): a weak tag is no file's own here.
        if let condition = headers[.ifRange], condition != tag { return }
        guard let asked = headers[.range]?.wholeMatch(of: /[Bb][Yy][Tt][Ee][Ss]=([0-9]*)-([0-9]*)/)?.output else {
            return
        }
        switch (Self.number(asked.1), Self.number(asked.2)) {
        case (nil, nil): break
        // The last so many.
        case (nil, let count?):
            self = count == 0 || total == 0 ? .outside : .part(max(0, total - count)..<total)
        case (let first?, let last):
            guard first <= last ?? .max else { return }
            self = first < total ? .part(first..<(min(last ?? .max, total - 1) + 1)) : .outside
        }
    }

    /// Returns the bytes that are the answer.
    /// - Throws: 416
    func bytes(of total: Int) throws(ProblemError) -> Range<Int> {
        switch self {
        case .whole: 0..<total
        case .part(let bytes): bytes
        case .outside: throw ProblemError(.rangeNotSatisfiable(of: total))
        }
    }

    /// Returns the number that digits spell, the largest there is for more; nil for none.
    private static func number(_ digits: Substring) -> Int? { digits.isEmpty ? nil : Int(digits) ?? .max }
}
