import Testing

@testable import SnugChat

@Suite struct `The names that a site has had` {
    let now = Timestamp(seconds: 1_800_000_000)

    func names(_ history: SiteHistory, than site: String) -> [String] {
        history.others(than: site).map { "\($0.name) \($0.from.seconds) \($0.until == Timestamp(rawValue: .max))" }
    }

    @Test func `are told apart by their hosts, whatever the port`() {
        var history = SiteHistory(nil, noted: nil)
        history.begin("http://localhost:8080", at: now)
        history.begin("http://localhost:9090", at: now + .seconds(1))
        #expect(history.text == "0 localhost")
        #expect(names(history, than: "https://localhost").isEmpty)
        #expect(names(history, than: "https://chat.example.org") == ["localhost 0 true"])
    }

    @Test func `count from their first start on, and back again`() {
        var history = SiteHistory(nil, noted: "https://one.example.org")
        history.begin("https://two.example.org", at: now)
        history.begin("https://one.example.org", at: now + .seconds(60))
        #expect(names(history, than: "https://one.example.org") == ["two.example.org 1800000000 false"])
        let read = SiteHistory(history.text, noted: "https://else.example.org")
        #expect(read.text == history.text)
        #expect(
            names(read, than: "https://two.example.org")
                == ["one.example.org 0 false", "one.example.org 1800000060 true"])
    }

    @Test func `are kept so many, and lines that say nothing are passed over`() {
        var history = SiteHistory("rubbish\n5 five.example.org\nx y\n", noted: nil)
        #expect(history.text == "5 five.example.org")
        for number in 1...20 { history.begin("https://n\(number).example.org", at: now + .seconds(number)) }
        #expect(history.text.split(separator: "\n").count == Limits.siteNamesKept)
        #expect(names(history, than: "https://n20.example.org").first == "n13.example.org 0 false")
    }
}
