import Foundation
import Testing

@testable import SnugChat

/// The words of texts and of searches as `Tests/vectors` has them, which the client's tests read too.
private struct Vectors: Decodable {
    var texts: [Text]
    var queries: [Query]
    var refused: [String]
    var finds: [Find]

    struct Text: Decodable {
        var name: String
        var text: String
        var pieces: [Piece]
    }

    enum Piece: Decodable, Hashable {
        case word(String)
        case unspaced(String)

        private enum CodingKeys: CodingKey { case unspaced }

        init(from decoder: any Decoder) throws {
            if let word = try? decoder.singleValueContainer().decode(String.self) {
                self = .word(word)
            } else {
                self = .unspaced(try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .unspaced))
            }
        }

        init(_ letters: ArraySlice<UInt32>, isUnspaced: Bool) {
            let text = String(String.UnicodeScalarView(letters.compactMap { Unicode.Scalar($0) }))
            self = isUnspaced ? .unspaced(text) : .word(text)
        }
    }

    struct Query: Decodable {
        var name: String
        var q: String
        var terms: [Term]
    }

    struct Term: Decodable, Hashable {
        var parts: [Piece]
        var unwanted: Bool?
        var beginning: Bool?
    }

    struct Find: Decodable {
        var q: String
        var text: String
        var marked: String?
    }

    static func read() throws -> Vectors {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("vectors/search.json")
        return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
    }
}

@Suite struct `Words that are searched for` {
    private let vectors: Vectors

    init() throws { vectors = try Vectors.read() }

    /// Returns the words that an index keeps of a text; a mark that begins one is no part of the space before it.
    private func wordsKept(of text: SearchText) -> [String] {
        text.indexedWords.unicodeScalars.split(separator: " ").map { String(String.UnicodeScalarView($0)) }
    }

    private func isSame(_ a: String, _ b: String) -> Bool { a.unicodeScalars.elementsEqual(b.unicodeScalars) }

    @Test func `texts of every script are cut and folded as the client does it`() {
        #expect(vectors.texts.count > 30)
        for vector in vectors.texts {
            let text = SearchText(vector.text)
            let pieces = text.pieces.map { Vectors.Piece(text.letters[$0.letters], isUnspaced: $0.isUnspaced) }
            #expect(pieces == vector.pieces, "\(vector.name)")
        }
    }

    @Test func `searches are read as the client reads them`() throws {
        #expect(vectors.queries.count > 15)
        for vector in vectors.queries {
            let terms = try SearchWords(vector.q).terms.map { term in
                Vectors.Term(
                    parts: term.parts.map { Vectors.Piece($0.letters, isUnspaced: $0.isUnspaced) },
                    unwanted: term.isUnwanted ? true : nil, beginning: term.isBeginning ? true : nil)
            }
            #expect(terms == vector.terms, "\(vector.name)")
        }
    }

    @Test func `a search without a word, or with too much, is refused`() {
        for typed in vectors.refused {
            do {
                _ = try SearchWords(typed)
                Issue.record("“\(typed)” is taken")
            } catch {
                guard case .invalid(let fields) = error else {
                    Issue.record("“\(typed)”: \(error)")
                    continue
                }
                #expect(fields.map(\.field) == ["q"])
            }
        }
    }

    @Test func `what is found is marked where it is`() throws {
        for vector in vectors.finds {
            let words = try SearchWords(vector.q)
            let text = SearchText(vector.text)
            #expect(words.match(text) == (vector.marked != nil), "\(vector.q) in \(vector.text)")
            guard let marked = vector.marked else { continue }
            let bytes = Array(vector.text.utf8)
            var (shown, place) = ("", 0)
            for hit in words.places(in: text) {
                let (begin, end) = (Int(text.begins[hit.lowerBound]), Int(text.ends[hit.upperBound - 1]))
                shown += String(decoding: bytes[place..<begin], as: UTF8.self)
                shown += "⟦\(String(decoding: bytes[begin..<end], as: UTF8.self))⟧"
                place = end
            }
            shown += String(decoding: bytes[place...], as: UTF8.self)
            #expect(shown.unicodeScalars.elementsEqual(marked.unicodeScalars), "\(vector.q): \(shown)")
        }
    }

    @Test func `whatever is found in a text, its keys are among the words that an index keeps of it`() throws {
        for vector in vectors.finds where vector.marked != nil {
            let words = try SearchWords(vector.q)
            let kept = wordsKept(of: SearchText(vector.text))
            func has(_ key: SearchKey) -> Bool {
                kept.contains { word in
                    key.isBeginning
                        ? word.unicodeScalars.starts(with: key.word.unicodeScalars) : isSame(word, key.word)
                }
            }
            #expect(words.wantedKeys.allSatisfy(has), "\(vector.q) in \(kept)")
            #expect(!words.unwantedKeys.contains(where: has), "\(vector.q) in \(kept)")
        }
    }

    @Test func `an index is asked for few words, and for beginnings that it keeps`() throws {
        #expect(try SearchWords(String(repeating: "文件系统", count: 40)).wantedKeys.count == 4)
        #expect(try SearchWords("\"a b c d e f g h i j\" k").wantedKeys.count == Limits.searchKeysMax + 1)
        for typed in ["rec", "rech", "rechn", "rechnungen"] {
            let key = try #require(try SearchWords(typed).wantedKeys.first)
            #expect(key.isBeginning && Limits.searchBeginningLetters.contains(key.word.count), "\(key)")
        }
        #expect(try SearchWords("tea -\"ああ\" -\"あああ\" -\"a b\" -b").unwantedKeys.map(\.word) == ["ああ", "b"])
    }

    @Test func `every piece of one to four letters of a script without spaces is found`() throws {
        let texts = ["文件系统坏了", "ファイルを開けない", "학교에서만나요", "ภาษาไทยง่าย", "ភាសាខ្មែរ", "မြန်မာဘာသာ", "ພາສາລາວ"]
        for text in texts {
            let scalars = Array(text.unicodeScalars)
            for count in 1...4 {
                for start in 0...scalars.count - count {
                    let piece = String(String.UnicodeScalarView(scalars[start..<start + count]))
                    let words = try SearchWords(piece)
                    #expect(words.match(SearchText(text)), "\(piece) in \(text)")
                    let kept = wordsKept(of: SearchText(text))
                    let wanted = words.wantedKeys.map(\.word)
                    #expect(wanted.allSatisfy { word in kept.contains { isSame($0, word) } }, "\(piece) in \(kept)")
                }
            }
        }
    }

    @Test func `nothing is found across two texts of one message`() throws {
        let text = SearchText(["good", "morning 文", "件"])
        #expect(try !SearchWords("\"good morning\"").match(text))
        #expect(try !SearchWords("文件").match(text))
        #expect(try SearchWords("good morning 文 件").match(text))
        #expect(wordsKept(of: text) == ["good", "morning", "件", "文"])
    }

    @Test func `letters are folded once, to such as a tokenizer takes for nothing else`() {
        let parts: [ClosedRange<UInt32>] = [
            0...0x33FF, 0xA000...0xABFF, 0xF900...0xFFFF, 0x1_0400...0x1_04FF, 0x1_D400...0x1_D7FF,
        ]
        for value in parts.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let letters = SearchText(String(scalar)).letters
            for letter in letters {
                #expect(letter >= 0x80 || (0x61...0x7A).contains(letter) || (0x30...0x39).contains(letter))
            }
            let text = String(String.UnicodeScalarView(letters.compactMap { Unicode.Scalar($0) }))
            if SearchText(text).letters != letters { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test func `hostile texts take no longer than others`() throws {
        let marks = "a" + String(repeating: "\u{301}", count: Limits.contentBytesMax / 2)
        #expect(SearchText(marks).letters == [0x61])
        let same = String(repeating: "啊", count: Limits.contentBytesMax / 3)
        let wanted = String(repeating: "啊", count: 169) + "呀"
        let clock = ContinuousClock()
        let text = SearchText(same)
        let words = try SearchWords(wanted)
        let time = clock.measure { #expect(!words.match(text)) }
        #expect(time < .milliseconds(500), "\(time)")
        let many = SearchText(String(repeating: "a ", count: Limits.contentBytesMax / 2))
        let phrase = try SearchWords("\"\(String(repeating: "a ", count: 31)) b\"")
        #expect(!phrase.match(many))
    }
}

@Suite struct `A snippet` {
    private func snippet(_ typed: String, _ content: String) throws -> String {
        let message = Message(
            id: Message.ID(1), roomID: Room.ID(1), seq: 1, userID: User.ID(1), content: content,
            timestamp: Timestamp(seconds: 0))
        return try SearchWords(typed).snippet(of: message).map { $0.isHit ? "⟦\($0.text)⟧" : $0.text }.joined()
    }

    @Test func `shows a short text whole, on one line`() throws {
        #expect(try snippet("tea", "Some tea\n\n  and Tea?") == "Some ⟦tea⟧ and ⟦Tea⟧?")
    }

    @Test func `is cut between words around what was found`() throws {
        let long = (1...200).map { "word\($0)" }.joined(separator: " ")
        let shown = try snippet("word100", long)
        #expect(shown.hasPrefix("…word9") && shown.contains(" ⟦word100⟧ ") && shown.hasSuffix("…"))
        #expect(shown.count < Limits.snippetCharactersMax + 8)
        #expect(shown.dropLast().split(separator: " ").last.map { long.contains(" \($0) ") } == true)
    }

    @Test func `is cut anywhere in a script without spaces`() throws {
        let long = String(repeating: "文件系统", count: 200) + "好" + String(repeating: "文件系统", count: 200)
        let shown = try snippet("好", long)
        #expect(shown.count == Limits.snippetCharactersMax + 4)
        #expect(shown.contains("统⟦好⟧文"))
    }
}
