import SnugChat
import Testing

@Suite struct `The kind of a file` {
    private static func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

    static let beginnings: [(bytes: [UInt8], type: String)] = [
        ([0x1A, 0x45, 0xDF, 0xA3, 0x93, 0x42, 0x82, 0x84] + bytes("webm"), "video/webm"),
        ([0x1A, 0x45, 0xDF, 0xA3, 0x93, 0x42, 0x82, 0x88] + bytes("matroska"), "video/x-matroska"),
        ([0x1A, 0x45, 0xDF, 0xA3, 0x93, 0x42, 0x82], "application/octet-stream"),
        (bytes("OggS") + [UInt8](repeating: 0, count: 24) + bytes("OpusHead"), "audio/ogg"),
        (bytes("OggS") + [UInt8](repeating: 0, count: 24) + bytes("\u{80}theora"), "application/ogg"),
        (bytes("RIFF\u{24}\0\0\0WAVEfmt "), "audio/wav"),
        (bytes("RIFF\u{24}\0\0\0AVI LIST"), "application/octet-stream"),
        (bytes("ID3\u{4}\0"), "audio/mpeg"),
        ([0xFF, 0xFB, 0x90, 0x64], "audio/mpeg"),
        // The mark of UTF-16, an AAC, a frame of no rate.
        ([0xFF, 0xFE, 0x41, 0x00], "application/octet-stream"),
        ([0xFF, 0xF1, 0x50, 0x80], "application/octet-stream"),
        ([0xFF, 0xFB, 0x00, 0x00], "application/octet-stream"),
        (bytes("%PDF-1.7"), "application/pdf"),
        (bytes("PK\u{3}\u{4}"), "application/zip"),
        (bytes("PK\u{5}\u{6}"), "application/zip"),
        (bytes("\0\0\0\u{10}ftypcrx \0\0\0\0"), "application/octet-stream"),
        (bytes("II*\0"), "application/octet-stream"),
        (bytes("BM"), "application/octet-stream"),
        ([], "application/octet-stream"),
        ([0xFF], "application/octet-stream"),
    ]

    @Test(arguments: beginnings) func `is known by its first bytes, and those stay`(file: ([UInt8], String)) throws {
        let (bytes, type) = file
        for rest in [[], [UInt8](repeating: 7, count: 100)] {
            let filtered = try Filtered(bytes + rest)
            #expect(filtered.kind == MediaKind(type: type))
            #expect(filtered.kept == bytes + rest)
        }
    }

    @Test(arguments: [
        ("progressive-6.jpg", "image/jpeg", 32, 48), ("several.jpg", "image/jpeg", 32, 48),
        ("rgb.png", "image/png", 48, 32), ("moving.png", "image/png", 48, 32),
        ("lossy.webp", "image/webp", 48, 32), ("moving.webp", "image/webp", 48, 32),
        ("moving.gif", "image/gif", 48, 32), ("turned.heic", "image/heic", 48, 64),
        ("turned.avif", "image/avif", 48, 64), ("moving.avif", "image/avif", 64, 48),
        ("telephone.mp4", "video/mp4", 64, 48), ("turned.mp4", "video/mp4", 48, 64),
        ("camera.mov", "video/quicktime", 64, 48),
    ])
    func `has the size that is seen`(name: String, type: String, width: Int, height: Int) throws {
        let kind = try Filtered(MediaFiles.bytes(name)).kind
        #expect(kind == MediaKind(type: type, width: width, height: height))
    }

    @Test(arguments: ["free", "skip", "wide"])
    func `of a film is seen behind a box that says nothing`(filler: String) throws {
        for name in MediaFiles.films {
            let film = try MediaFiles.bytes(name)
            let box: [UInt8] = [0, 0, 0, 16] + Self.bytes(filler) + Self.bytes("notes...")
            let filtered = try Filtered(box + film)
            #expect(try filtered.kind == Filtered(film).kind, "\(name)")
            #expect(!filtered.kept.holds("notes...") && !filtered.kept.holds(MediaFiles.secret), "\(name)")
        }
    }

    @Test(arguments: ["The wide road leads home", "Are free", "You skip this"])
    func `of a text is one though its second word is a box's`(text: String) throws {
        let filtered = try Filtered(Self.bytes(text), as: "text/plain")
        #expect(filtered.kind.type == "text/plain" && filtered.kept == Self.bytes(text))
    }

    @Test func `of a film without pictures is a sound`() throws {
        for name in ["sound.m4a", "voice.mp4"] {
            #expect(try Filtered(MediaFiles.bytes(name)).kind == MediaKind(type: "audio/mp4"))
        }
    }

    @Test func `is shown only where browsers run nothing`() {
        let shown = [
            "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "video/mp4", "video/webm",
            "video/quicktime", "audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/webm",
        ]
        let others = [
            "image/svg+xml", "image/heic", "text/html", "text/plain", "text/xml", "application/pdf", "video/x-matroska",
            "application/javascript", "application/octet-stream", "application/ogg", "",
        ]
        for type in shown { #expect(MediaKind.shown.contains(type), "\(type)") }
        for type in others { #expect(!MediaKind.shown.contains(type), "\(type)") }
    }

    @Test func `is believed where the bytes cannot tell and nothing runs`() throws {
        let text = Self.bytes("Dear Ada,")
        for (declared, type) in [
            ("text/plain", "text/plain"), ("Text/Plain; charset=utf-8", "text/plain"), ("text/csv", "text/csv"),
            ("text/html", MediaKind.unknown), ("image/svg+xml", MediaKind.unknown), ("text/xml", MediaKind.unknown),
            ("application/javascript", MediaKind.unknown), ("text/javascript", MediaKind.unknown),
            ("image/png", MediaKind.unknown), ("video/mp4", MediaKind.unknown), ("application/pdf", MediaKind.unknown),
            ("", MediaKind.unknown), ("text/plain\r\nX: y", MediaKind.unknown),
        ] {
            #expect(try Filtered(text, as: declared).kind.type == type, "\(declared)")
        }
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        #expect(try Filtered(Self.bytes("PK\u{3}\u{4}"), as: word).kind.type == word)
        #expect(try Filtered(text, as: word).kind.type == MediaKind.unknown)
        let webm = [0x1A, 0x45, 0xDF, 0xA3, 0x93, 0x42, 0x82, 0x84] + Self.bytes("webm")
        #expect(try Filtered(webm, as: "audio/webm;codecs=opus").kind.type == "audio/webm")
        for name in MediaFiles.all {
            let file = try MediaFiles.bytes(name)
            #expect(try Filtered(file, as: "text/html") == Filtered(file))
        }
    }

    @Test(arguments: ["<svg xmlns='http://www.w3.org/2000/svg'/>", " \n<html>", "\u{EF}\u{BB}\u{BF}<?xml", "<!--"])
    func `of markup is none that is shown`(text: String) throws {
        for declared in ["image/svg+xml", "text/html", "image/png", "image/jpeg", ""] {
            let filtered = try Filtered(Self.bytes(text), as: declared)
            #expect(filtered.kind.type == MediaKind.unknown && filtered.kept == Self.bytes(text))
        }
    }

    @Test func `of a picture that nobody should unpack is unknown, and its notes go all the same`() throws {
        func side(_ pixels: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: pixels >> (24 - 8 * $0)) } }
        let file = try MediaFiles.bytes("rgb.png")
        func sent(_ width: Int, _ height: Int) throws -> Filtered {
            try Filtered(Array(file.prefix(16)) + side(width) + side(height) + Array(file.dropFirst(24)))
        }
        #expect(try sent(10_000, 10_000).kind.type == "image/png")
        for (width, height) in [(10_001, 10_000), (50_000, 50_000), (0, 5), (5, 0), (0xFFFF_FFFF, 0xFFFF_FFFF)] {
            let filtered = try sent(width, height)
            #expect(filtered.kind == MediaKind(type: MediaKind.unknown), "\(width) × \(height)")
            #expect(!filtered.holds(MediaFiles.secret))
        }
    }
}
