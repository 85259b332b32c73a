import SnugChat
import Testing

extension StoreContract {
    /// Ada and Ben in a room, where files are sent.
    private struct Talk: Sendable {
        let ada: User
        let ben: User
        let room: Room.ID

        init(in store: any Store) async throws {
            ada = try await user("Ada", in: store)
            ben = try await user("Ben", in: store)
            room = try await StoreContract.room(of: [ada, ben], in: store)
        }

        func new(_ name: String, bytes: Int, of room: Room.ID? = nil) -> NewAttachment {
            NewAttachment(
                roomID: room ?? self.room, name: name, alt: "a \(name)", declaredType: "image/png", size: Int64(bytes))
        }

        /// Keeps a file whole: its pieces, whose bytes are their own number.
        func file(
            _ name: String, of user: User? = nil, pieces: Int = 1, last: Int = 10, in store: any Store
        ) async throws -> SnugChat.Attachment {
            let bytes = (pieces - 1) * Int(Limits.attachmentChunkBytes) + last
            let user = user ?? ada
            return try await store.write { store in
                let id = try store.addAttachment(new(name, bytes: bytes), by: user.id, at: time)
                for index in 0..<pieces {
                    let length = index == pieces - 1 ? last : Int(Limits.attachmentChunkBytes)
                    let piece = [UInt8](repeating: UInt8(index), count: length)
                    try store.addAttachmentChunk(piece, index, to: id)
                }
                return try store.completeAttachment(
                    id, as: MediaKind(type: "image/png", width: 4, height: 3), size: Int64(bytes),
                    sha256: [UInt8](repeating: 9, count: 32), at: time)
            }
        }

        func post(
            _ files: [SnugChat.Attachment], as clientID: String? = nil, in store: any Store
        ) async throws -> Message {
            let draft = Draft(roomID: room, content: "", clientID: clientID, attachmentIDs: files.map { $0.id })
            return try await store.write { try $0.addMessage(draft, by: ada.id, at: time) }
        }
    }

    /// Removes what is left of removed files, and counts the steps.
    private static func clear(_ store: any Store) async throws -> Int {
        var steps = 0
        while try await store.write({ try $0.removeAttachmentTrash(chunks: 2) }) { steps += 1 }
        return steps
    }

    static let attachments: [Clause] = [
        Clause(promise: "a file is there once it has come whole, with its pieces") { (store, _) async throws in
            let talk = try await Talk(in: store)
            let id = try await store.write { store in
                let id = try store.addAttachment(talk.new("cat.png", bytes: 3), by: talk.ada.id, at: time)
                try store.addAttachmentChunk([1, 2, 3], 0, to: id)
                return id
            }
            #expect(try await store.read { try $0.attachment(id) } == nil)
            let kept = try await store.write {
                try $0.completeAttachment(
                    id, as: MediaKind(type: "image/png", width: 640, height: 480), size: 3,
                    sha256: Array(0..<32), at: time)
            }
            let expected = SnugChat.Attachment(
                id: id, roomID: talk.room, userID: talk.ada.id, name: "cat.png", type: "image/png", size: 3,
                width: 640, height: 480, alt: "a cat.png", createdAt: time)
            #expect(kept == expected)
            let stored = StoredAttachment(attachment: expected, sha256: Array(0..<32))
            #expect(try await store.read { try $0.attachment(id) } == stored)
            try await store.read { (store) throws in
                #expect(try store.attachmentChunk(0, of: id) == [1, 2, 3])
                for index in [1, -1, 65_536] { #expect(try store.attachmentChunk(index, of: id) == nil) }
            }
        },
        Clause(promise: "nothing is added to a file that is whole, or removed") { (store, _) async throws in
            let talk = try await Talk(in: store)
            let whole = try await talk.file("whole.png", in: store)
            let removed = try await store.write { store in
                let id = try store.addAttachment(talk.new("gone.png", bytes: 3), by: talk.ada.id, at: time)
                try store.removeAttachment(id)
                return id
            }
            for id in [whole.id, removed] {
                await #expect(throws: Refusal.notFound(.attachment)) {
                    try await store.write { try $0.addAttachmentChunk([1], 7, to: id) }
                }
                await #expect(throws: Refusal.notFound(.attachment)) {
                    try await store.write {
                        try $0.completeAttachment(
                            id, as: MediaKind(type: "x"), size: 1, sha256: Array(0..<32), at: time)
                    }
                }
                #expect(try await store.read { try $0.attachmentChunk(7, of: id) } == nil)
            }
        },
        Clause(promise: "a message carries the files that it names, in its order, and says so wherever it is read") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let (one, two) = (
                try await talk.file("one.png", in: store), try await talk.file("two.png", in: store)
            )
            let message = try await talk.post([two, one], as: "c1", in: store)
            var sent = [two, one]
            for index in sent.indices { sent[index].seq = 1 }
            #expect(message.attachments == sent)
            try await store.read { (store) throws in
                #expect(try store.message(1, in: talk.room) == message)
                #expect(try store.message(sender: talk.ada.id, clientID: "c1") == message)
                #expect(try store.messages(1...1, in: talk.room) == [message])
                #expect(try store.summaries(for: talk.ben.id).map(\.lastMessage) == [message])
                #expect(try store.summary(of: talk.room, for: talk.ben.id)?.lastMessage == message)
            }
            let changed = try await store.write {
                try $0.setReaction("👍", isWanted: true, by: talk.ben.id, to: 1, in: talk.room, at: time)
            }
            #expect(changed.attachments == sent)
            #expect(try await store.read { try $0.changes(after: 0, in: talk.room, limit: 9) } == [changed])
        },
        Clause(promise: "a file goes into one message, of its uploader, in its room, and once it is whole") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let other = try await room(of: [talk.ada], in: store)
            let sent = try await talk.file("sent.png", in: store)
            _ = try await talk.post([sent], in: store)
            let bens = try await talk.file("ben.png", of: talk.ben, in: store)
            let (half, elsewhere) = try await store.write { store in
                let elsewhere = try store.addAttachment(
                    talk.new("x", bytes: 0, of: other), by: talk.ada.id, at: time)
                _ = try store.completeAttachment(
                    elsewhere, as: MediaKind(type: "x"), size: 0, sha256: Array(0..<32), at: time)
                return (
                    try store.addAttachment(talk.new("half.png", bytes: 1), by: talk.ada.id, at: time), elsewhere
                )
            }
            let good = try await talk.file("good.png", in: store)
            for id in [sent.id, bens.id, half, elsewhere, SnugChat.Attachment.ID(999)] {
                let draft = Draft(roomID: talk.room, content: "x", attachmentIDs: [good.id, id])
                await #expect(throws: Refusal.self) {
                    try await store.write { try $0.addMessage(draft, by: talk.ada.id, at: time) }
                }
            }
            // Nothing of the refused ones is left, and the good one is free.
            #expect(try await store.read { try $0.room(talk.room)?.lastSeq } == 1)
            #expect(try await talk.post([good], in: store).attachments.map(\.id) == [good.id])
        },
        Clause(promise: "a small picture goes along with its file, and into no message by itself") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let file = try await talk.file("cat.png", in: store)
            let (first, small) = (
                try await talk.file("small.png", in: store), try await talk.file("cat.png", in: store)
            )
            try await store.write { try $0.setPreview(first.id, of: file.id) }
            try await store.write { try $0.setPreview(small.id, of: file.id) }
            #expect(try await store.read { try $0.attachment(first.id) } == nil)
            await #expect(throws: Refusal.self) { try await talk.post([small], in: store) }
            let message = try await talk.post([file], in: store)
            #expect(message.attachments.map(\.previewID) == [small.id])
            try await store.read { (store) throws in
                #expect(try store.attachment(small.id)?.attachment.seq == 1)
                #expect(try store.attachments(in: talk.room, before: nil, limit: 9).map(\.attachment.id) == [file.id])
                #expect(try store.attachmentsUnclaimed(of: talk.ada.id) == 0)
            }
            _ = try await store.write { try $0.deleteMessage(1, in: talk.room, at: time) }
            #expect(try await store.read { try $0.attachment(small.id) } == nil)
        },
        Clause(promise: "the files of a room are listed, the newest first, with their messages' seq and time") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let (one, two) = (try await talk.file("a", in: store), try await talk.file("b", in: store))
            let three = try await talk.file("c", in: store)
            _ = try await talk.post([one, two], in: store)
            _ = try await talk.post([three], in: store)
            _ = try await talk.file("not sent", in: store)
            try await store.read { store in
                let all = try store.attachments(in: talk.room, before: nil, limit: 9)
                #expect(all.map(\.attachment.id) == [three.id, two.id, one.id])
                #expect(all.map(\.seq) == [2, 1, 1] && all.allSatisfy { $0.timestamp == time })
                let page = try store.attachments(in: talk.room, before: three.id, limit: 1)
                #expect(page.map(\.attachment.id) == [two.id])
            }
        },
        Clause(promise: "the files of a room are in the order of their messages, however they were uploaded") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let (late, early) = (try await talk.file("late", in: store), try await talk.file("early", in: store))
            let beside = try await talk.file("beside", in: store)
            _ = try await talk.post([beside, early], in: store)
            _ = try await talk.post([late], in: store)
            let newest = try await talk.file("newest", in: store)
            _ = try await talk.post([newest], in: store)
            func page(before: SnugChat.Attachment?) async throws -> [SnugChat.Attachment.ID] {
                try await store.read { store in
                    try store.attachments(in: talk.room, before: before?.id, limit: 2).map(\.attachment.id)
                }
            }
            #expect(try await page(before: nil) == [newest.id, late.id])
            #expect(try await page(before: late) == [early.id, beside.id])
            #expect(try await page(before: early) == [beside.id])
            #expect(try await page(before: beside) == [])
            _ = try await store.write { try $0.deleteMessage(3, in: talk.room, at: time) }
            #expect(try await page(before: newest) == [late.id, early.id])
        },
        Clause(promise: "room is kept for a file from its beginning, by what is left of it once it is whole") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            func bytes() async throws -> [Int64] {
                try await store.read { store in
                    try [talk.ada.id, talk.ben.id, nil].map { try store.attachmentBytes(of: $0) }
                }
            }
            #expect(try await bytes() == [0, 0, 0])
            let id = try await store.write {
                try $0.addAttachment(talk.new("cat.png", bytes: 100), by: talk.ada.id, at: time)
            }
            _ = try await talk.file("b.png", of: talk.ben, last: 7, in: store)
            #expect(try await bytes() == [100, 7, 107])
            _ = try await store.write { store in
                try store.addAttachmentChunk([1], 0, to: id)
                return try store.completeAttachment(
                    id, as: MediaKind(type: "x"), size: 1, sha256: Array(0..<32), at: time)
            }
            #expect(try await bytes() == [1, 7, 8])
            await #expect(throws: Refusal.busy) {
                try await store.write { store in
                    _ = try store.addAttachment(talk.new("no.png", bytes: 50), by: talk.ada.id, at: time)
                    throw Refusal.busy
                }
            }
            #expect(try await bytes() == [1, 7, 8])
        },
        Clause(promise: "a deleted message has no files from that moment on; their bytes go in pieces") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let file = try await talk.file("film.mp4", pieces: 5, in: store)
            let other = try await talk.file("other.png", in: store)
            _ = try await talk.post([file], in: store)
            let deleted = try await store.write { try $0.deleteMessage(1, in: talk.room, at: time) }
            #expect(deleted.attachments.isEmpty)
            try await store.read { (store) throws in
                #expect(try store.message(1, in: talk.room)?.attachments == [])
                #expect(try store.attachment(file.id) == nil)
                #expect(try store.attachments(in: talk.room, before: nil, limit: 9).isEmpty)
                #expect(try store.attachmentBytes(of: talk.ada.id) == other.size)
                // The disk is as full as before.
                #expect(try store.attachmentBytes(of: nil) == other.size + file.size)
                #expect(try store.hasAttachmentTrash())
                #expect(try store.attachmentChunk(4, of: file.id) != nil)
            }
            #expect(try await clear(store) == 3)
            try await store.read { (store) throws in
                for index in 0..<5 { #expect(try store.attachmentChunk(index, of: file.id) == nil) }
                #expect(try store.attachmentChunk(0, of: other.id) != nil)
                #expect(try store.attachmentBytes(of: nil) == other.size)
                #expect(try !store.hasAttachmentTrash())
            }
        },
        Clause(promise: "the files of a deleted room go with it") { (store, _) async throws in
            let talk = try await Talk(in: store)
            let sent = try await talk.file("sent.png", in: store)
            let waiting = try await talk.file("waiting.png", in: store)
            _ = try await talk.post([sent], in: store)
            try await store.write { try $0.deleteRoom(talk.room) }
            while try await store.write({ try $0.removeDeletedMessages(limit: 1) }) {}
            #expect(try await clear(store) > 0)
            try await store.read { (store) throws in
                for file in [sent, waiting] {
                    #expect(try store.attachment(file.id) == nil)
                    #expect(try store.attachmentChunk(0, of: file.id) == nil)
                }
                #expect(try store.attachmentBytes(of: nil) == 0)
                #expect(try store.attachmentBytes(of: talk.ada.id) == 0)
            }
        },
        Clause(promise: "files that no message carries go by their age, the earliest first, or with their account") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let ids = try await store.write { store in
                try (0..<4).map { second in
                    let at = time + .seconds(Int64(second))
                    let id = try store.addAttachment(talk.new("\(second)", bytes: 1), by: talk.ada.id, at: at)
                    guard second < 3 else { return id }
                    try store.addAttachmentChunk([1], 0, to: id)
                    return try store.completeAttachment(
                        id, as: MediaKind(type: "image/png"), size: 1, sha256: [UInt8](repeating: 9, count: 32), at: at
                    ).id
                }
            }
            let sent = try await talk.file("sent.png", in: store)
            _ = try await talk.post([sent], in: store)
            func remove(outside start: Int64, _ end: Int64, limit: Int) async throws -> Bool {
                let kept = time + .seconds(start)...time + .seconds(end)
                return try await store.write {
                    try $0.removeUnclaimedAttachments(of: nil, wholeOutside: kept, limit: limit)
                }
            }
            func left() async throws -> [Int] {
                try await store.read { store in try (0..<3).filter { try store.attachment(ids[$0]) != nil } }
            }
            #expect(try await !remove(outside: 0, 2, limit: 9))
            #expect(try await remove(outside: 2, 9, limit: 1))
            #expect(try await left() == [1, 2])
            #expect(try await remove(outside: 0, 1, limit: 9))
            #expect(try await left() == [1])
            #expect(try await remove(outside: 8, 9, limit: 9))
            #expect(try await left() == [])
            // It is on its way yet.
            try await store.write { try $0.addAttachmentChunk([1], 0, to: ids[3]) }
            let bens = try await talk.file("ben.png", of: talk.ben, in: store)
            try await store.write { try $0.closeUser(talk.ada.id, at: time) }
            try await store.read { (store) throws in
                #expect(try store.attachmentsUnclaimed(of: talk.ada.id) == 0)
                #expect(try store.attachment(bens.id) != nil)
                #expect(try store.attachment(sent.id) != nil)
                #expect(try store.attachmentBytes(of: talk.ada.id) == sent.size)
            }
        },
        Clause(promise: "files that were under way can be removed apart from those that have come whole") {
            (store, _) async throws in
            let talk = try await Talk(in: store)
            let whole = try await talk.file("whole.png", in: store)
            _ = try await store.write {
                try $0.addAttachment(talk.new("half.png", bytes: 5), by: talk.ada.id, at: time)
            }
            try await store.write { try $0.removeUnfinishedAttachments(begunBefore: Timestamp(rawValue: 0)) }
            try await store.read { (store) throws in
                #expect(try store.attachment(whole.id) != nil)
                #expect(try store.attachmentBytes(of: talk.ada.id) == whole.size)
            }
        },
        Clause(promise: "pages that nothing is in are given back, a few at a time") { (store, _) async throws in
            let talk = try await Talk(in: store)
            let film = try await talk.file("film.mp4", pieces: 6, in: store)
            try await store.write { try $0.removeAttachment(film.id) }
            _ = try await clear(store)
            let free = try await store.read { try $0.freePages() }
            #expect(free > 300)
            #expect(try await store.write { try $0.freePages(limit: 256) })
            #expect(try await store.read { try $0.freePages() } == free - 256)
            while try await store.write({ try $0.freePages(limit: 256) }) {}
            #expect(try await store.read { try $0.freePages() } == 0)
        },
        Clause(promise: "those that write pieces of files keep their order, and others need not wait for all of them") {
            (store, events) async throws in
            let talk = try await Talk(in: store)
            events.clear()
            let id = try await store.write {
                try $0.addAttachment(talk.new("film.mp4", bytes: 1_000), by: talk.ada.id, at: time)
            }
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<40 {
                    let done = AsyncStream.makeStream(of: Void.self)
                    store.submit(
                        writing: Int(Limits.attachmentChunkBytes),
                        { store in
                            try store.addAttachmentChunk([UInt8(index)], index, to: id)
                            store.announce(.typing(talk.room, User.ID(Int64(index))))
                        },
                        then: { result in
                            #expect(throws: Never.self) { try result.get() }
                            done.continuation.finish()
                        })
                    group.addTask { for await _ in done.stream {} }
                }
                group.addTask {
                    let draft = Draft(roomID: talk.room, content: "x")
                    let message = try? await store.write { store in
                        let message = try store.addMessage(draft, by: talk.ada.id, at: time)
                        store.announce(.posted(message, from: .elsewhere))
                        return message
                    }
                    #expect(message?.seq == 1)
                }
            }
            let order = events.events.compactMap { if case .typing(_, let user) = $0 { user.rawValue } else { nil } }
            #expect(order == Array(0..<40))
        },
    ]
}
