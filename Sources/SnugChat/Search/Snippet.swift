/// A piece of a message that a search found.
public struct SnippetPiece: Sendable, Hashable {
    public var text: String
    /// True for what was looked for.
    public var isHit: Bool

    public init(_ text: String, isHit: Bool = false) {
        self.text = text
        self.isHit = isHit
    }
}

extension SearchWords {
    /// Returns pieces of a message around the first of what is looked for, on one line: of what it says, or of the name
    /// of a file where it is there alone.
    public func snippet(of message: Message) -> [SnippetPiece] {
        for text in message.searchedTexts {
            let found = SearchText(text)
            let places = places(in: found)
            if !places.isEmpty { return Self.snippet(of: text, found, places) }
        }
        return Self.snippet(of: message.content, SearchText(message.content), [])
    }

    private static func snippet(of text: String, _ found: SearchText, _ places: [Range<Int>]) -> [SnippetPiece] {
        let bytes = Array(text.utf8)
        let marks = places.map { Int(found.begins[$0.lowerBound])..<Int(found.ends[$0.upperBound - 1]) }
        var (begin, end) = window(of: bytes, around: marks.first)
        begin = min(character(at: begin, in: text).upperBound, marks.first?.lowerBound ?? begin)
        end = max(character(at: end, in: text).lowerBound, marks.first?.upperBound ?? 0)
        var pieces: [SnippetPiece] = []
        var place = begin
        for mark in marks where mark.lowerBound < end {
            let (first, last) = (max(mark.lowerBound, place), min(mark.upperBound, end))
            pieces.append(SnippetPiece(line(bytes[place..<first])))
            pieces.append(SnippetPiece(line(bytes[first..<last]), isHit: true))
            place = last
        }
        pieces.append(SnippetPiece(line(bytes[place..<end])))
        if begin > 0 { pieces[0].text = "…" + pieces[0].text }
        if end < bytes.count { pieces[pieces.count - 1].text += "…" }
        return pieces.filter { !$0.text.isEmpty }
    }

    /// Returns the part of a text that is shown, which begins and ends between words where it can.
    private static func window(of bytes: [UInt8], around mark: Range<Int>?) -> (begin: Int, end: Int) {
        var begin = mark?.lowerBound ?? 0
        var count = 0
        var blank: Int?
        while begin > 0, count < Limits.snippetLeadMax {
            begin -= 1
            if isBlank(bytes[begin]) { blank = begin + 1 }
            if !isContinuation(bytes[begin]) { count += 1 }
        }
        while begin > 0, isContinuation(bytes[begin]) { begin -= 1 }
        if begin > 0, let blank, blank - begin < Limits.snippetWordBytesMax { begin = blank }
        var end = begin
        (count, blank) = (0, nil)
        while end < bytes.count {
            if !isContinuation(bytes[end]) {
                if count == Limits.snippetCharactersMax { break }
                count += 1
            }
            if isBlank(bytes[end]), end >= mark?.upperBound ?? 0 { blank = end }
            end += 1
        }
        if end < bytes.count, let blank, end - blank < Limits.snippetWordBytesMax { end = blank }
        return (begin, end)
    }

    /// Returns the bytes of the character that a place is within; none where it is between two.
    private static func character(at place: Int, in text: String) -> Range<Int> {
        let index = text.utf8.index(text.startIndex, offsetBy: place)
        guard index.samePosition(in: text) == nil else { return place..<place }
        let end = text.index(after: index)
        let begin = text.index(before: end)
        return text.utf8.distance(from: text.startIndex, to: begin)..<text.utf8.distance(from: text.startIndex, to: end)
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

    /// Returns text with one space for each run of white space and control characters.
    private static func line(_ bytes: ArraySlice<UInt8>) -> String {
        var line: [UInt8] = []
        for byte in bytes {
            if !isBlank(byte) {
                line.append(byte)
            } else if line.last != UInt8(ascii: " ") {
                line.append(UInt8(ascii: " "))
            }
        }
        return String(decoding: line, as: UTF8.self)
    }
}
