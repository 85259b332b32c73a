import SnugChat
import Testing

@Suite struct `A file that passes the filter` {
    @Test(arguments: MediaFiles.all)
    func `loses its notes, and nothing when it is sent again`(name: String) throws {
        let file = try MediaFiles.bytes(name)
        #expect(file.holds(MediaFiles.secret), "what is to go is there")
        let filtered = try Filtered(file)
        #expect(!filtered.holds(MediaFiles.secret))
        #expect(filtered.kept.count <= file.count)
        #expect(try Filtered(filtered.kept) == filtered)
    }

    @Test(arguments: MediaFiles.all)
    func `is the same in whatever pieces it comes`(name: String) throws {
        let file = try MediaFiles.bytes(name)
        let whole = try Filtered(file)
        for count in [1, 2, 3, 7, 64, 1_000] {
            #expect(try Filtered(file, pieces: { count }) == whole, "\(count) bytes each")
        }
    }

    @Test(arguments: MediaFiles.all)
    func `is shown only when it is whole`(name: String) throws {
        let file = try MediaFiles.bytes(name)
        let whole = try Filtered(file)
        // Behind its end there are other pictures, films and boxes without a use.
        for count in 0..<whole.kept.count - 1 where !["motion.jpg", "several.jpg"].contains(name) {
            let cut = try Filtered(Array(whole.kept.prefix(count)))
            #expect(cut.kind.type == MediaKind.unknown || cut.kind == whole.kind, "\(count) bytes")
        }
        for count in [8, 20, 40, 100, whole.kept.count / 2] {
            #expect(try Filtered(Array(file.prefix(count))).kind.type == MediaKind.unknown, "\(count) bytes")
        }
    }

    @Test(arguments: MediaFiles.pictures.filter { !$0.contains(".heic") && !$0.contains(".avif") })
    func `ends where its picture does`(name: String) throws {
        let file = try MediaFiles.bytes(name)
        for tail in ["<script>alert(1)</script>", "PK\u{3}\u{4}", "\0"] {
            #expect(try Filtered(file + Array(tail.utf8)) == Filtered(file))
        }
    }

    @Test func `goes on as it is where it is not what it began as`() throws {
        for name in MediaFiles.pictures {
            let file = Array(try Filtered(MediaFiles.bytes(name)).kept.prefix(16))
            let rest = [UInt8](repeating: 0, count: 40) + Array("<html>none of it, and nobody shows it</html>".utf8)
            let filtered = try Filtered(file + rest)
            #expect(filtered.kind == MediaKind(type: MediaKind.unknown), "\(name)")
            #expect(filtered.kept.holds("none of it, and nobody shows it"), "\(name)")
        }
    }

    // JPEG

    @Test func `stands upright if it did: of a camera's notes one number is left`() throws {
        let kept = try Filtered(MediaFiles.bytes("progressive-6.jpg")).kept
        let tiff: [UInt8] = [
            0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ]
        let segment = [0xFF, 0xE1, 0, 34] + Array("Exif\0\0".utf8) + tiff
        #expect(kept.indices.contains { kept[$0...].starts(with: segment) })
        #expect(kept.holds("ICC_PROFILE"))
    }

    // WebP

    @Test func `of WebP keeps its length, and announces no notes`() throws {
        for name in ["lossy.webp", "moving.webp"] {
            let file = try MediaFiles.bytes(name)
            let kept = try Filtered(file).kept
            #expect(kept.count == file.count && kept[4..<8] == file[4..<8])
            #expect(file[20] & 0x0C == 0x0C && kept[20] == file[20] & ~0x0C)
            #expect(kept.holds("JUNK") && kept.holds("ICCP") && !kept.holds("EXIF") && !kept.holds("XMP "))
        }
    }

    // GIF

    @Test func `of GIF moves as often as before`() throws {
        let kept = try Filtered(MediaFiles.bytes("moving.gif")).kept
        #expect(kept.holds("NETSCAPE2.0") && !kept.holds("XMP DataXMP"))
    }

    // HEIC, AVIF

    /// A HEIC of one item of notes, which lies where it is said, so many times.
    private func heic(
        method: UInt8 = 0, at offset: Int, count: Int, times: Int = 1, data: [UInt8] = [], before: [UInt8] = []
    ) -> [UInt8] {
        func big(_ number: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * (bytes - 1 - $0))) }
        }
        let items: [UInt8] =
            .box("infe", [2, 0, 0, 0, 0, 1, 0, 0] + Array("hvc1\0".utf8))
            + .box("infe", [2, 0, 0, 0, 0, 2, 0, 0] + Array("Exif\0".utf8))
        let sizes = [UInt8].box("ipco", .box("ispe", [0, 0, 0, 0] + big(640, 4) + big(480, 4)))
        let part = big(offset, 4) + big(count, 4)
        let place = [0, 2, 0, method, 0, 0, 0, UInt8(times)] + repeatElement(part, count: times).joined()
        let meta: [UInt8] =
            [0, 0, 0, 0] + .box("pitm", [0, 0, 0, 0, 0, 1]) + .box("iinf", [0, 0, 0, 0, 0, 2] + items)
            + .box("iprp", sizes + .box("ipma", [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1]))
            + .box("idat", data) + .box("iloc", [1, 0, 0, 0, 0x44, 0, 0, 1] + place)
        return .box("ftyp", Array("heic\0\0\0\0mif1".utf8)) + before + .box("meta", meta)
    }

    @Test(arguments: [[0], [1, 2, 3], [0xFF, 0], [0xFF, 1], [9, 0xFF, 0xFF, 0xD0]] as [[UInt8]])
    func `of a JPEG loses its notes behind stray bytes too, as decoders pass over these`(stray: [UInt8]) throws {
        let file = try MediaFiles.bytes("progressive-6.jpg")
        let end = 4 + Int(file[4]) << 8 + Int(file[5])
        let notes = Array("Exif\0\0MM\0*".utf8) + Array(MediaFiles.secret.utf8)
        let segment = stray + [0xFF, 0xE1, 0, UInt8(notes.count + 2)] + notes
        let filtered = try Filtered(file.prefix(end) + segment + file.dropFirst(end))
        #expect(filtered.kind == (try Filtered(file)).kind && filtered.kind.type == "image/jpeg")
        #expect(!filtered.holds(MediaFiles.secret))
        #expect(filtered == (try Filtered(file.prefix(end) + segment + file.dropFirst(end), pieces: { 1 })))
    }

    @Test func `of HEIC is not written over more often than it is long`() throws {
        let data = [UInt8](repeating: 7, count: 400)
        #expect(throws: MediaFault.uncleanable) {
            try Filtered(heic(method: 1, at: 0, count: data.count, times: 20, data: data))
        }
    }

    @Test func `of HEIC is written over where its notes lie`() throws {
        let secret = Array("\0\0\0\0MM\0*".utf8) + Array(MediaFiles.secret.utf8)
        let before = heic(at: 0, count: 1).count + 8 + 5
        let file = heic(at: before, count: secret.count) + .box("mdat", [1, 2, 3, 4, 5] + secret + [6, 7])
        let filtered = try Filtered(file)
        #expect(filtered.kind == MediaKind(type: "image/heic", width: 640, height: 480))
        #expect(filtered.kept.count == file.count)
        #expect(filtered.kept.prefix(before) == file.prefix(before) && filtered.kept.suffix(2) == [6, 7])
        let empty: [UInt8] = [0, 0, 0, 0, 0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]
        #expect(Array(filtered.kept[before..<before + 18]) == empty)
    }

    @Test func `of HEIC is written over in the box that says so, too`() throws {
        let secret = Array("\0\0\0\0MM\0*".utf8) + Array(MediaFiles.secret.utf8)
        let file = heic(method: 1, at: 2, count: secret.count, data: [8, 9] + secret + [8, 9])
        let filtered = try Filtered(file)
        #expect(filtered.kind.type == "image/heic" && filtered.kept.count == file.count)
        #expect(!filtered.holds(MediaFiles.secret))
        // Counted from the beginning of the file, it may be said in another way.
        let place = try #require(file.indices.first { file[$0...].starts(with: secret) })
        let other = heic(at: place, count: secret.count, data: [8, 9] + secret + [8, 9])
        #expect(try !Filtered(other).holds(MediaFiles.secret))
    }

    @Test func `of HEIC is not taken where its notes have passed, or cannot be found`() throws {
        let data = [UInt8].box("mdat", Array(MediaFiles.secret.utf8))
        let files = [
            heic(at: 28, count: 10, before: data),
            // All that there is, another item's, more than there is.
            heic(at: 2_000, count: 0) + data,
            heic(method: 2, at: 0, count: 10) + data,
            heic(method: 1, at: 0, count: 10, data: [1, 2, 3]) + data,
        ]
        for (index, file) in files.enumerated() {
            #expect(throws: MediaFault.uncleanable, "\(index)") { try Filtered(file) }
            #expect(throws: MediaFault.uncleanable, "\(index)") { try Filtered(file, pieces: { 1 }) }
        }
        // A picture in front of its description is one all the same.
        #expect(try Filtered(heic(at: 600, count: 10, before: data)).kind.type == "image/heic")
    }

    @Test func `of HEIC has a description of a bounded length`() throws {
        var filter = MediaFilter(declaredType: "")
        var kept: [UInt8] = []
        let beginning: [UInt8] = .box("ftyp", Array("heic\0\0\0\0mif1".utf8)) + [0x7F, 0, 0, 0] + Array("meta".utf8)
        try filter.take(beginning, into: &kept)
        for _ in 0..<64 { try filter.take([UInt8](repeating: 0, count: 65_536), into: &kept) }
        #expect(kept.count == beginning.count + 64 * 65_536, "nothing is held")
        #expect(try filter.finish(into: &kept).type == MediaKind.unknown)
    }

    // Films

    @Test(arguments: MediaFiles.films)
    func `of film keeps each byte of its samples in its place`(name: String) throws {
        let file = try MediaFiles.bytes(name)
        let kept = try Filtered(file).kept
        #expect(kept.count == file.count)
        let samples = Array(UInt8(0)..<64)
        let place = try #require(file.indices.first { file[$0...].starts(with: samples) })
        #expect(Array(kept[place..<place + 64]) == samples)
        #expect(!kept.holds("udta") && !kept.holds("uuid") && kept.holds("tkhd"))
    }
}
