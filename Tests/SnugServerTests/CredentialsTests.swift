import HTTPTypes
import SnugChat
import SnugTesting
import Testing

@testable import SnugServer

@Suite struct `A request's credential` {
    private func shown(_ fields: (HTTPField.Name, String)...) throws -> Credentials.Shown {
        let credentials = Credentials(
            chat: try World.empty().services.chat, site: Site(origin: "https://chat.example.org"))
        var all = HTTPFields()
        for (name, value) in fields { all.append(HTTPField(name: name, value: value)) }
        return credentials.shown(by: all)
    }

    private static let cookie = "theme=dark; __Host-snug_session=c"

    @Test func `is the bearer token before the cookie`() throws {
        #expect(try shown((.authorization, "Bearer t"), (.cookie, Self.cookie)) == .bearer("t"))
        #expect(try shown((.authorization, "bearer  t ")) == .bearer("t"))
        #expect(try shown((.authorization, "Bearer"), (.cookie, Self.cookie)) == .bearer(""))
    }

    @Test(arguments: ["Basic b2xnYTp4", "Negotiate x", "Digest username=\"x\", realm=\"y\"", "Bearerish t", "", " "])
    func `is the cookie beside what a proxy asks for`(authorization: String) throws {
        #expect(try shown((.authorization, authorization), (.cookie, Self.cookie)) == .cookie("c"))
        #expect(try shown((.authorization, authorization)) == .nothing)
    }

    @Test func `is the bearer token behind what a proxy asks for`() throws {
        #expect(try shown((.authorization, "Basic x"), (.authorization, "Bearer t")) == .bearer("t"))
    }

    @Test func `is nothing where a cookie has another name`() throws {
        #expect(try shown((.cookie, "snug_session=c; x__Host-snug_session=c")) == .nothing)
    }
}
