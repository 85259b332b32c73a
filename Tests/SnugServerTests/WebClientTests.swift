import NIOCore
import Testing

@testable import SnugServer

@Suite
struct `The web client's files` {
    private static let files: [String: (contentType: String, bytes: [UInt8])] = [
        "index.html": ("text/html", Array("<title>SITE_NAME</title><script src=\"/assets/app.js\"></script>".utf8)),
        "app.webmanifest": (
            "application/manifest+json", Array("{\"name\":\"SITE_NAME\",\"icons\":[\"/assets/icon.svg\"]}".utf8)
        ),
        "app.js": ("text/javascript", Array("// The start.\nimport { hello } from \"./hello.js\";\n\nhello();\n".utf8)),
        "hello.js": ("text/javascript", Array("export function hello() {}\n".utf8)),
        "app.css": ("text/css", Array("@import \"./ground.css\";\n".utf8)),
        "ground.css": ("text/css", Array("body { margin: 0; }\n".utf8)),
        "later.css": ("text/css", Array("/* Fetched by a part of the page. */\n  p { margin: 0; }\n".utf8)),
        "sw.js": (
            "text/javascript",
            Array("// The worker.\n\n  const folder = \"/assets/\"; const files = [\"FILES\"];\n".utf8)
        ),
    ]

    /// The files as they are served, before their folder has its name.
    private func served(_ client: WebClient) -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for name in Self.files.keys {
            guard let asset = client[name] ?? client.page(name, of: "SITE_NAME") else { continue }
            let text = String(buffer: asset.bytes)
            found[name] = Array(text.replacingBytes(of: "/assets/\(client.version)/", with: "/assets/").utf8)
        }
        return found
    }

    @Test
    func `lie in a folder that is named by what is served of them`() throws {
        let client = try WebClient(Self.files)
        let served = served(client)
        #expect(served.keys.sorted() == ["app.css", "app.js", "app.webmanifest", "index.html", "later.css", "sw.js"])
        #expect(client.version == WebClient.version(of: served))
        // Joined in another way, the same sources are other files.
        var other = served
        other["app.js"]?.append(UInt8(ascii: "\n"))
        #expect(client.version != WebClient.version(of: other))
    }

    @Test
    func `lie in the same folder while only what nobody is served changes`() throws {
        var files = Self.files
        files["hello.js"]?.bytes = Array("// A comment.\nexport function hello() {}\n".utf8)
        #expect(try WebClient(files).version == WebClient(Self.files).version)
        files["hello.js"]?.bytes = Array("export function hello() {\n  return 1;\n}\n".utf8)
        let indented = try WebClient(files).version
        #expect(try indented != WebClient(Self.files).version)
        files["hello.js"]?.bytes = Array("export function hello() {\nreturn 1;\n}\n".utf8)
        #expect(try indented == WebClient(files).version)
    }

    @Test
    func `carry the site's name, written as the file wants it`() throws {
        let client = try WebClient(Self.files)
        let page = try #require(client.page("index.html", of: "Lindqvist & <Co>"))
        #expect(String(buffer: page.bytes).hasPrefix("<title>Lindqvist &amp; &lt;Co&gt;</title>"))
        let manifest = try #require(client.page("app.webmanifest", of: #"The "Attic" \"#))
        #expect(
            String(buffer: manifest.bytes)
                == #"{"name":"The \"Attic\" \\","icons":["/assets/\#(client.version)/icon.svg"]}"#)
        #expect(page.etag != client.page("index.html", of: "Another")?.etag)
        #expect(client["index.html"] == nil && client["app.webmanifest"] == nil, "They have no name there.")
    }

    @Test
    func `have each sheet in the page's own, or by itself`() throws {
        let client = try WebClient(Self.files)
        #expect(client["app.css"].map { String(buffer: $0.bytes) } == "body { margin: 0; }\n")
        #expect(client["later.css"].map { String(buffer: $0.bytes) } == "p { margin: 0; }\n")
    }

    @Test
    func `have neither comments nor empty lines where they are scripts`() throws {
        let client = try WebClient(Self.files)
        let worker = try #require(client["sw.js"].map { String(buffer: $0.bytes) })
        #expect(worker.hasPrefix("const folder = ") && worker.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        let app = try #require(client["app.js"].map { String(buffer: $0.bytes) })
        #expect(!app.contains("//") && !app.contains("\n\n"))
    }

    @Test
    func `are told to the service worker by their names`() throws {
        let worker = try #require(try WebClient(Self.files)["sw.js"])
        #expect(String(buffer: worker.bytes).contains(#"const files = ["app.css", "app.js", "later.css"];"#))
    }
}
