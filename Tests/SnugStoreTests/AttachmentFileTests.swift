import Foundation
import GRDB
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugStore

private let chunk = Int(Limits.attachmentChunkBytes)

@Suite struct `Files in the database` {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("snug.db")
    }

    private func open(_ events: any EventBus = NoEvents()) throws -> SQLiteStore {
        try SQLiteStore.open(path: path, for: .serving, events: events)
    }

    private func new(_ size: Int, in room: Room.ID) -> NewAttachment {
        NewAttachment(roomID: room, name: "film.mp4", declaredType: "video/mp4", size: Int64(size))
    }

    private func whole(_ size: Int, _ byte: UInt8 = 7) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { end in
            end.yield([UInt8](repeating: byte, count: size))
            end.finish()
        }
    }

    /// Sends a file with a message of Ada's.
    private func send(_ size: Int, in world: World, _ byte: UInt8 = 7) async throws -> SnugChat.Attachment {
        let file = try await world.chat.upload(new(size, in: world.lobby), by: world.ada, from: whole(size, byte))
        let draft = Draft(roomID: world.lobby, content: "", attachmentIDs: [file.id])
        return try #require(try await world.chat.post(draft, by: world.ada).message.attachments.first)
    }

    @Test func `that were under way when the server ended are gone once it is back, and cost nothing`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let sent = try await send(3, in: world)
        let (asked, gate) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let pieces = Atomic<Int>(0)
        let parts = AsyncThrowingStream<[UInt8], any Error> {
            if pieces.add(1, ordering: .relaxed).oldValue == 0 { return [UInt8](repeating: 1, count: chunk) }
            // The piece before is durable.
            asked.continuation.finish()
            for await _ in gate.stream {}
            throw CancellationError()
        }
        let uploading = Task {
            try await world.chat.upload(new(3 * chunk, in: world.lobby), by: world.ada, from: parts)
        }
        for await _ in asked.stream {}
        let half = SnugChat.Attachment.ID(sent.id.rawValue + 1)
        #expect(try await store.read { try $0.attachmentChunk(0, of: half) }?.count == chunk)
        try store.close()
        gate.continuation.finish()
        await #expect(throws: CancellationError.self) { try await uploading.value }

        let again = try open()
        let later = try World.empty(store: { _ in again })
        try await later.services.maintenance.removeUnfinishedFiles()
        while try await later.services.maintenance.removeFilesPiece() {}
        try await again.read { (store) throws in
            #expect(try store.attachmentChunk(0, of: half) == nil)
            #expect(try store.attachmentChunk(0, of: sent.id) == [7, 7, 7])
            #expect(try store.attachmentBytes(of: nil) == 3)
            #expect(try store.attachmentBytes(of: world.ada.userID) == 3)
        }
        try again.close()
    }

    @Test func `that were removed leave neither their bytes nor their room`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let kept = try await send(3, in: world)
        let before = try Files.bytes(of: path) + Files.logBytes(beside: path)
        _ = try await send(40 * chunk, in: world, 0xA7)
        try await world.chat.delete(2, in: world.lobby, by: world.ada)
        var steps = 0
        while try await world.services.maintenance.removeFilesPiece() { steps += 1 }
        #expect(steps > 40 / Limits.chunksRemovedAtOnce)
        #expect(try await store.read { try $0.freePages() } <= Limits.freePagesKept)
        try store.close()
        #expect(try Files.bytes(of: path) < before + 2 * Limits.freePagesKept * 4_096)
        let file = try #require(FileManager.default.contents(atPath: path))
        #expect(file.range(of: Data(repeating: 0xA7, count: 64)) == nil)
        let again = try open()
        #expect(try await again.read { try $0.attachmentChunk(0, of: kept.id) } == [7, 7, 7])
        try again.close()
    }

    @Test func `are in a backup, which proves that none lacks a byte`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let file = try await send(2 * chunk + 1, in: world)
        let copy = folder.file("copy.db")
        let receipt = try Backup.take(of: .file(path), to: copy, at: Timestamp(seconds: 0))
        #expect(receipt.files == 1)
        #expect(try Backup.verify(copy).files == 1)
        let database = try DatabaseQueue(path: path)
        try await database.write { try $0.execute(sql: "DELETE FROM attachment_chunks WHERE id & 65535 = 2") }
        try database.close()
        #expect(throws: DatabaseFault.self) {
            try Backup.take(of: .file(path), to: folder.file("other.db"), at: Timestamp(seconds: 0))
        }
        #expect(try await store.inspect(isDeep: true).damage == ["file \(file.id) lacks some of its bytes"])
        try store.close()
        let restored = try SQLiteStore.open(path: copy, for: .serving, events: NoEvents())
        try await restored.read { (store) throws in
            #expect(try store.message(1, in: world.lobby)?.attachments == [file])
            #expect(try store.attachmentChunk(2, of: file.id) == [7])
        }
        let pages = try await restored.database.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") }
        #expect(pages == 2)
        try restored.close()
    }

    @Test func `are known by what came, not by their lengths`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let file = try await send(2 * chunk + 1, in: world)
        let copy = folder.file("copy.db")
        _ = try Backup.take(of: .file(path), to: copy, at: Timestamp(seconds: 0))
        for damaged in [path, copy] {
            let database = try DatabaseQueue(path: damaged)
            try await database.write {
                try $0.execute(
                    sql: "UPDATE attachment_chunks SET bytes = zeroblob(length(bytes)) WHERE id & 65535 = 1")
            }
            try database.close()
        }
        let complaint = "file \(file.id) has other bytes than those that came"
        #expect(try await store.inspect(isDeep: true).damage == [complaint])
        #expect(throws: DatabaseFault(path: path, reason: .damagedSource(complaint))) {
            try Backup.take(of: .file(path), to: folder.file("other.db"), at: Timestamp(seconds: 0))
        }
        try FileManager.default.removeItem(atPath: BackupReceipt.path(of: copy))
        #expect(throws: DatabaseFault(path: copy, reason: .damagedCopy(complaint))) { try Backup.verify(copy) }
        let monitor = ProgressMonitor()
        monitor.interrupt()
        await #expect(throws: CancellationError.self) { try await store.inspect(isDeep: true, monitor: monitor) }
        try store.close()
    }

    @Test func `give their log back once nobody reads it, and wait for nobody who does`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let reader = try DatabaseQueue.reading(path)
        let (gate, opened) = (DispatchSemaphore(value: 0), AsyncStream.makeStream(of: Void.self))
        let reading = Task {
            try await reader.read { db in
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM users")
                opened.continuation.finish()
                gate.wait()
            }
        }
        for await _ in opened.stream {}
        _ = try await send(8 * chunk, in: world)
        let began = ContinuousClock.now
        try await store.foldLog()
        #expect(began.duration(to: .now) < Limits.lockWait)
        #expect(Files.logBytes(beside: path) > 8 * chunk)
        gate.signal()
        try await reading.value
        try reader.close()
        try await store.foldLog()
        #expect(Files.logBytes(beside: path) == 0)
        let wait = try await store.database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") }
        #expect(wait == 5_000)
        try store.close()
    }

    @Test func `have the numbers after those of the log that a restored copy replaces`() async throws {
        let store = try open()
        let world = try await World(store: { _ in store })
        let copy = folder.file("copy.db")
        _ = try Backup.take(of: .file(path), to: copy, at: Timestamp(seconds: 0))
        let lost = try await send(3, in: world)
        try store.close()
        _ = try Restore.put(
            Restore.Source(opening: copy), inPlaceOf: path, random: CountingRandomness(), at: Timestamp(seconds: 1))
        let again = try open()
        let (lobby, ada) = (world.lobby, world.ada.userID)
        let next = try await again.write {
            try $0.addAttachment(new(3, in: lobby), by: ada, at: Timestamp(seconds: 2))
        }
        #expect(next > lost.id)
        try again.close()
    }

    @Test func `know the room that they have`() throws {
        let store = try open()
        let space = try #require(store.space())
        #expect(space.free > 0 && space.database > 0)
        try store.close()
        #expect(try SQLiteStore.inMemory(events: NoEvents()).space() == nil)
    }
}

@Suite struct `Messages beside files` {
    /// A bus that keeps what was committed together.
    private final class Batches: EventBus {
        private let kept = Mutex<[[Event]]>([])
        var all: [[Event]] { kept.withLock { $0 } }
        func publish(_ events: [Event]) { kept.withLock { $0.append(events) } }
    }

    @Test func `wait for one piece at most, and pieces for no more than a mebibyte`() async throws {
        let batches = Batches()
        let store = try SQLiteStore.inMemory(events: batches)
        let done = AsyncStream.makeStream(of: Void.self)
        // The writer stands still until all of these wait for it.
        let gate = await store.hold()
        for number in 0..<20 {
            store.submit(
                writing: chunk, { $0.announce(.typing(Room.ID(1), User.ID(Int64(number)))) },
                then: { _ in if number == 19 { done.continuation.finish() } })
        }
        for _ in 0..<600 { store.submit({ $0.announce(.mailQueued) }, then: { _ in }) }
        gate.signal()
        for await _ in done.stream {}
        let counts = batches.all.map { batch in
            (messages: batch.count { $0 == .mailQueued }, pieces: batch.count { $0 != .mailQueued })
        }
        #expect(counts.map(\.messages) == [Limits.commitBatchMax - 1, 601 - Limits.commitBatchMax, 0, 0, 0, 0, 0])
        #expect(counts.map(\.pieces) == [1, 1, 4, 4, 4, 4, 2])
        try store.close()
    }

    /// The statements of a connection.
    private final class Trace: Sendable {
        private let kept = Mutex<[String]>([])
        var statements: [String] { kept.withLock { $0 } }
        func note(_ statement: String) { kept.withLock { $0.append(statement) } }
    }

    @Test func `without any cost no statement about them`() async throws {
        let store = try SQLiteStore.inMemory(events: NoEvents())
        let world = try await World(store: { _ in store })
        let trace = Trace()
        try await store.database.writeWithoutTransaction { db in
            db.trace { event in trace.note("\(event)") }
        }
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "x"), by: world.ada)
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "y", clientID: "c"), by: world.ada)
        _ = try await world.chat.messages(in: world.lobby, .newest, limit: 9, for: world.ben)
        _ = try await world.chat.rooms(of: world.ben)
        #expect(trace.statements.count > 10)
        #expect(trace.statements.filter { $0.contains("attachments a") || $0.contains("UPDATE messages") } == [])
        try store.close()
    }
}
