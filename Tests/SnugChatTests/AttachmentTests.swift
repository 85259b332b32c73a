import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

/// A gauge that says what the test says.
private final class SetSpace: SpaceGauge {
    private let told = Mutex<StoreSpace?>(nil)
    func set(_ space: StoreSpace) { told.withLock { $0 = space } }
    func space() -> StoreSpace? { told.withLock { $0 } }
}

/// The fault of a connection that is gone.
private struct Gone: Error {}

/// Bytes of a file, handed in one by one; the sender ends or breaks off when the test says so.
private struct Feed: Sendable {
    /// The parts, which tell each time that one is asked for.
    struct Parts: AsyncSequence, Sendable {
        let sent: AsyncThrowingStream<[UInt8], any Error>
        let asks: AsyncStream<Void>.Continuation

        struct AsyncIterator: AsyncIteratorProtocol {
            var sent: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
            let asks: AsyncStream<Void>.Continuation

            mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
                asks.yield()
                return try await sent.next(isolation: actor)
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sent: sent.makeAsyncIterator(), asks: asks) }
    }

    let parts: Parts
    private let end: AsyncThrowingStream<[UInt8], any Error>.Continuation
    private let asked: AsyncStream<Void>

    init() {
        let asks = AsyncStream.makeStream(of: Void.self)
        let sent = AsyncThrowingStream.makeStream(of: [UInt8].self, throwing: (any Error).self)
        asked = asks.stream
        end = sent.continuation
        parts = Parts(sent: sent.stream, asks: asks.continuation)
    }

    /// Waits until the next part is asked for: room is kept for the file, and what came before is durable.
    func isAsked() async { for await _ in asked { return } }

    func send(_ count: Int, _ byte: UInt8 = 7) { end.yield([UInt8](repeating: byte, count: count)) }
    func finish() { end.finish() }
    func breakOff() { end.finish(throwing: Gone()) }

    /// Returns the parts of a file that has come already.
    static func whole(_ parts: Int...) -> Parts {
        let feed = Feed()
        for count in parts { feed.send(count) }
        feed.finish()
        return feed.parts
    }
}

private let chunk = Int(Limits.attachmentChunkBytes)

@Suite struct `A file` {
    private let world: World
    private let space = SetSpace()

    init() async throws { world = try await World(space: space) }

    private func new(
        _ size: Int, _ name: String = "cat.webp", in room: Room.ID? = nil, previewOf: SnugChat.Attachment.ID? = nil
    ) -> NewAttachment {
        NewAttachment(
            roomID: room ?? world.attic, name: name, declaredType: "image/webp", size: Int64(size),
            previewOf: previewOf)
    }

    private func file(_ size: Int = 9, by caller: Caller? = nil, in room: Room.ID? = nil) async throws
        -> SnugChat.Attachment
    {
        try await world.chat.upload(new(size, in: room), by: caller ?? world.ben, from: Feed.whole(size))
    }

    private func post(_ files: [SnugChat.Attachment], _ text: String = "", as clientID: String? = nil) async throws
        -> Posted
    {
        let draft = Draft(
            roomID: world.attic, content: text, clientID: clientID, attachmentIDs: files.map { $0.id })
        return try await world.chat.post(draft, by: world.ben)
    }

    /// The bytes that count for Ben, and in all.
    private func bytes() async throws -> [Int64] {
        let ben = world.ben.userID
        return try await world.store.read { store in
            [try store.attachmentBytes(of: ben), try store.attachmentBytes(of: nil)]
        }
    }

    @Test func `is kept in pieces as it comes, and read back as it was`() async throws {
        let size = 2 * chunk + 5
        let feed = Feed()
        async let kept = world.chat.upload(new(size, "Kätzchen 1/2.webp"), by: world.ben, from: feed.parts)
        feed.send(chunk - 1, 1)
        feed.send(chunk + 1, 2)
        feed.send(5, 3)
        feed.finish()
        let file = try await kept
        #expect(file.size == Int64(size) && file.pieceCount == 3 && file.seq == nil)
        #expect(file.name == "Kätzchen 1_2.webp")
        #expect(file.path == "/api/v1/attachments/\(file.id)/K%C3%A4tzchen%201_2.webp")
        var read: [UInt8] = []
        for index in 0..<file.pieceCount {
            read += try await world.chat.piece(index, of: file.id, for: world.ben)
        }
        let sent = [(1, chunk - 1), (2, chunk + 1), (3, 5)].flatMap { [UInt8](repeating: $0.0, count: $0.1) }
        #expect(read == sent)
        let stored = try await world.chat.attachment(file.id, for: world.ben)
        #expect(stored.attachment == file)
        #expect(stored.sha256.count == 32)
        await #expect(throws: Refusal.notFound(.attachment)) {
            try await world.chat.piece(3, of: file.id, for: world.ben)
        }
    }

    @Test func `of no bytes is one too`() async throws {
        let file = try await world.chat.upload(new(0), by: world.ben, from: Feed.whole())
        #expect(file.size == 0 && file.pieceCount == 0)
        #expect(try await post([file]).message.attachments.count == 1)
    }

    @Test func `that breaks off, is too short or too long leaves nothing`() async throws {
        let broken = Feed()
        broken.send(chunk)
        broken.breakOff()
        await #expect(throws: Gone.self) {
            try await world.chat.upload(new(2 * chunk), by: world.ben, from: broken.parts)
        }
        await #expect(throws: Refusal.invalid("file", "The file did not come whole. Send it again.")) {
            try await world.chat.upload(new(2 * chunk), by: world.ben, from: Feed.whole(chunk, chunk - 1))
        }
        await #expect(throws: Refusal.tooLarge(max: Int64(chunk))) {
            try await world.chat.upload(new(chunk), by: world.ben, from: Feed.whole(chunk, 1))
        }
        #expect(try await bytes()[0] == 0)
        #expect(world.events.events.filter { $0 == .attachmentsRemoved }.count == 3)
        while try await world.services.maintenance.removeFilesPiece() {}
        #expect(try await bytes() == [0, 0])
    }

    @Test func `is asked for no further than its pieces are durable`() async throws {
        let feed = Feed()
        let uploading = Task { [world] in
            try await world.chat.upload(new(3 * chunk), by: world.ben, from: feed.parts)
        }
        await feed.isAsked()
        feed.send(chunk)
        await feed.isAsked()
        let id = SnugChat.Attachment.ID(1)
        #expect(try await world.store.read { try $0.attachmentChunk(0, of: id) }?.count == chunk)
        #expect(try await world.store.read { try $0.attachment(id) } == nil)
        feed.breakOff()
        await #expect(throws: Gone.self) { try await uploading.value }
    }

    @Test func `of someone who is no member any more ends there`() async throws {
        let feed = Feed()
        let uploading = Task { [world] in
            try await world.chat.upload(new(3 * chunk), by: world.ben, from: feed.parts)
        }
        await feed.isAsked()
        try await world.chat.removeMember(world.ben.userID, from: world.attic, by: world.ada)
        feed.send(chunk)
        await #expect(throws: Refusal.notFound(.room)) { try await uploading.value }
        #expect(try await bytes()[0] == 0)
    }

    @Test func `of someone who was signed out ends there`() async throws {
        let feed = Feed()
        let uploading = Task { [world] in
            try await world.chat.upload(new(3 * chunk), by: world.ben, from: feed.parts)
        }
        await feed.isAsked()
        try await world.chat.logout(world.ben, from: World.device)
        feed.send(chunk)
        await #expect(throws: Refusal.unauthenticated) { try await uploading.value }
        #expect(try await bytes()[0] == 0)
    }

    @Test func `is refused before its bytes where its sender may not post, or it is too large`() async throws {
        let feed = Feed()
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.upload(new(9), by: world.cleo, from: feed.parts)
        }
        let most = world.chat.policy.uploadBytesMax
        await #expect(throws: Refusal.tooLarge(max: most)) {
            try await world.chat.upload(new(Int(most) + 1), by: world.ben, from: feed.parts)
        }
        var policy = world.chat.policy
        policy.uploadBytesMax = 0
        world.services.adopt(policy)
        await #expect(throws: Refusal.forbidden("This server takes no files.")) {
            try await world.chat.upload(new(0), by: world.ben, from: feed.parts)
        }
    }

    @Test func `needs a name that is one, and takes away what acts on others`() async throws {
        for name in ["", " ", "..", "\u{202E}", String(repeating: "ä", count: 128)] {
            await #expect(throws: Refusal.self) {
                try await world.chat.upload(new(1, name), by: world.ben, from: Feed.whole(1))
            }
        }
        var odd = new(1, "..\\etc/passwd\u{202E}gpj\u{7}.exe\n")
        odd.alt = "  a\ncat\u{0} "
        let file = try await world.chat.upload(odd, by: world.ben, from: Feed.whole(1))
        #expect(file.name == ".._etc_passwdgpj.exe" && file.alt == "a cat")
        #expect(FileName.safe("\u{200E}a\u{200F}b\u{61C}.txt") == "ab.txt")
        odd.alt = String(repeating: "x", count: Limits.altCharactersMax + 1)
        await #expect(throws: Refusal.self) {
            try await world.chat.upload(odd, by: world.ben, from: Feed.whole(1))
        }
    }

    @Test func `of two that race for the last of a quota is one`() async throws {
        var policy = world.chat.policy
        policy.storagePerUser = 150
        world.services.adopt(policy)
        let feed = Feed()
        let first = Task { [world] in try await world.chat.upload(new(100), by: world.ben, from: feed.parts) }
        await feed.isAsked()
        await #expect(throws: Refusal.quotaExceeded(max: 150)) { try await file(100) }
        // Another's quota is their own.
        _ = try await file(100, by: world.ada)
        feed.send(100)
        feed.finish()
        _ = try await first.value
        await #expect(throws: Refusal.quotaExceeded(max: 150)) { try await file(51) }
        let last = try await file(50)
        let storage = try await world.chat.storage(of: world.ben)
        #expect(storage.used == 150 && storage.max == 150)
        try await world.chat.removeAttachment(last.id, by: world.ben)
        _ = try await file(50)
    }

    @Test func `has no room where all are full, or the disk is, and waits for the log`() async throws {
        var policy = world.chat.policy
        policy.storage = 100
        world.services.adopt(policy)
        _ = try await file(60, by: world.ada)
        await #expect(throws: Refusal.storageFull) { try await file(41) }
        let removed = try await file(40)
        try await world.chat.removeAttachment(removed.id, by: world.ben)
        // Its bytes are still there.
        await #expect(throws: Refusal.storageFull) { try await file(1) }
        while try await world.services.maintenance.removeFilesPiece() {}
        _ = try await file(1)
        space.set(StoreSpace(free: Limits.uploadFreeBytesMin, database: 0, log: 0))
        await #expect(throws: Refusal.storageFull) { try await file(1) }
        space.set(StoreSpace(free: 5 << 30, database: 6 << 30, log: 0))
        await #expect(throws: Refusal.storageFull) { try await file(1) }
        space.set(StoreSpace(free: 5 << 30, database: 0, log: Limits.uploadLogBytesMax + 1))
        await #expect(throws: Refusal.busy) { try await file(1) }
        // It is told to whoever can fold it.
        for await _ in world.services.maintenance.longLogs { break }
        space.set(StoreSpace(free: 5 << 30, database: 5 << 29, log: Limits.uploadLogBytesMax))
        _ = try await file(1)
    }

    @Test func `waits for a place where three of one person, or eight in all, are under way`() async throws {
        let people = [world.ada, world.ben, world.cleo]
        var feeds: [Feed] = []
        var uploads: [Task<SnugChat.Attachment, any Error>] = []
        for number in 0..<Limits.uploadsAtOnceMax {
            let (feed, caller) = (Feed(), people[number / Limits.uploadsAtOncePerUserMax])
            feeds.append(feed)
            uploads.append(
                Task { [world] in try await world.chat.upload(new(1, in: world.lobby), by: caller, from: feed.parts) })
        }
        for feed in feeds { await feed.isAsked() }
        for caller in [world.ada, world.cleo] {
            await #expect(throws: Refusal.busy) { try await file(1, by: caller, in: world.lobby) }
        }
        let dan = try await World.settle("Dan", as: .member, world.chat, world.store, world.clock)
        let own = try await world.chat.makeRoom(.group, name: "Own", with: [], by: dan).room.summary.room.id
        _ = try await file(1, by: dan, in: own)
        feeds[7].breakOff()
        _ = try? await uploads[7].value
        await #expect(throws: Refusal.busy) { try await file(1, by: world.ada, in: world.lobby) }
        _ = try await file(1, by: world.cleo, in: world.lobby)
        for feed in feeds { feed.breakOff() }
        for upload in uploads { _ = try? await upload.value }
        _ = try await file(1, by: world.ada, in: world.lobby)
    }

    @Test func `waits where one person sends more bytes than disks last for`() async throws {
        let policy = Policy(
            registration: .open, uploadBytesMax: 1 << 31, storagePerUser: 1 << 31, storage: 1 << 33)
        let world = try await World(policy: policy)
        func send(_ size: Int) async throws {
            let feed = Feed()
            feed.breakOff()
            _ = try await world.chat.upload(new(size, in: world.lobby), by: world.ada, from: feed.parts)
        }
        await #expect(throws: Gone.self) { try await send(1 << 30) }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(2))) { try await send(131_072) }
        world.clock.advance(by: .seconds(2))
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(2))) { try await send(262_144) }
        // One that is refused for another reason costs nothing.
        await #expect(throws: Refusal.notFound(.room)) {
            let feed = Feed()
            _ = try await world.chat.upload(new(65_536, in: Room.ID(999)), by: world.ada, from: feed.parts)
        }
        await #expect(throws: Gone.self) { try await send(131_072) }
    }

    @Test func `is no one's but its uploader's until a message carries it, and its room's from then on`() async throws {
        let file = try await file()
        func read(_ caller: Caller) async throws {
            _ = try await world.chat.attachment(file.id, for: caller)
            _ = try await world.chat.piece(0, of: file.id, for: caller)
        }
        try await read(world.ben)
        for caller in [world.ada, world.cleo] {
            await #expect(throws: Refusal.notFound(.attachment)) { try await read(caller) }
            await #expect(throws: Refusal.notFound(.attachment)) {
                try await world.chat.removeAttachment(file.id, by: caller)
            }
        }
        let posted = try await post([file], "look")
        var sent = file
        sent.seq = 1
        #expect(posted.message.attachments == [sent])
        #expect(world.events.events.last == .posted(posted.message, from: .elsewhere))
        try await read(world.ada)
        await #expect(throws: Refusal.notFound(.attachment)) { try await read(world.cleo) }
        await #expect(throws: Refusal.notFound(.attachment)) {
            try await world.chat.removeAttachment(file.id, by: world.ben)
        }
        try await world.chat.removeMember(world.ben.userID, from: world.attic, by: world.ada)
        await #expect(throws: Refusal.notFound(.attachment)) { try await read(world.ben) }
    }

    @Test func `makes a message without words, which is sent once`() async throws {
        let file = try await file()
        let first = try await post([file], as: "c1")
        let again = try await post([file], as: "c1")
        #expect(first.isNew && !again.isNew && again.message == first.message)
        #expect(again.message.attachments.map { $0.id } == [file.id])
        await #expect(throws: Refusal.self) { try await post([file], as: "c2") }
        await #expect(throws: Refusal.self) { try await post([]) }
    }

    @Test func `is named once, and beside nine others at most`() async throws {
        let file = try await file()
        await #expect(throws: Refusal.invalid("attachment_ids", "A message has a file once.")) {
            try await post([file, file])
        }
        await #expect(throws: Refusal.invalid("attachment_ids", "A message has at most 10 files.")) {
            try await world.chat.post(
                Draft(roomID: world.attic, content: "x", attachmentIDs: (1...11).map { .init($0) }), by: world.ben)
        }
    }

    @Test func `has words that stand for it, with those of others no more than fit into a page`() async throws {
        func described(_ count: Int) async throws -> SnugChat.Attachment {
            var new = new(1)
            new.alt = String(repeating: "猫", count: count)
            return try await world.chat.upload(new, by: world.ben, from: Feed.whole(1))
        }
        var files: [SnugChat.Attachment] = []
        for _ in 0..<2 { files.append(try await described(1_000)) }
        files.append(try await described(Limits.altBytesPerMessageMax / 3 - 2_000))
        #expect(try await post(files).message.attachments.count == 3)
        files = []
        for _ in 0..<3 { files.append(try await described(1_000)) }
        let refusal = Refusal.invalid(
            "attachment_ids", "The descriptions of a message's files have at most 8192 bytes together.")
        await #expect(throws: refusal) { try await post(files) }
        // They wait as they did, and the log has nothing of it.
        #expect(try await post(Array(files.prefix(2))).message.seq == 2)
    }

    @Test func `stays beside words that are changed or taken away, and goes with its message`() async throws {
        let file = try await file()
        _ = try await post([file], "look")
        for text in ["see", ""] {
            let changed = try await world.chat.edit(1, in: world.attic, to: text, by: world.ben)
            #expect(changed.content == text && changed.attachments.map { $0.id } == [file.id])
        }
        try await world.chat.delete(1, in: world.attic, by: world.ben)
        #expect(world.events.events.last == .attachmentsRemoved)
        await #expect(throws: Refusal.notFound(.attachment)) {
            try await world.chat.piece(0, of: file.id, for: world.ben)
        }
        let list = try await world.chat.attachments(in: world.attic, before: nil, limit: 9, for: world.ada)
        #expect(list.items.isEmpty && !list.hasMore)
        _ = try await world.chat.post(Draft(roomID: world.attic, content: "x"), by: world.ben)
        await #expect(throws: Refusal.invalid("content", "A message needs some text.")) {
            try await world.chat.edit(2, in: world.attic, to: " ", by: world.ben)
        }
    }

    @Test func `is listed in its room, page by page, for its members`() async throws {
        let first = try await file()
        let second = try await file()
        _ = try await post([first, second])
        let page = try await world.chat.attachments(in: world.attic, before: nil, limit: 1, for: world.ada)
        #expect(page.items.map(\.attachment.id) == [second.id] && page.hasMore)
        let rest = try await world.chat.attachments(in: world.attic, before: second.id, limit: 1, for: world.ada)
        #expect(rest.items.map(\.attachment.id) == [first.id] && !rest.hasMore)
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.attachments(in: world.attic, before: nil, limit: 1, for: world.cleo)
        }
    }

    @Test func `can have one small picture, of its uploader, while no message carries it`() async throws {
        let file = try await file()
        func preview(of id: SnugChat.Attachment.ID, _ size: Int = 5, by caller: Caller? = nil) async throws {
            _ = try await world.chat.upload(
                new(size, previewOf: id), by: caller ?? world.ben, from: Feed.whole(size))
        }
        await #expect(throws: Refusal.tooLarge(max: Limits.attachmentPreviewBytesMax)) {
            try await preview(of: file.id, chunk + 1)
        }
        let gone = Refusal.invalid("preview_of", "The file that this is a small picture of is not there any more.")
        await #expect(throws: gone) { try await preview(of: file.id, by: world.ada) }
        await #expect(throws: gone) { try await preview(of: .init(99)) }
        _ = try await post([file])
        await #expect(throws: gone) { try await preview(of: file.id) }
    }

    @Test func `that waits for its message goes after a day, bytes and all`() async throws {
        let file = try await file(2 * chunk)
        let sent = try await self.file(3)
        _ = try await post([sent])
        world.clock.advance(by: Limits.attachmentUnclaimedFor)
        try await world.services.maintenance.sweep()
        #expect(try await bytes()[0] == file.size + 3)
        world.clock.advance(by: .seconds(1))
        try await world.services.maintenance.sweep()
        #expect(try await bytes() == [3, file.size + 3])
        #expect(world.events.events.last == .attachmentsRemoved)
        while try await world.services.maintenance.removeFilesPiece() {}
        #expect(try await bytes() == [3, 3])
        #expect(try await world.store.read { try $0.freePages() } <= Limits.freePagesKept)
        await #expect(throws: Refusal.self) { try await post([file]) }
    }

    @Test func `that takes days to come is not swept under way, and waits a day from then on`() async throws {
        let feed = Feed()
        let uploading = Task { [world] in try await world.chat.upload(new(2 * chunk), by: world.ben, from: feed.parts) }
        await feed.isAsked()
        for _ in 0..<3 {
            world.clock.advance(by: Limits.attachmentUnclaimedFor)
            try await world.services.maintenance.sweep()
        }
        feed.send(2 * chunk)
        feed.finish()
        let file = try await uploading.value
        world.clock.advance(by: Limits.attachmentUnclaimedFor)
        try await world.services.maintenance.sweep()
        #expect(try await post([file]).message.attachments.map(\.id) == [file.id])
    }

    @Test func `that came while the clock was ahead does not wait until then`() async throws {
        world.clock.advance(by: .seconds(365 * 24 * 3_600))
        let (ben, attic, ahead) = (world.ben.userID, world.attic, world.clock.now)
        let id = try await world.store.write { store in
            let id = try store.addAttachment(new(0, in: attic), by: ben, at: ahead)
            return try store.completeAttachment(
                id, as: MediaKind(type: "image/webp"), size: 0, sha256: [UInt8](repeating: 0, count: 32), at: ahead
            ).id
        }
        world.clock.advance(by: .zero - Limits.clockStepMax)
        try await world.services.maintenance.sweep()
        #expect(try await world.store.read { try $0.attachment(id) } != nil)
        world.clock.advance(by: .seconds(-1))
        try await world.services.maintenance.sweep()
        #expect(try await world.store.read { try $0.attachment(id) } == nil)
    }

    @Test func `of an account that is closed stays where a message carries it`() async throws {
        let (sent, waiting) = (try await file(), try await file())
        _ = try await post([sent])
        try await world.chat.closeAccount(password: World.password, of: world.ben, from: World.device)
        #expect(try await world.chat.attachment(sent.id, for: world.ada).attachment.id == sent.id)
        #expect(try await world.store.read { try $0.attachment(waiting.id) } == nil)
    }

    @Test func `waits while as many wait for a message as one person may have`() async throws {
        let (ben, attic, now) = (world.ben.userID, world.attic, world.clock.now)
        try await world.store.write { store in
            for number in 0..<Limits.attachmentsUnclaimedMax {
                let new = NewAttachment(roomID: attic, name: "\(number)", declaredType: "", size: 0)
                _ = try store.addAttachment(new, by: ben, at: now)
            }
        }
        await #expect(throws: Refusal.tooManyFilesWaiting) { try await file() }
    }
}
