import NIOCore
import SnugChat
import SnugWeb

/// The web client: its modules and stylesheets joined, its files compressed, under a name that changes with any byte that
/// is served.
struct WebClient: Sendable {
    /// The folder under `/assets/` that holds just these files: a browser may keep them for ever.
    let version: String
    private let assets: [String: WebAsset]
    /// The files that carry the site's name, by their own: its place is still open in them.
    private let named: [String: (contentType: String, bytes: [UInt8])]

    /// - Parameter files: the files by name.
    /// - Throws: ``ModuleBundle/Fault``, ``StyleBundle/Fault``
    init(_ files: [String: (contentType: String, bytes: [UInt8])]) throws {
        let names = files.keys.sorted()
        let modules = Self.texts(of: files) { $0.hasSuffix(".js") && !Self.alone.contains($0) }
        var joined = try ModuleBundle(modules).bundles(from: "app.js")
        let sheets = try StyleBundle(Self.texts(of: files) { $0.hasSuffix(".css") }).bundles(from: "app.css")
        joined.merge(sheets) { _, sheet in sheet }
        // What has come into a bundle is served there alone.
        let needed = names.filter { name in
            let isPart = name.hasSuffix(".js") || name.hasSuffix(".css")
            return isPart ? joined[name] != nil : Self.escapes[name] == nil
        }
        var served = files.filter { name, _ in
            needed.contains(name) || Self.alone.contains(name) || Self.escapes[name] != nil
        }
        for (name, text) in Self.texts(of: files, where: Self.alone.contains) { joined[name] = ModuleBundle.bare(text) }
        for (name, text) in joined { served[name]?.bytes = Array(text.utf8) }
        let list = "[\(needed.map { "\"\($0)\"" }.joined(separator: ", "))]"
        served = served.mapValues { Self.replacing("[\"FILES\"]", in: $0, with: list) }
        // Joined in another way, the same sources are other files.
        version = Self.version(of: served.mapValues(\.bytes))
        // Absolute paths lead to the versioned folder, so that whatever names a file names this one.
        let folder = "/assets/\(version)/"
        let complete = served.mapValues { Self.replacing("/assets/", in: $0, with: folder) }
        named = complete.filter { Self.escapes[$0.key] != nil }
        assets = complete.filter { Self.escapes[$0.key] == nil }.mapValues { file in
            WebAsset(contentType: file.contentType, bytes: file.bytes)
        }
    }

    /// Returns the name of these files, whose absolute paths have no version yet.
    static func version(of files: [String: [UInt8]]) -> String {
        WebAsset.digest(files.keys.sorted().flatMap { Array($0.utf8) + (files[$0] ?? []) })
    }

    /// Returns the file with a piece of its text replaced; of what is no text, as it is.
    private static func replacing(
        _ piece: String, in file: (contentType: String, bytes: [UInt8]), with other: String
    ) -> (contentType: String, bytes: [UInt8]) {
        let isText = file.contentType.hasPrefix("text/") || file.contentType.contains("json")
        guard isText else { return file }
        let text = String(decoding: file.bytes, as: UTF8.self).replacingBytes(of: piece, with: other)
        return (file.contentType, Array(text.utf8))
    }

    /// The files that stand for themselves: a service worker is no module of the page.
    private static let alone: Set<String> = ["sw.js"]

    /// The files that carry the site's name, each with the way in which a text is written there.
    private static let escapes: [String: @Sendable (String) -> String] = [
        "index.html": { $0.htmlEscaped },
        "app.webmanifest": { name in
            var json = JSONWriter()
            json.string(name)
            return String(decoding: json.bytes.dropFirst().dropLast(), as: UTF8.self)
        },
    ]

    /// Returns the texts of the wanted files by their names.
    private static func texts(
        of files: [String: (contentType: String, bytes: [UInt8])], where isWanted: (String) -> Bool
    ) -> [String: String] {
        files.filter { isWanted($0.key) }.mapValues { String(decoding: $0.bytes, as: UTF8.self) }
    }

    subscript(_ name: String) -> WebAsset? { assets[name] }

    /// Returns a file that carries the site's name: the page, or the manifest of the installed app.
    func page(_ name: String, of site: String) -> WebAsset? {
        guard let file = named[name], let escaped = Self.escapes[name]?(site) else { return nil }
        let whole = Self.replacing("SITE_NAME", in: file, with: escaped)
        var page = WebAsset(contentType: whole.contentType, bytes: whole.bytes)
        // Made anew for everyone who comes, it is not worth the time.
        page.brotli = nil
        return page
    }

    /// Returns the web client of the files in the binary.
    /// - Throws: ``ModuleBundle/Fault``, ``StyleBundle/Fault``
    static func embedded() throws -> WebClient {
        var files: [String: (contentType: String, bytes: [UInt8])] = [:]
        for index in 0..<Int(snug_web_assets_count) {
            // The table is the compiler's own: its count, names and sizes belong together and never change.
            let entry = unsafe snug_web_assets[index]
            let bytes = unsafe Array(UnsafeBufferPointer(start: entry.bytes, count: Int(entry.size)))
            unsafe files[String(cString: entry.path)] = (String(cString: entry.content_type), bytes)
        }
        return try WebClient(files)
    }
}
