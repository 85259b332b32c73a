import Testing

@testable import SnugChat

@Suite struct `A name in a mail` {
    @Test(arguments: [
        ("http://evil.example click", "http: //evil. example click"),
        ("Mailbox full, see https://evil.example/login", "Mailbox full, see https: //evil. example/login"),
        ("www.evil.example", "www. evil. example"), ("evil.example", "evil. example"),
        ("evil。example", "evil。 example"), ("evil．example", "evil． example"), ("evil｡example", "evil｡ example"),
        ("evil.\u{200C}example", "evil. \u{200C}example"), ("зло.рф", "зло. рф"),
        ("mailto:mal@evil.example", "mailto: mal@ evil. example"), ("javascript:alert(1)", "javascript: alert(1)"),
        (#"\\evil\share"#, #"\\ evil\ share"#), ("a\u{202E}b\u{2066}c\nd\u{85}e\u{1B}f", "abcdef"),
    ])
    func `is no link, and acts on nothing beside it`(name: String, shown: String) {
        #expect(Language.english.quoted(name) == "“\(shown)”")
    }

    @Test(arguments: [
        "Lobby", "10:30 standup", "v1.2", "Tea & cake :)", "Hm...", "@home", ".NET", "Dr. Ada", "a/b", "Küche – unten",
    ])
    func `is as it is otherwise`(name: String) {
        #expect(Language.german.quoted(name) == "„\(name)“")
    }
}
