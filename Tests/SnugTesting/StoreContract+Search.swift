public import SnugChat
import Testing

extension StoreReader {
    /// Returns a page of a search that is given all the time that it takes.
    public func search(
        _ query: SearchQuery, for user: User.ID, before: Message.ID?, limit: Int
    ) throws -> SearchPage {
        try search(query, for: user, before: before, limit: limit, effort: .patient)
    }
}

extension SearchEffort {
    fileprivate static let patient = SearchEffort(patience: .seconds(3_600), others: 4)
}

extension StoreContract {
    /// Takes everything into the index, as the server does behind its writer.
    static func index(_ store: any Store, piece: Int = 100) async throws {
        while try await store.write({ try $0.renewIndex(pages: 16) }) {}
        while true {
            let (after, messages) = try await store.read { try $0.messagesToIndex(limit: piece) }
            let last = try #require(after)
            if messages.isEmpty { return }
            _ = try await store.write { try $0.indexMessages(messages.map { SearchEntry($0) }, after: last) }
        }
    }

    /// Says so many things in a room that its members' searches go by the index.
    private static func fill(_ room: Room.ID, by user: User, in store: any Store) async throws {
        try await store.write { store in
            for number in 0...Limits.searchScanMessagesMax {
                _ = try store.addMessage(Draft(roomID: room, content: "number\(number)"), by: user.id, at: time)
            }
        }
    }

    private static func say(
        _ content: String, in room: Room.ID, by user: User, days: Int = 0, _ store: any Store
    ) async throws -> Message {
        try await store.write {
            try $0.addMessage(
                Draft(roomID: room, content: content), by: user.id, at: time + .seconds(86_400 * Int64(days)))
        }
    }

    /// Returns all that a search finds, page by page.
    private static func found(
        _ typed: String, by user: User, limit: Int = 2, _ store: any Store,
        _ bounds: @Sendable (inout SearchQuery) -> Void = { _ in },
        effort: () -> SearchEffort = { .patient }
    ) async throws -> [String] {
        var query = SearchQuery(words: try SearchWords(typed))
        bounds(&query)
        let asked = query
        var (found, before): ([Message], Message.ID?) = ([], nil)
        repeat {
            let effort = effort()
            let page = try await store.read { [before] in
                try $0.search(asked, for: user.id, before: before, limit: limit, effort: effort)
            }
            #expect(page.messages.count <= limit)
            if let before { #expect(page.next ?? Message.ID(0) < before) }
            found += page.messages
            before = page.next
        } while before != nil
        #expect(found.map(\.id) == found.map(\.id).sorted(by: >))
        return found.map(\.content)
    }

    /// The ways that a search goes: by reading all, by reading those that the index lacks, and by the index.
    private enum Way: CaseIterable {
        case scan, tail, index, both
    }

    /// Checks the same on each of the ways.
    private static func onEachWay(
        in store: any Store,
        _ check: (_ room: Room.ID, _ ada: User, _ ben: User, _ prepare: () async throws -> Void)
            async throws -> Void
    ) async throws {
        let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
        for way in Way.allCases {
            let room = try await StoreContract.room(of: [ada, ben], in: store)
            if way != .scan { try await fill(room, by: ben, in: store) }
            if way == .both { try await index(store) }
            try await check(room, ada, ben) { if way == .index { try await index(store) } }
            try await store.write { store in
                try store.deleteRoom(room)
                while try store.removeDeletedMessages(limit: 500) {}
            }
        }
    }

    static let search: [Clause] = [
        Clause(promise: "words are found in every script, the newest first, whichever way they are looked up") {
            (store, _) async throws in
            try await onEachWay(in: store) { room, ada, ben, prepare in
                let texts = [
                    "In der Straße", "文件系统", "ｶﾞｲﾄﾞ und Brot", "naïve Straßen", "rund um die Uhr", "학교에서 만나요",
                    // Words that begin with a mark, which is no character of its own behind a space.
                    "ดื่มน้ำ",
                ]
                for text in texts { _ = try await say(text, in: room, by: ben, store) }
                try await prepare()
                func found(_ typed: String) async throws -> [String] {
                    try await StoreContract.found(typed, by: ada, store) { $0.room = room }
                }
                #expect(try await found("STRASSE") == ["naïve Straßen", "In der Straße"])
                #expect(try await found("strasse der") == ["In der Straße"])
                #expect(try await found("und") == ["ｶﾞｲﾄﾞ und Brot"])
                #expect(try await found("\"um die\"") == ["rund um die Uhr"])
                #expect(try await found("\"die um\"") == [])
                #expect(try await found("strassen -NAIVE") == [])
                #expect(try await found("-naive stra") == ["In der Straße"])
                for piece in ["件", "文件", "件系统", "ガイド", "イ", "학교", "만", "ดื่ม", "น้ำ"] {
                    #expect(try await found(piece).count == 1, "\(piece)")
                }
                #expect(try await found("文系") == [])
            }
        },
        Clause(promise: "nothing of a room is found by whoever is not in it, or not any more") {
            (store, _) async throws in
            try await onEachWay(in: store) { room, ada, ben, prepare in
                let email = try address("cleo\(room)@example.org")
                let cleo = try await store.write { store in
                    let cleo = try store.addUser(name: "Cleo", email: email, passwordHash: "", role: .member, at: time)
                    let own = try store.addRoom(name: "Own", kind: .group, createdBy: cleo.id, at: time)
                    try store.addMember(cleo.id, to: own, role: .owner, readSeq: 0, at: time)
                    for number in 0...Limits.searchScanMessagesMax {
                        _ = try store.addMessage(Draft(roomID: own, content: "own \(number)"), by: cleo.id, at: time)
                    }
                    return cleo
                }
                for number in 0..<5 { _ = try await say("secret \(number)", in: room, by: ben, store) }
                try await prepare()
                let all = (0..<5).reversed().map { "secret \($0)" }
                func search(_ typed: String, by user: User) async throws -> SearchPage {
                    let query = SearchQuery(words: try SearchWords(typed))
                    return try await store.read { try $0.search(query, for: user.id, before: nil, limit: 3) }
                }
                func lastPage(of user: User) async throws -> SearchPage {
                    var page = try await search("secret", by: user)
                    // Where the index lacks much, a page ends early for everyone.
                    while page.messages.isEmpty, let next = page.next {
                        let query = SearchQuery(words: try SearchWords("secret"))
                        page = try await store.read { try $0.search(query, for: user.id, before: next, limit: 3) }
                    }
                    return page
                }
                #expect(try await found("secret", by: ada, store) == all)
                #expect(try await lastPage(of: cleo) == SearchPage(messages: [], next: nil))
                try await store.write { try $0.addMember(cleo.id, to: room, role: .member, readSeq: 0, at: time) }
                #expect(try await found("secret", by: cleo, store) == all)
                try await store.write { try $0.removeMember(cleo.id, from: room) }
                #expect(try await lastPage(of: cleo) == SearchPage(messages: [], next: nil))
            }
        },
        Clause(promise: "what is edited or deleted is not found from that moment on, and what it says now is") {
            (store, _) async throws in
            try await onEachWay(in: store) { room, ada, ben, prepare in
                let (edited, deleted) = (
                    try await say("apples 旧い", in: room, by: ben, store),
                    try await say("pears", in: room, by: ben, store)
                )
                try await prepare()
                try await store.write { store in
                    _ = try store.editMessage(edited.seq, in: room, to: "plums 新しい", at: time)
                    _ = try store.deleteMessage(deleted.seq, in: room, at: time)
                }
                for word in ["apples", "旧", "pears"] { #expect(try await found(word, by: ada, store) == [], "\(word)") }
                for word in ["plums", "新"] {
                    #expect(try await found(word, by: ada, store) == ["plums 新しい"], "\(word)")
                }
                // A second time, of what was just put into the index.
                try await store.write { _ = try $0.editMessage(edited.seq, in: room, to: "cherries", at: time) }
                #expect(try await found("plums", by: ada, store) == [])
                #expect(try await found("cherries", by: ada, store) == ["cherries"])
            }
        },
        Clause(promise: "a message that is changed on its way into the index is found by what it says then") {
            (store, _) async throws in
            let ben = try await user("Ben", in: store)
            let room = try await room(of: [ben], in: store)
            try await fill(room, by: ben, in: store)
            try await index(store)
            let texts = ["first", "second", "third"]
            var said: [Message] = []
            for text in texts { said.append(try await say(text, in: room, by: ben, store)) }
            let (after, messages) = try await store.read { try $0.messagesToIndex(limit: 9) }
            #expect(messages.map(\.content) == texts)
            try await store.write { [said] store in
                _ = try store.editMessage(said[0].seq, in: room, to: "changed", at: time)
                _ = try store.deleteMessage(said[1].seq, in: room, at: time)
                #expect(try store.indexMessages(messages.map { SearchEntry($0) }, after: try #require(after)))
            }
            #expect(try await found("first", by: ben, store) == [])
            #expect(try await found("second", by: ben, store) == [])
            #expect(try await found("changed", by: ben, store) == ["changed"])
            #expect(try await found("third", by: ben, store) == ["third"])
            // The same entries again belong behind another message, and change nothing.
            let isTaken = try await store.write {
                try $0.indexMessages(messages.map { SearchEntry($0) }, after: try #require(after))
            }
            #expect(!isTaken)
            #expect(try await found("third", by: ben, store) == ["third"])
        },
        Clause(promise: "searches are bounded by room, author, day and what a message has") {
            (store, _) async throws in
            try await onEachWay(in: store) { room, ada, ben, prepare in
                let other = try await StoreContract.room(of: [ada, ben], in: store)
                _ = try await say("tea one", in: room, by: ben, days: 1, store)
                _ = try await say("tea two https://example.org", in: room, by: ada, days: 2, store)
                _ = try await say("tea three", in: other, by: ben, days: 3, store)
                try await withFile(
                    named: "Rechnung_2026.pdf", type: "application/pdf", says: "tea four", room, ben, store)
                try await withFile(named: "茶園.jpg", type: "image/jpeg", says: "", room, ben, store)
                try await prepare()
                func found(
                    _ typed: String, _ bounds: @Sendable (inout SearchQuery) -> Void = { _ in }
                ) async throws -> [String] {
                    try await StoreContract.found(typed, by: ada, store, bounds)
                }
                #expect(try await found("tea") { $0.room = other } == ["tea three"])
                #expect(try await found("tea") { $0.author = ada.id } == ["tea two https://example.org"])
                #expect(try await found("tea") { $0.feature = .link } == ["tea two https://example.org"])
                #expect(try await found("tea") { $0.feature = .file } == ["tea four"])
                #expect(try await found("tea") { $0.feature = .image } == [])
                #expect(try await found("園") { $0.feature = .image } == [""])
                #expect(try await found("rechn") == ["tea four"])
                #expect(try await found("tea pdf") == ["tea four"])
                #expect(try await found("\"four rechnung\"") == [])
                let today = Day(of: time)
                let (first, second) = (Day(rawValue: today.rawValue + 1), Day(rawValue: today.rawValue + 2))
                #expect(try await found("tea") { ($0.room, $0.until) = (room, first) } == ["tea four", "tea one"])
                #expect(
                    try await found("tea") { $0.since = second }.sorted() == [
                        "tea three", "tea two https://example.org",
                    ])
                #expect(
                    try await found("tea") { ($0.since, $0.until) = (second, second) } == [
                        "tea two https://example.org"
                    ])
                #expect(try await found("tea") { ($0.since, $0.until) = (second, first) } == [])
                try await store.write { store in
                    try store.deleteRoom(other)
                    while try store.removeDeletedMessages(limit: 500) {}
                }
            }
        },
        Clause(promise: "a search that would look at too much goes on where it ended, and loses nothing") {
            (store, _) async throws in
            let ben = try await user("Ben", in: store)
            let room = try await room(of: [ben], in: store)
            _ = try await say("first needle", in: room, by: ben, store)
            for _ in 0...1 { try await fill(room, by: ben, in: store) }
            let query = SearchQuery(words: try SearchWords("needle"))
            let page = try await store.read { try $0.search(query, for: ben.id, before: nil, limit: 5) }
            #expect(page.messages.isEmpty && page.next != nil)
            for outside in [Int64.min, -1, 0] {
                let page = try await store.read {
                    try $0.search(query, for: ben.id, before: Message.ID(outside), limit: 5)
                }
                #expect(page == SearchPage(messages: [], next: nil))
            }
            #expect(try await found("needle", by: ben, store) == ["first needle"])
            try await index(store)
            #expect(
                try await store.read { try $0.search(query, for: ben.id, before: nil, limit: 5) }.messages.count == 1)
        },
        Clause(promise: "a search without patience goes on where it ended, and loses nothing") {
            (store, _) async throws in
            let ben = try await user("Ben", in: store)
            let room = try await room(of: [ben], in: store)
            _ = try await say("first needle", in: room, by: ben, store)
            for _ in 0..<3 { try await fill(room, by: ben, in: store) }
            _ = try await say("last needle", in: room, by: ben, store)
            try await index(store, piece: 2_000)
            let query = SearchQuery(words: try SearchWords("needle"))
            let hasty = SearchEffort(patience: .zero, others: 4, spans: 1)
            func page(before: Message.ID?, since: Day? = nil, until: Day? = nil) async throws -> SearchPage {
                var query = query
                (query.since, query.until) = (since, until)
                return try await store.read { [query] in
                    try $0.search(query, for: ben.id, before: before, limit: 5, effort: hasty)
                }
            }
            var (pages, before): ([[String]], Message.ID?) = ([], nil)
            repeat {
                let page = try await page(before: before)
                pages.append(page.messages.map(\.content))
                before = page.next
            } while before != nil
            #expect(pages == [["last needle"], ["first needle"]])
            let tomorrow = Day(rawValue: Day(of: time).rawValue + 1)
            let nothing = SearchPage(messages: [], next: nil)
            #expect(try await page(before: nil, since: tomorrow) == nothing)
            #expect(try await page(before: Message.ID(1), until: tomorrow) == nothing)
        },
        Clause(promise: "a search that is broken off at any moment goes on where it ended, and loses nothing") {
            (store, _) async throws in
            let seed = UInt64.random(in: 0..<1_000_000)
            var random = SeededRandom(seed: seed)
            let (ben, cleo) = (try await user("Ben", in: store), try await user("Cleo", in: store))
            let rooms = [
                try await room(of: [ben], in: store), try await room(of: [ben, cleo], in: store),
                try await room(of: [cleo], in: store),
            ]
            for room in rooms { try await fill(room, by: cleo, in: store) }
            var wanted: [String] = []
            for number in 0..<60 {
                let room = try #require(rooms.randomElement(using: &random))
                let said = try await say("needle \(number)", in: room, by: cleo, store)
                if room != rooms[2] { wanted.insert(said.content, at: 0) }
                if number == 30 { try await fill(rooms[0], by: ben, in: store) }
            }
            try await index(store, piece: 2_000)
            func effort() -> SearchEffort {
                SearchEffort(
                    patience: .microseconds(Int64.random(in: 0...2_000, using: &random)),
                    others: Double.random(in: Limits.searchOthersPerRoom, using: &random),
                    spans: Int.random(in: 1...2, using: &random))
            }
            for _ in 0..<10 {
                let found = try await found("needle", by: ben, limit: 7, store, effort: effort)
                #expect(found == wanted, "seed \(seed)")
            }
        },
        Clause(promise: "whoever makes the index anew is told when it is forgotten") { (store, events) async throws in
            try await index(store)
            #expect(!events.events.contains(.indexForgotten))
            try await store.write { try $0.forgetIndex() }
            #expect(events.events.contains(.indexForgotten))
        },
        Clause(promise: "what others say all the time is found in one's own rooms") { (store, _) async throws in
            let (ben, cleo) = (try await user("Ben", in: store), try await user("Cleo", in: store))
            let own = [try await room(of: [ben], in: store), try await room(of: [ben], in: store)]
            let others = try await room(of: [cleo], in: store)
            try await fill(own[0], by: ben, in: store)
            var wanted: [String] = []
            for number in 0..<6 {
                wanted.insert("needle \(number)", at: 0)
                _ = try await say(wanted[0], in: own[number % 2], by: ben, store)
                for _ in 0..<4 { _ = try await say("needle", in: others, by: cleo, store) }
            }
            try await index(store)
            #expect(try await found("needle", by: ben, store) == wanted)
            #expect(
                try await found("needle", by: ben, store) { $0.room = own[1] } == ["needle 5", "needle 3", "needle 1"])
            #expect(try await found("needle", by: ben, store) { $0.room = others } == [])
        },
        Clause(promise: "a room that is deleted while the index is behind takes nothing of others with it") {
            (store, _) async throws in
            let ben = try await user("Ben", in: store)
            let (room, other) = (
                try await room(of: [ben], in: store), try await StoreContract.room(of: [ben], in: store)
            )
            let kept = try await say("kept elsewhere", in: other, by: ben, store)
            try await fill(room, by: ben, in: store)
            try await fill(other, by: ben, in: store)
            while try await store.write({ try $0.renewIndex(pages: 16) }) {}
            let (after, first) = try await store.read { try $0.messagesToIndex(limit: 500) }
            try await store.write { store in
                #expect(try store.indexMessages(first.map { SearchEntry($0) }, after: try #require(after)))
                try store.deleteRoom(room)
            }
            try await index(store, piece: 1_000)
            try await store.write { while try $0.removeDeletedMessages(limit: 500) {} }
            #expect(try await store.read { try $0.messageMissingInIndex(among: 5_000) } == nil)
            try await store.write { store in
                for seq in 2..<Limits.searchScanMessagesMax { _ = try store.deleteMessage(seq, in: other, at: time) }
                _ = try store.editMessage(kept.seq, in: other, to: "still editable", at: time)
            }
            #expect(try await store.read { try $0.messageMissingInIndex(among: 5_000) } == nil)
            try await fill(other, by: ben, in: store)
            #expect(try await found("editable", by: ben, store) == ["still editable"])
            #expect(try await found("kept", by: ben, store) == [])
        },
        Clause(promise: "a deleted room leaves the index with its files' names, a few messages at a time") {
            (store, _) async throws in
            let ben = try await user("Ben", in: store)
            let (room, other) = (
                try await room(of: [ben], in: store), try await StoreContract.room(of: [ben], in: store)
            )
            try await fill(other, by: ben, in: store)
            try await withFile(named: "gone.pdf", type: "application/pdf", says: "going", room, ben, store)
            try await index(store)
            _ = try await say("late", in: room, by: ben, store)
            try await store.write { try $0.deleteRoom(room) }
            #expect(try await found("going", by: ben, store) == [])
            try await index(store)
            try await store.write { while try $0.removeDeletedMessages(limit: 1) {} }
            for word in ["going", "gone", "late"] { #expect(try await found(word, by: ben, store) == []) }
            #expect(try await found("\"number7\"", by: ben, store) == ["number7"])
            try await store.write { _ = try $0.mergeIndex(pages: 1_000, isFirst: true) }
            #expect(try await store.write { try $0.mergeIndex(pages: 1_000, isFirst: false) } == false)
            #expect(try await found("\"number7\"", by: ben, store) == ["number7"])
        },
        Clause(promise: "while the index is put together anew what is there is found, and what was removed is not") {
            (store, _) async throws in
            let ben = try await user("Ben", in: store)
            let room = try await room(of: [ben], in: store)
            try await fill(room, by: ben, in: store)
            try await index(store, piece: 300)
            func merge(isFirst: Bool) async throws -> Bool {
                try await store.write { try $0.mergeIndex(pages: 1, isFirst: isFirst) }
            }
            #expect(try await !merge(isFirst: true))
            for seq in [Int64(5), 6] {
                try await store.write { _ = try $0.deleteMessage(seq, in: room, at: time) }
                var isFirst = true
                while try await merge(isFirst: isFirst) {
                    isFirst = false
                    #expect(try await found("\"number\(seq - 1)\"", by: ben, store) == [])
                    #expect(try await found("\"number7\"", by: ben, store) == ["number7"])
                }
            }
            #expect(try await !merge(isFirst: true))
            #expect(try await found("\"number4\"", by: ben, store) == [])
            #expect(try await found("\"number5\"", by: ben, store) == [])
            #expect(try await found("\"number6\"", by: ben, store) == ["number6"])
        },
    ]

    private static func withFile(
        named name: String, type: String, says content: String, _ room: Room.ID, _ user: User, _ store: any Store
    ) async throws {
        try await store.write { store in
            let new = NewAttachment(roomID: room, name: name, alt: nil, declaredType: type, size: 1, previewOf: nil)
            let id = try store.addAttachment(new, by: user.id, at: time)
            try store.addAttachmentChunk([1], 0, to: id)
            _ = try store.completeAttachment(
                id, as: MediaKind(type: type), size: 1, sha256: Array(repeating: 0, count: 32), at: time)
            _ = try store.addMessage(
                Draft(roomID: room, content: content, attachmentIDs: [id]), by: user.id, at: time)
        }
    }
}
