import Foundation
import SnugChat
import SnugTesting
import Testing

/// Files as programs write them: those named after a camera hold its name, a place, notes and a profile of colours.
enum PictureFiles {
    static let still = [
        "camera.jpg", "progressive.jpg", "camera.png", "moving.png", "plain.webp", "lossless.webp", "camera.webp",
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appendingPathComponent("vectors/pictures/\(name)")))
    }
}

@Suite struct `A picture that is sent` {
    @Test(arguments: PictureFiles.still)
    func `is taken, and is the same when it is sent again`(name: String) throws {
        let picture = try Picture(sent: try PictureFiles.bytes(name))
        let types: [Substring: Picture.MediaType] = ["jpg": .jpeg, "png": .png, "webp": .webp]
        #expect(picture.type == types[name.split(separator: ".")[1]])
        #expect(try Picture(sent: picture.bytes) == picture)
        #expect(picture.tag.count == 16 && picture.tag.allSatisfy(\.isHexDigit))
    }

    @Test(arguments: ["camera.jpg", "camera.png", "camera.webp"])
    func `keeps its colours, and neither place nor camera nor notes`(name: String) throws {
        let file = try PictureFiles.bytes(name)
        #expect(file.holds("SNUG"), "what is to go is there")
        let picture = try Picture(sent: file)
        for word in ["SNUG", "EXIF", "eXIf", "XMP", "tEXt", "iTXt"] {
            #expect(!picture.bytes.holds(word), "\(word)")
        }
        let profile = ["jpg": "ICC_PROFILE", "png": "iCCP", "webp": "ICCP"][name.split(separator: ".")[1]] ?? ""
        #expect(picture.bytes.holds(profile))
    }

    @Test func `stands upright if it did`() throws {
        let file = try PictureFiles.bytes("camera.jpg")
        let picture = try Picture(sent: file)
        // The one entry of the one directory that is left of the camera's notes.
        #expect(picture.bytes.holds("Exif\0\0MM\0*\0\0\0\u{8}\0\u{1}\u{1}\u{12}\0\u{3}\0\0\0\u{1}\0\u{6}\0\0\0\0\0\0"))
    }

    @Test(arguments: PictureFiles.still)
    func `loses what is hidden behind its end`(name: String) throws {
        let file = try PictureFiles.bytes(name)
        #expect(try Picture(sent: file + Array("<script>SNUG</script>".utf8)) == Picture(sent: file))
    }

    @Test func `stands still`() throws {
        #expect(throws: PictureFault.moving) { try Picture(sent: PictureFiles.bytes("moving.webp")) }
        let file = try PictureFiles.bytes("moving.png")
        #expect(file.holds("fdAT"))
        let picture = try Picture(sent: file)
        #expect(!picture.bytes.holds("fdAT") && !picture.bytes.holds("acTL") && !picture.bytes.holds("fcTL"))
    }

    @Test func `is known by its first bytes`() {
        let others = [
            "", "GIF89a", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<!doctype html>", "BM", "RIFF....WAVE",
        ]
        for text in others {
            #expect(throws: PictureFault.otherFormat, "\(text)") { try Picture(sent: Array(text.utf8)) }
        }
    }

    @Test func `has sides within bounds, and no more bytes than are kept`() throws {
        let file = try PictureFiles.bytes("camera.png")
        func side(_ pixels: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: pixels >> (24 - 8 * $0)) } }
        for (width, height) in [(15, 32), (32, 15), (513, 32), (32, 513), (0, 0), (1 << 31, 1 << 31)] {
            #expect(throws: PictureFault.otherSize, "\(width) × \(height)") {
                try Picture(sent: Array(file.prefix(16)) + side(width) + side(height) + Array(file.dropFirst(24)))
            }
        }
        _ = try Picture(sent: Array(file.prefix(16)) + side(16) + side(512) + Array(file.dropFirst(24)))
        let padding = [UInt8](repeating: 0, count: Limits.pictureBytesMax)
        #expect(throws: PictureFault.tooManyBytes) { try Picture(sent: file + padding) }
    }

    @Test func `has a bounded number of passes over its pixels`() throws {
        let file = try PictureFiles.bytes("camera.jpg")
        let scan = try #require(Data(file).range(of: Data([0xFF, 0xDA])))
        let pass = Array(file[scan.lowerBound..<file.count - 2])
        func sent(_ passes: Int) throws -> Picture {
            try Picture(sent: file.dropLast(2) + (1..<passes).flatMap { _ in pass } + [0xFF, 0xD9])
        }
        _ = try sent(Limits.pictureScansMax)
        #expect(throws: PictureFault.unreadable) { try sent(Limits.pictureScansMax + 1) }
    }

    /// Each file cut at every place, and with bytes of it changed: it is refused, or taken and then the same again.
    @Test(arguments: PictureFiles.still + ["moving.webp"])
    func `traps nobody, whatever is wrong with it`(name: String) throws {
        let file = try PictureFiles.bytes(name)
        func send(_ bytes: [UInt8]) {
            guard let picture = try? Picture(sent: bytes) else { return }
            #expect(picture.bytes.count <= bytes.count + 1)
            #expect((try? Picture(sent: picture.bytes)) == picture)
        }
        for count in 0..<file.count {
            #expect(throws: PictureFault.self) { try Picture(sent: Array(file.prefix(count))) }
        }
        for index in file.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFE, 0xFF] as [UInt8] {
                var bytes = file
                bytes[index] = value
                send(bytes)
            }
        }
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            var bytes = file
            for _ in 0...Int.random(in: 0..<8, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes[index...].prefix(16), at: index)
                }
            }
            send(bytes)
        }
    }
}

@Suite struct `Pictures of people` {
    private static func file(_ name: String = "plain.webp") throws -> [UInt8] { try PictureFiles.bytes(name) }

    private func tag(_ events: [Event]) -> String?? {
        guard case .userChanged(let user, _) = events.last else { return nil }
        return user.picture
    }

    @Test func `are told to everyone who shares a room, and seen by all under their own address`() async throws {
        let world = try await World()
        let ben = try await world.chat.setPicture(Self.file(), of: world.ben)
        let tag = try #require(ben.picture)
        guard case .userChanged(let told, let rooms) = world.events.events.last else {
            Issue.record("nothing was told")
            return
        }
        #expect(told == ben && Set(rooms) == [world.lobby, world.attic])
        let seen = try await world.chat.picture(of: ben.id, tag: tag, for: world.cleo)
        #expect(seen == (try Picture(sent: Self.file())))
        let members = try await world.chat.room(world.lobby, for: world.cleo).members
        #expect(members.map(\.picture) == [nil, tag, nil])
        for (id, other) in [(ben.id, "0123456789abcdef"), (world.ada.userID, tag), (User.ID(99), tag)] {
            await #expect(throws: Refusal.notFound(.picture)) {
                try await world.chat.picture(of: id, tag: other, for: world.cleo)
            }
        }
    }

    @Test func `give way to the next, and go`() async throws {
        let world = try await World()
        let first = try #require(try await world.chat.setPicture(Self.file(), of: world.ben).picture)
        let second = try #require(try await world.chat.setPicture(Self.file("camera.jpg"), of: world.ben).picture)
        #expect(first != second)
        await #expect(throws: Refusal.notFound(.picture)) {
            try await world.chat.picture(of: world.ben.userID, tag: first, for: world.ben)
        }
        #expect(try await world.chat.removePicture(of: world.ben).picture == nil)
        #expect(tag(world.events.events) == .some(nil))
        await #expect(throws: Refusal.notFound(.picture)) {
            try await world.chat.picture(of: world.ben.userID, tag: second, for: world.ben)
        }
    }

    @Test func `are changed a few times at once, and taken away at any time`() async throws {
        let world = try await World()
        func change(_ name: String) async throws {
            _ = try await world.chat.setPicture(Self.file(name), of: world.ben)
        }
        for name in ["plain.webp", "camera.jpg", "plain.webp", "camera.jpg", "plain.webp"] { try await change(name) }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(1_200))) { try await change("camera.jpg") }
        _ = try await world.chat.removePicture(of: world.ben)
        world.clock.advance(by: .seconds(1_200))
        try await change("camera.jpg")
    }

    @Test func `that cannot be are refused, and cost no act`() async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 0.2, messagesPerSecond: 0))
        await #expect(throws: Refusal.unsupportedPicture) {
            try await world.chat.setPicture(Array("GIF89a".utf8), of: world.ben)
        }
        await #expect {
            try await world.chat.setPicture(Self.file("moving.webp"), of: world.ben)
        } throws: { error in
            guard case Refusal.invalid(let fields) = error else { return false }
            return fields.map(\.field) == ["picture"]
        }
        // Two acts are Ben's at once; the same again and none where there is none change nothing.
        _ = try await world.chat.removePicture(of: world.ben)
        for name in ["plain.webp", "plain.webp", "camera.jpg", "camera.jpg"] {
            _ = try await world.chat.setPicture(Self.file(name), of: world.ben)
        }
        await #expect {
            try await world.chat.setPicture(Self.file("camera.png"), of: world.ben)
        } throws: { error in
            if case Refusal.rateLimited = error { true } else { false }
        }
    }

    @Test func `are taken away by administrators, an owner's by owners alone`() async throws {
        let world = try await World()
        let mara = try await World.settle("Mara", as: .admin, world.chat, world.store, world.clock)
        for caller in [world.ada, world.ben] { _ = try await world.chat.setPicture(Self.file(), of: caller) }
        func remove(_ caller: Caller, of user: Caller) async throws {
            try await world.chat.removePicture(of: user.userID, by: caller, from: World.device)
        }
        await #expect(throws: Refusal.self) { try await remove(world.ben, of: world.ada) }
        await #expect(throws: Refusal.self) { try await remove(mara, of: world.ada) }
        await #expect(throws: Refusal.notFound(.user)) {
            try await world.chat.removePicture(of: User.ID(99), by: mara, from: World.device)
        }
        world.events.clear()
        for _ in 1...2 { try await remove(mara, of: world.ben) }
        #expect(tag(world.events.events) == .some(nil) && world.events.events.count == 1)
        let entries = try await world.chat.audit(before: nil, limit: 9, for: world.ada).items
        #expect(entries.filter { $0.act == .pictureRemoved }.map(\.user) == [world.ben.userID])
    }
}
