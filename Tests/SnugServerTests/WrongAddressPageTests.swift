import Testing

@testable import SnugServer

@Suite struct `The page at a wrong address` {
    private func page(asked: String, path: String = "/", site: String = "http://localhost:8080") throws -> String {
        WrongAddressPage(
            site: Site(origin: site, isConfigured: false), asked: try #require(Authority(asked)), scheme: "http",
            path: path
        ).page(in: .en).html
    }

    @Test func `leads to the right one on the machine itself`() throws {
        let html = try page(asked: "127.0.0.1:8080", path: "/invite?x=\"&y='")
        #expect(html.contains("href=\"http://localhost:8080/invite?x=&quot;&amp;y='\""))
    }

    @Test func `says from elsewhere which setting makes it right`() throws {
        let html = try page(asked: "192.168.1.10:8080")
        #expect(!html.contains("<a "))
        #expect(html.contains("snug config set site.url http://192.168.1.10:8080"))
    }

    @Test func `shows what was asked for as text`() throws {
        #expect(try page(asked: "a&b'").contains("http://a&amp;b'"))
        #expect(Authority("<script>") == nil)
    }

    @Test(arguments: [
        ("", "en"), ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("fr, en;q=0.5, de;q=0.7", "de"),
        ("en-GB, de", "en"), ("de;q=0, en", "en"), ("fr", "en"), ("de;q=0", "en"), ("DE", "de"), (";q=1,,", "en"),
    ])
    func `speaks the language that the browser prefers`(header: String, language: String) {
        #expect(WrongAddressPage.Language.preferred(by: header).rawValue == language)
    }
}
