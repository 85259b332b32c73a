import SnugChat
import Testing

extension StoreContract {
    /// Makes a room of Ada and Ben with three messages of Ada's.
    private static func talk(in store: any Store) async throws -> (ada: User, ben: User, room: Room.ID) {
        let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
        let room = try await room(of: [ada, ben], in: store)
        try await store.write { store in
            for text in ["one", "two", "three"] {
                _ = try store.addMessage(Draft(roomID: room, content: text), by: ada.id, at: time)
            }
        }
        return (ada, ben, room)
    }

    static let changes: [Clause] = [
        Clause(promise: "each change takes the room's next rev and no seq") { (store, _) async throws in
            let (_, ben, room) = try await talk(in: store)
            let changed = try await store.write { store in
                [
                    try store.editMessage(2, in: room, to: "2", at: time),
                    try store.setReaction("👍", isWanted: true, by: ben.id, to: 1, in: room, at: time),
                    try store.deleteMessage(3, in: room, at: time),
                ]
            }
            #expect(changed.map(\.rev) == [1, 2, 3])
            #expect(changed.map(\.seq) == [2, 1, 3])
            #expect(changed[0].content == "2" && changed[0].editedAt == time)
            #expect(changed[1].reactions == [Reaction(emoji: "👍", users: [ben.id])])
            #expect(changed[2].content == "" && changed[2].deletedAt == time)
            let kept = try await store.read { try $0.room(room) }
            #expect(kept?.lastSeq == 3 && kept?.lastRev == 3)
            #expect(try await store.read { try $0.changes(after: 1, in: room, limit: 10) } == Array(changed[1...]))
            #expect(try await store.read { try $0.messages(1...3, in: room).map(\.rev) } == [2, 1, 3])
        },
        Clause(promise: "reactions keep their order and are put and taken once") { (store, _) async throws in
            let (ada, ben, room) = try await talk(in: store)
            let later = time + .seconds(1)
            let message = try await store.write { store in
                _ = try store.setReaction("❤️", isWanted: true, by: ben.id, to: 1, in: room, at: time)
                _ = try store.setReaction("👍", isWanted: true, by: ben.id, to: 1, in: room, at: later)
                _ = try store.setReaction("👍", isWanted: true, by: ben.id, to: 1, in: room, at: later)
                return try store.setReaction("❤️", isWanted: true, by: ada.id, to: 1, in: room, at: later + .seconds(1))
            }
            #expect(
                message.reactions == [
                    Reaction(emoji: "❤️", users: [ben.id, ada.id]), Reaction(emoji: "👍", users: [ben.id]),
                ])
            let taken = try await store.write {
                try $0.setReaction("❤️", isWanted: false, by: ben.id, to: 1, in: room, at: later)
            }
            #expect(
                Set(taken.reactions) == [
                    Reaction(emoji: "❤️", users: [ada.id]), Reaction(emoji: "👍", users: [ben.id]),
                ])
        },
        Clause(promise: "an emoji with and without U+FE0F is one reaction, in the spelling that came first") {
            (store, _) async throws in
            let (ada, ben, room) = try await talk(in: store)
            let (bare, coloured) = ("\u{2764}", "\u{2764}\u{FE0F}")
            func react(
                _ emoji: String, _ isWanted: Bool, by user: User, after seconds: Int64
            ) async throws -> [Reaction] {
                let message = try await store.write { store in
                    try store.setReaction(
                        emoji, isWanted: isWanted, by: user.id, to: 1, in: room, at: time + .seconds(seconds))
                }
                return message.reactions
            }
            _ = try await react(coloured, true, by: ben, after: 0)
            _ = try await react(bare, true, by: ada, after: 1)
            let both = try await react(bare, true, by: ben, after: 2)
            #expect(both.map { Array($0.emoji.unicodeScalars) } == [Array(coloured.unicodeScalars)])
            #expect(both.map(\.users) == [[ben.id, ada.id]])
            #expect(try await react(bare, false, by: ben, after: 3).map(\.users) == [[ada.id]])
            #expect(try await react(coloured, false, by: ada, after: 4).isEmpty)
        },
        Clause(promise: "a deleted message keeps no reaction and calls nobody") { (store, _) async throws in
            let (_, ben, room) = try await talk(in: store)
            let deleted = try await store.write { store in
                _ = try store.setReaction("👍", isWanted: true, by: ben.id, to: 1, in: room, at: time)
                try store.setMentions(.users([ben.id]), of: 1, in: room)
                return try store.deleteMessage(1, in: room, at: time)
            }
            #expect(deleted.reactions.isEmpty)
            #expect(try await store.read { try $0.summary(of: room, for: ben.id)?.mentions } == 0)
        },
        Clause(promise: "mentions count until they are read") { (store, _) async throws in
            let (_, ben, room) = try await talk(in: store)
            try await store.write { store in
                try store.setMentions(.users([ben.id]), of: 2, in: room)
                try store.setMentions(.users([ben.id]), of: 3, in: room)
            }
            #expect(try await store.read { try $0.summaries(for: ben.id).map(\.mentions) } == [2])
            _ = try await store.write { try $0.setReadSeq(2, of: ben.id, in: room) }
            #expect(try await store.read { try $0.summaries(for: ben.id).map(\.mentions) } == [1])
            try await store.write { try $0.setMentions(.nobody, of: 3, in: room) }
            #expect(try await store.read { try $0.summaries(for: ben.id).map(\.mentions) } == [0])
        },
        Clause(promise: "a room that goes takes its changes along") { (store, _) async throws in
            let (_, ben, room) = try await talk(in: store)
            try await store.write { store in
                _ = try store.setReaction("👍", isWanted: true, by: ben.id, to: 1, in: room, at: time)
                try store.setMentions(.users([ben.id]), of: 1, in: room)
                try store.deleteRoom(room)
            }
            while try await store.write({ try $0.removeDeletedMessages(limit: 1) }) {}
            #expect(try await store.read { try $0.changes(after: 0, in: room, limit: 10) }.isEmpty)
        },
    ]
}
