import SnugChat
import Testing

extension StoreContract {
    /// Adds a message that calls these.
    private static func call(
        _ mentions: Mentions, in room: Room.ID, by user: User, _ store: any Store
    ) async throws -> Message {
        try await store.write { store in
            let message = try store.addMessage(Draft(roomID: room, content: "hey"), by: user.id, at: time)
            try store.setMentions(mentions, of: message.seq, in: room)
            return message
        }
    }

    private static func counted(_ user: User, in room: Room.ID, _ store: any Store) async throws -> Int64? {
        try await store.read { try $0.summary(of: room, for: user.id)?.mentions }
    }

    static let mentions: [Clause] = [
        Clause(promise: "a call of everyone counts for all in the room but its author, until they have read it") {
            (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let (ada, ben, room) = (users[0], users[1], try await room(of: users, in: store))
            let said = try await call(.everyone, in: room, by: ada, store)
            #expect(try await counted(ben, in: room, store) == 1)
            #expect(try await counted(ada, in: room, store) == 0)
            let lists = try await store.read { try $0.mentionLists(longerThan: 0, limit: 9) }
            #expect(lists == [MentionList(room: room, user: nil)])
            _ = try await store.write { try $0.setReadSeq(said.seq, of: ben.id, in: room) }
            #expect(try await counted(ben, in: room, store) == 0)
            try await store.write { try $0.setMentions(.users([ben.id]), of: said.seq, in: room) }
            let changed = try await store.read { try $0.mentionLists(longerThan: 0, limit: 9) }
            #expect(changed == [MentionList(room: room, user: ben.id)])
        },
        Clause(promise: "a call of everyone is none of those who came later, read or not") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada], in: store)
            _ = try await call(.everyone, in: room, by: ada, store)
            try await store.write {
                try $0.addMember(ben.id, to: room, role: .member, readSeq: 0, at: time + .seconds(1))
            }
            #expect(try await store.read { try $0.mentions(of: ben.id, before: nil, limit: 9) } == [])
            #expect(try await counted(ben, in: room, store) == 0)
            let later = try await store.write { store in
                let draft = Draft(roomID: room, content: "hey")
                let message = try store.addMessage(draft, by: ada.id, at: time + .seconds(2))
                try store.setMentions(.everyone, of: message.seq, in: room)
                return message
            }
            #expect(try await store.read { try $0.mentions(of: ben.id, before: nil, limit: 9) } == [later])
            #expect(try await counted(ben, in: room, store) == 1)
        },
        Clause(promise: "nobody is called who is not in the room, or not there at all") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada], in: store)
            _ = try await call(.users([ben.id, User.ID(999)]), in: room, by: ada, store)
            #expect(try await store.read { try $0.mentionLists(longerThan: 0, limit: 9) } == [])
        },
        Clause(promise: "unread calls are counted as far as a badge shows") { (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let room = try await room(of: users, in: store)
            try await store.write { store in
                for _ in 0..<Limits.mentionsCountedMax + 5 {
                    let said = try store.addMessage(Draft(roomID: room, content: "hey"), by: users[0].id, at: time)
                    try store.setMentions(.users([users[1].id]), of: said.seq, in: room)
                }
            }
            #expect(try await counted(users[1], in: room, store) == Int64(Limits.mentionsCountedMax))
        },
        Clause(promise: "the calls of a user are listed over all their rooms, the newest first, a page at a time") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let rooms = [try await room(of: [ada, ben], in: store), try await room(of: [ada, ben], in: store)]
            let left = try await room(of: [ada], in: store)
            var called: [Message] = []
            for turn in 0..<12 {
                let mentions: Mentions =
                    turn % 3 == 0 ? .everyone : turn % 3 == 1 ? .users([ben.id]) : .users([ada.id])
                let said = try await call(mentions, in: rooms[turn % 2], by: ada, store)
                if turn % 3 != 2 { called.insert(said, at: 0) }
                _ = try await call(.everyone, in: left, by: ada, store)
                _ = try await call(.everyone, in: rooms[1], by: ben, store)
            }
            let gone = called.remove(at: 2)
            let expected = called
            _ = try await store.write { try $0.deleteMessage(gone.seq, in: gone.roomID, at: time) }
            #expect(try await store.read { try $0.mentions(of: ben.id, before: nil, limit: 99) } == expected)
            var pages: [Message] = []
            for _ in 0..<4 {
                let before = pages.last?.id
                pages += try await store.read { try $0.mentions(of: ben.id, before: before, limit: 2) }
            }
            #expect(pages == expected)
            let last = pages.last?.id
            #expect(try await store.read { try $0.mentions(of: ben.id, before: last, limit: 2) } == [])
            #expect(try await store.read { try $0.mentions(of: ben.id, before: Message.ID(.min), limit: 2) } == [])
        },
        Clause(promise: "calls beyond a number go in pieces, the oldest first, for everyone and for one") {
            (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let (ada, ben, room) = (users[0], users[1], try await room(of: users, in: store))
            for _ in 0..<5 {
                _ = try await call(.everyone, in: room, by: ada, store)
                _ = try await call(.users([ben.id]), in: room, by: ada, store)
            }
            let lists = [MentionList(room: room, user: nil), MentionList(room: room, user: ben.id)]
            #expect(try await store.read { try $0.mentionLists(longerThan: 5, limit: 9) } == [])
            #expect(try await store.read { try $0.mentionLists(longerThan: 4, limit: 1) }.count == 1)
            #expect(Set(try await store.read { try $0.mentionLists(longerThan: 2, limit: 9) }) == Set(lists))
            for list in lists {
                #expect(try await store.write { try $0.removeMentions(of: list, downTo: 2, limit: 2) })
                #expect(try await store.write { try $0.removeMentions(of: list, downTo: 2, limit: 2) })
                #expect(try await store.write { try !$0.removeMentions(of: list, downTo: 2, limit: 2) })
            }
            #expect(
                try await store.read { try $0.mentions(of: ben.id, before: nil, limit: 99).map(\.seq) } == [
                    10, 9, 8, 7,
                ])
        },
        Clause(promise: "the state of a room's members changes with them and with their names, and with nothing else") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada], in: store)
            var states: [Int64?] = []
            func note() async throws { states.append(try await store.read { try $0.membersRev(of: room) }) }
            try await note()
            _ = try await store.write { try $0.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time) }
            try await note()
            try await store.write { try $0.addMember(ben.id, to: room, role: .member, readSeq: 0, at: time) }
            try await note()
            try await store.write { try $0.renameUser(ben.id, to: "Benedict") }
            try await note()
            #expect(try await store.read { try $0.names(of: room, limit: 9) } == [ada.id: "Ada", ben.id: "Benedict"])
            #expect(try await store.read { try $0.names(of: room, limit: 1) } == [ada.id: "Ada"])
            try await store.write { try $0.removeMember(ben.id, from: room) }
            try await note()
            #expect(states[0] == states[1] && Set(states).count == 4)
            #expect(try await store.read { try $0.membersRev(of: Room.ID(99)) } == nil)
        },
    ]
}
