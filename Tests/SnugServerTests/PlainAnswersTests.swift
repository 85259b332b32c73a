import Testing

@testable import SnugServer

@Suite("The port without TLS") struct PlainAnswersTests {
    private let answers = PlainAnswers(
        origin: "https://chat.example.org", proof: { $0 == "dG9rZW4" ? "dG9rZW4.thumbprint" : nil })

    @Test func `shows the proof of a challenge`() {
        let answer = answers.answer(to: "/.well-known/acme-challenge/dG9rZW4")
        #expect(answer == .init(status: 200, body: "dG9rZW4.thumbprint"))
    }

    @Test(arguments: ["", "x", "dG9rZW4/", "../dG9rZW4", "dG9rZW4?", "dG9rZW4%00"])
    func `has nothing for another token`(token: String) {
        #expect(answers.answer(to: "/.well-known/acme-challenge/\(token)").status == 404)
    }

    @Test(arguments: [
        ("/", "/"), ("/rooms/7?x=%20", "/rooms/7?x=%20"), ("//evil.example", "//evil.example"),
        ("http://evil.example/", "/"), ("*", "/"), ("/\\evil.example", "/"), ("/a b", "/"), ("/a\u{7F}", "/"),
        ("", "/"), ("/\u{E9}", "/"), ("/" + String(repeating: "a", count: 2_048), "/"),
    ]) func `leads to this site and no other`(path: String, there: String) {
        let answer = answers.answer(to: path)
        #expect(answer == .init(status: 308, location: "https://chat.example.org\(there)"))
    }
}
