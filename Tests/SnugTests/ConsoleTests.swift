import Foundation
import Testing

@testable import snug

@Suite struct `A line on the terminal` {
    @Test func `does not steer it`() {
        #expect(Console.plain("a\u{1B}[31msnug\u{7F}\u{9B}2J.db") == "a\\u001b[31msnug\\u007f\\u009b2J.db")
    }

    @Test func `is else as it was`() {
        let table = "FILE\tTAKEN\n/srv/Café-☕/é.db"
        #expect(Console.plain(table) == table)
    }

    @Test func `stays JSON`() throws {
        let said = Console.plain(String(decoding: try JSONEncoder().encode(["name": "\u{9B}2J"]), as: UTF8.self))
        #expect(try JSONDecoder().decode([String: String].self, from: Data(said.utf8)) == ["name": "\u{9B}2J"])
    }
}
