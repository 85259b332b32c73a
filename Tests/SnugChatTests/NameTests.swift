import Foundation
import SnugTesting
import Testing

@testable import SnugChat

@Suite("Names") struct NameTests {
    /// Names as `Tests/vectors` has them, which the end-to-end and the client's tests read too.
    private struct Vectors: Decodable {
        var kept: [Kept]
        /// Names of which nothing is to be seen.
        var nothing: [String]
        /// The words of the page itself for oneself, for nobody and for what was deleted.
        var page: [String]
        var posing: [String]

        struct Kept: Decodable {
            var typed: String
            var name: String
        }
    }

    private let vectors: Vectors

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("vectors/names.json")
        vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
    }

    private func checked(_ typed: String) -> (name: String, refused: [String]) {
        var check = FieldCheck()
        let name = check.personName(typed)
        return (name, check.found.map(\.message))
    }

    @Test func `are kept without what nobody sees, and with what changes their letters`() {
        for vector in vectors.kept {
            let (name, refused) = checked(vector.typed)
            #expect(Array(name.unicodeScalars) == Array(vector.name.unicodeScalars), "\(vector.typed.debugDescription)")
            #expect(refused.isEmpty, "\(vector.typed.debugDescription)")
            #expect(Array(checked(name).name.unicodeScalars) == Array(name.unicodeScalars))
        }
    }

    @Test func `are refused where there is nothing to see`() {
        for typed in vectors.nothing {
            #expect(checked(typed).refused == ["Please give a name."], "\(typed.debugDescription)")
        }
    }

    @Test func `of people are none of those that the page says itself`() {
        for typed in vectors.page + vectors.posing {
            #expect(
                checked(typed).refused == ["Nobody can have this name: the page itself uses it."],
                "\(typed.debugDescription)")
        }
        var check = FieldCheck()
        #expect(check.name("You\u{200B}", charactersMax: Limits.roomNameCharactersMax) == "You")
        #expect(check.found.isEmpty)
    }

    @Test func `of a million characters that nobody sees are looked at in a moment`() {
        let typed = String(repeating: "\u{200D}\u{FE0F}", count: 500_000)
        #expect(ContinuousClock().measure { _ = checked(typed) } < .seconds(5))
        #expect(checked("a" + typed).name == "a")
    }
}
