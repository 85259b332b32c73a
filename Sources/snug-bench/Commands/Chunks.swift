import ArgumentParser
import Foundation
import SnugChat
import SnugIdentity
import SnugStore

/// The `snug-bench chunks` command, which measures the store's rows of files without a server.
struct Chunks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rows of files in the store, by their size: what each commit takes, and a message between two.",
        discussion: """
            Each row is a commit of its own, with a message after it. Then the file is read, removed row by row, and its \
            pages are given back.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Kilobytes of a row; several numbers are measured in turn.", valueName: "N"))
    var kilobytes = [64, 256]
    @Option(help: ArgumentHelp("Megabytes of the file.", valueName: "N"))
    var megabytes = 25
    @Option(help: ArgumentHelp("Where the database is made: on the disk that counts.", valueName: "FOLDER"))
    var folder = "."
    @Flag(help: "One JSON object a line and measurement, for programs.")
    var json = false

    func validate() throws {
        let most = Int(Limits.attachmentChunkBytes) >> 10
        guard kilobytes.allSatisfy((1...most).contains) else { throw ValidationError("A row has 1 to \(most) KB.") }
        guard (1...1_000).contains(megabytes) else { throw ValidationError("A file has 1 to 1000 MB.") }
    }

    func run() async throws {
        try await UntilInterrupted.run {
            let table = Table(isJSON: json)
            table.begin([
                "", "", "write s", "p50 ms", "max ms", "message p50", "max", "read ms", "remove max", "free max",
            ])
            for size in kilobytes { table.add(try await measure(rowBytes: size << 10)) }
        }
    }

    private func measure(rowBytes: Int) async throws -> Row {
        let place = URL(fileURLWithPath: folder).appending(path: "snug-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let store = try SQLiteStore.open(path: place.appending(path: "snug.db").path, for: .serving, events: NoEvents())
        let (user, room) = try await Self.settle(in: store)
        let bytes = (0..<rowBytes).map { _ in UInt8.random(in: 0...255) }
        let count = (megabytes << 20) / rowBytes
        let now = SystemClock().now
        let file = try await store.write { store in
            let new = NewAttachment(roomID: room, name: "bench.bin", declaredType: "", size: Int64(count * rowBytes))
            return try store.addAttachment(new, by: user, at: now)
        }

        var rows = Histogram()
        var messages = Histogram()
        let began = ContinuousClock.now
        for index in 0..<count {
            try await rows.time {
                try await store.write(writing: rowBytes) { try $0.addAttachmentChunk(bytes, index, to: file) }
            }
            try await messages.time {
                try await store.write {
                    _ = try $0.addMessage(Draft(roomID: room, content: "hello"), by: user, at: now)
                }
            }
        }
        let written = ContinuousClock.now - began
        var reading = Histogram()
        try await reading.time {
            for index in 0..<count {
                guard try await store.read({ try $0.attachmentChunk(index, of: file) })?.count == rowBytes else {
                    throw SocketFault(description: "A row is missing.")
                }
            }
        }
        try await store.write { try $0.removeAttachment(file) }
        let removal = try await Self.times(in: store) {
            try $0.removeAttachmentTrash(chunks: Limits.chunksRemovedAtOnce)
        }
        let freeing = try await Self.times(in: store) { try $0.freePages(limit: Limits.pagesFreedAtOnce) }
        try store.close()
        return Row(
            load: "rows of \(rowBytes >> 10) KB", target: "store", writeSeconds: written / .seconds(1),
            rowP50: rows.milliseconds(0.5), rowMax: rows.milliseconds(1), messageP50: messages.milliseconds(0.5),
            messageMax: messages.milliseconds(1), readMilliseconds: reading.milliseconds(1),
            removeMax: removal.milliseconds(1), freeMax: freeing.milliseconds(1))
    }

    /// Adds someone with a room.
    private static func settle(in store: SQLiteStore) async throws -> (User.ID, Room.ID) {
        let now = SystemClock().now
        return try await store.write { store in
            guard let email = EmailAddress("user@bench.invalid") else { throw Refusal.notFound(.user) }
            let user = try store.addUser(name: "User", email: email, passwordHash: "none", role: .owner, at: now)
            let room = try store.addRoom(name: "Room", kind: .group, createdBy: user.id, at: now)
            try store.addMember(user.id, to: room, role: .owner, readSeq: 0, at: now)
            return (user.id, room)
        }
    }

    /// Carries out an intention until it finds nothing more to do, and returns how long each time took.
    private static func times(
        in store: SQLiteStore,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Bool
    ) async throws -> Histogram {
        var times = Histogram()
        var goesOn = true
        while goesOn { try await times.time { goesOn = try await store.write(intention) } }
        return times
    }

    private struct Row: TableRow {
        var load, target: String
        var writeSeconds: Double
        var rowP50, rowMax, messageP50, messageMax, readMilliseconds, removeMax, freeMax: Double?

        var cells: [String] {
            [load, target, Table.number(writeSeconds, digits: 2)]
                + [rowP50, rowMax, messageP50, messageMax, readMilliseconds, removeMax, freeMax].map {
                    Table.number($0, digits: 2)
                }
        }
    }
}

extension Histogram {
    /// Records how long an act takes.
    fileprivate mutating func time(_ act: () async throws -> Void) async rethrows {
        let began = ContinuousClock.now
        try await act()
        record(UInt64((ContinuousClock.now - began) / .nanoseconds(1)))
    }

    fileprivate func milliseconds(_ share: Double) -> Double? { percentile(share).map { Double($0) / 1e6 } }
}
