import SnugChat
import Testing

extension StoreContract {
    static let rooms: [Clause] = [
        Clause(promise: "a room knows its members and how many they are") { (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let room = try await room(of: users, in: store)
            let members = try await store.read { try $0.members(of: room) }
            #expect(members.map(\.name) == ["Ada", "Ben"])
            #expect(members.map(\.member.role) == [.owner, .member])
            #expect(try await store.read { try $0.room(room)?.memberCount } == 2)
            try await store.write { try $0.removeMember(users[1].id, from: room) }
            #expect(try await store.read { try $0.room(room)?.memberCount } == 1)
            #expect(try await store.read { try $0.member(users[1].id, of: room) } == nil)
        },
        Clause(promise: "members are paged in the order they joined") { (store, _) async throws in
            var users: [User] = []
            for name in ["Ada", "Ben", "Cleo", "Dora"] { users.append(try await user(name, in: store)) }
            let room = try await room(of: users, in: store)
            let all = try await store.read { try $0.members(of: room) }
            #expect(try await store.read { try $0.members(of: room, after: nil, limit: 2) } == Array(all.prefix(2)))
            try await store.write { try $0.removeMember(all[1].member.userID, from: room) }
            let rest = try await store.read { try $0.members(of: room, after: all[1].member, limit: 9) }
            #expect(rest == Array(all.suffix(2)))
            #expect(try await store.read { try $0.members(of: room, after: all[3].member, limit: 9) }.isEmpty)
        },
        Clause(promise: "users come into a room all at once, those whose accounts are in use") {
            (store, _) async throws in
            let users = [
                try await user("Ada", in: store), try await user("Ben", in: store), try await user("Cleo", in: store),
            ]
            let room = try await room(of: [users[0]], in: store)
            let added = try await store.write { store in
                try store.setDeactivated(time, of: users[2].id)
                return try store.addMembers([users[1].id, users[2].id, User.ID(999)], to: room, at: time)
            }
            #expect(added == 1)
            #expect(try await store.read { try $0.members(of: room).map(\.name) } == ["Ada", "Ben"])
            #expect(try await store.read { try $0.room(room)?.memberCount } == 2)
            #expect(try await store.write { try $0.addMembers([], to: room, at: time) } == 0)
        },
        Clause(promise: "the heir of a room joined first, of those in use who have come in") {
            (store, _) async throws in
            var users: [User] = []
            for name in ["Ada", "Ben", "Cleo"] { users.append(try await user(name, in: store)) }
            let dora = try await store.write { store in
                try store.addUser(
                    name: "Dora", email: address("dora@example.org"), passwordHash: User.noPassword, role: .member,
                    at: time)
            }
            #expect(dora.isAwaited && !users[0].isAwaited)
            #expect(try await store.read { try $0.user(dora.id) } == dora)
            let room = try await room(of: users, in: store)
            func heir() async throws -> User.ID? { try await store.read { try $0.heir(of: room) } }
            func hasOwner() async throws -> Bool { try await store.read { try $0.hasOwner(room) } }
            try await store.write {
                try $0.addMember(dora.id, to: room, role: .member, readSeq: 0, at: time - .seconds(9))
            }
            #expect(try await heir() == users[0].id)
            #expect(try await hasOwner())
            try await store.write { [users] store in
                try store.removeMember(users[0].id, from: room)
                try store.setDeactivated(time, of: users[1].id)
            }
            #expect(try await heir() == users[2].id)
            #expect(try await !hasOwner())
            try await store.write { try $0.touchUser(dora.id, at: time) }
            #expect(try await heir() == dora.id)
            #expect(try await store.read { try $0.user(dora.id)?.isAwaited } == false)
            #expect(try await store.read { try $0.heir(of: Room.ID(99)) } == nil)
        },
        Clause(promise: "the rooms of a user are counted up to a limit, all of them or those that one person made") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            for owner in [ada, ada, ben] { _ = try await room(of: [owner, owner == ada ? ben : ada], in: store) }
            func isAnyone(_ users: [User], _ limit: Int, by maker: User?) async throws -> Bool {
                try await store.read {
                    try $0.isAnyone(of: users.map(\.id), inRooms: limit, madeBy: maker?.id)
                }
            }
            #expect(try await isAnyone([ada, ben], 3, by: nil))
            #expect(try await !isAnyone([ada, ben], 4, by: nil))
            #expect(try await isAnyone([ben], 2, by: ada))
            #expect(try await !isAnyone([ben], 3, by: ada))
            #expect(try await !isAnyone([], 1, by: nil))
        },
        Clause(promise: "every room is listed a page at a time, whoever is in it") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let rooms = [
                try await room(of: [ada], in: store), try await room(of: [ada, ben], in: store),
                try await room(of: [ben], in: store),
            ]
            #expect(try await store.read { try $0.rooms(after: nil, limit: 2).map(\.id) } == [rooms[0], rooms[1]])
            let rest = try await store.read { try $0.rooms(after: rooms[1], limit: 2) }
            #expect(rest.map(\.id) == [rooms[2]])
            #expect(rest == [try await store.read { try $0.room(rooms[2]) }].compactMap { $0 })
            #expect(try await store.read { try $0.rooms(after: rooms[2], limit: 2) }.isEmpty)
        },
        Clause(promise: "two people have one direct room, whoever is named first") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            func make(_ a: User, _ b: User) async throws -> Room.ID? {
                try await store.write { try $0.addDirectRoom(of: a.id, b.id, createdBy: a.id, at: time) }
            }
            let room = try #require(try await make(ben, ada))
            #expect(try await store.read { try $0.room(room)?.createdBy } == ben.id)
            #expect(try await store.read { try $0.directRoom(of: ada.id, ben.id) } == room)
            #expect(try await store.read { try $0.directRoom(of: ben.id, ada.id) } == room)
            #expect(try await make(ada, ben) == nil)
            #expect(try await make(ben, ada) == nil)
            #expect(try await store.read { try $0.rooms(after: nil, limit: 9).map(\.id) } == [room])
        },
        Clause(promise: "a direct room is listed under the other's name") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            _ = try await directRoom(of: ada, ben, in: store)
            #expect(try await store.read { try $0.summaries(for: ada.id).map(\.room.name) } == ["Ben"])
            #expect(try await store.read { try $0.summaries(for: ben.id).map(\.room.name) } == ["Ada"])
        },
        Clause(promise: "the room list has the beginning of a long message") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let den = try await room(of: [ada], in: store)
            let most = Limits.previewCharactersMax
            let content = String(repeating: "é", count: most) + "and more"
            _ = try await store.write { try $0.addMessage(Draft(roomID: den, content: content), by: ada.id, at: time) }
            let list = try await store.read { try $0.summaries(for: ada.id) }
            #expect(list.first?.lastMessage?.content == String(repeating: "é", count: most))
        },
        Clause(promise: "the room list has the newest activity first, with what was said last and is unread") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let quiet = try await room(of: [ada, ben], in: store)
            let busy = try await room(of: [ada, ben], in: store)
            let said = try await store.write {
                try $0.addMessage(Draft(roomID: busy, content: "hello"), by: ben.id, at: time + .seconds(5))
            }
            let list = try await store.read { try $0.summaries(for: ada.id) }
            #expect(list.map(\.room.id) == [busy, quiet])
            #expect(list[0].lastMessage == said)
            #expect(list.map(\.unread) == [1, 0])
            #expect(list[1].lastMessage == nil)
            #expect(try await store.read { try $0.summaries(for: ben.id).map(\.unread) } == [0, 0])
            #expect(try await store.read { try $0.summary(of: busy, for: ada.id) } == list[0])
        },
        Clause(promise: "open rooms are offered to those who are not in them") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            try await store.write { store in
                for name in ["Garden", "Älter"] {
                    let room = try store.addRoom(name: name, kind: .open, createdBy: ada.id, at: time)
                    try store.addMember(ada.id, to: room, role: .owner, readSeq: 0, at: time)
                }
            }
            _ = try await room(of: [ada], in: store)
            #expect(try await store.read { try $0.openRooms(outside: ada.id, matching: nil, limit: 9) } == [])
            let offered = try await store.read { try $0.openRooms(outside: ben.id, matching: nil, limit: 9) }
            #expect(Set(offered.map(\.name)) == ["Garden", "Älter"])
            let found = try await store.read { try $0.openRooms(outside: ben.id, matching: "äLT", limit: 9) }
            #expect(found.map(\.name) == ["Älter"])
        },
        Clause(promise: "a deleted room is gone at once with its members, and its messages piece by piece") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            let other = try await Self.room(of: [ada], in: store)
            for _ in 1...5 {
                _ = try await store.write {
                    _ = try $0.addMessage(Draft(roomID: other, content: "y"), by: ada.id, at: time)
                    return try $0.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time)
                }
            }
            try await store.write { try $0.deleteRoom(room) }
            #expect(try await store.read { try $0.room(room) } == nil)
            #expect(try await store.read { try $0.members(of: room) } == [])
            #expect(try await store.read { try $0.summaries(for: ada.id) }.map(\.room.id) == [other])
            #expect(try await store.write { try $0.removeDeletedMessages(limit: 2) })
            #expect(try await store.read { try $0.messages(1...5, in: room) }.count == 3)
            while try await store.write({ try $0.removeDeletedMessages(limit: 2) }) {}
            #expect(try await store.read { try $0.messages(1...5, in: room) } == [])
            #expect(try await store.read { try $0.messages(1...5, in: other) }.count == 5)
        },
        Clause(promise: "an id of a message is never given again") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let first = try await room(of: [ada], in: store)
            let last = try await store.write {
                try $0.addMessage(Draft(roomID: first, content: "x"), by: ada.id, at: time)
            }
            try await store.write { try $0.deleteRoom(first) }
            while try await store.write({ try $0.removeDeletedMessages(limit: 9) }) {}
            let second = try await room(of: [ada], in: store)
            let next = try await store.write {
                try $0.addMessage(Draft(roomID: second, content: "y"), by: ada.id, at: time)
            }
            #expect(next.id > last.id)
        },
    ]

    static let messages: [Clause] = [
        Clause(promise: "messages are numbered 1, 2, 3 in each room and come back as they were") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            let other = try await Self.room(of: [ada], in: store)
            var sent: [Message] = []
            for text in ["one", "two  \n", "𝟛 👩‍👩‍👧"] {
                let draft = Draft(roomID: room, content: text, clientID: "id-\(sent.count)", replyTo: sent.last?.seq)
                sent.append(try await store.write { try $0.addMessage(draft, by: ada.id, at: time) })
            }
            let elsewhere = try await store.write {
                try $0.addMessage(Draft(roomID: other, content: "x"), by: ada.id, at: time)
            }
            #expect(sent.map(\.seq) == [1, 2, 3])
            #expect(elsewhere.seq == 1)
            let kept = sent
            #expect(try await store.read { try $0.messages(1...3, in: room) } == kept)
            #expect(try await store.read { try $0.messages(2...2, in: room) } == [kept[1]])
            #expect(try await store.read { try $0.message(3, in: room) } == kept[2])
            #expect(try await store.read { try $0.message(sender: ada.id, clientID: "id-1") } == kept[1])
            #expect(try await store.read { try $0.room(room)?.lastSeq } == 3)
        },
        Clause(promise: "a client_id is one message of its sender, whatever the room") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            let other = try await Self.room(of: [ada], in: store)
            func send(_ user: User, _ room: Room.ID) async throws {
                _ = try await store.write {
                    try $0.addMessage(Draft(roomID: room, content: "x", clientID: "same"), by: user.id, at: time)
                }
            }
            try await send(ada, room)
            try await send(ben, room)
            await #expect(throws: StoreFault.self) { try await send(ada, other) }
            #expect(try await store.read { try $0.room(other)?.lastSeq } == 0)
            #expect(try await store.read { try $0.room(room)?.lastSeq } == 2)
        },
        Clause(promise: "sending reads, and a reading position never moves back or past the end") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            for _ in 1...3 {
                _ = try await store.write {
                    try $0.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time)
                }
            }
            #expect(try await store.read { try $0.member(ada.id, of: room)?.readSeq } == 3)
            func read(_ seq: Int64) async throws -> Int64? {
                try await store.write { try $0.setReadSeq(seq, of: ben.id, in: room)?.seq }
            }
            #expect(try await read(2) == 2)
            #expect(try await read(1) == nil)
            #expect(try await read(2) == nil)
            #expect(try await read(99) == 3)
            #expect(try await read(-5) == nil)
        },
        Clause(promise: "others are told no reading position that is hidden, and the newest once it is shown again") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            func read(_ seq: Int64) async throws -> ReadPosition? {
                try await store.write { store in
                    _ = try store.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time)
                    return try store.setReadSeq(seq, of: ben.id, in: room)
                }
            }
            func positions() async throws -> [Int64?] {
                let (one, all) = try await store.read { (try $0.member(ben.id, of: room), try $0.members(of: room)) }
                return [one?.readSeq, one?.toldSeq, all.last?.member.toldSeq]
            }
            #expect(try await read(1) == ReadPosition(seq: 1, isTold: true))
            #expect(try await positions() == [1, 1, 1])
            try await store.write { try $0.setShowsReading(false, of: ben.id) }
            #expect(try await store.read { try $0.user(ben.id)?.showsReading } == false)
            #expect(try await read(2) == ReadPosition(seq: 2, isTold: false))
            #expect(try await positions() == [2, 1, 1])
            try await store.write { try $0.setShowsReading(true, of: ben.id) }
            #expect(try await positions() == [2, 2, 2])
            #expect(try await read(3) == ReadPosition(seq: 3, isTold: true))
        },
        Clause(promise: "what was read can be unread again, and others stay with what they were told") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            for _ in 1...5 {
                _ = try await store.write {
                    try $0.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time)
                }
            }
            try await store.write { try $0.setMentions(.users([ben.id]), of: 3, in: room) }
            func unread(_ seq: Int64) async throws -> ReadPosition? {
                try await store.write { try $0.setFirstUnread(seq, of: ben.id, in: room) }
            }
            func read(_ seq: Int64) async throws -> ReadPosition? {
                try await store.write { try $0.setReadSeq(seq, of: ben.id, in: room) }
            }
            #expect(try await read(4) == ReadPosition(seq: 4, isTold: true))
            #expect(try await store.read { try $0.summary(of: room, for: ben.id)?.mentions } == 0)
            #expect(try await unread(2) == ReadPosition(seq: 1, isTold: false))
            #expect(try await unread(2) == nil)
            let summary = try await store.read { try $0.summary(of: room, for: ben.id) }
            #expect(summary?.membership?.readSeq == 1 && summary?.membership?.toldSeq == 4)
            #expect(summary?.unread == 4 && summary?.mentions == 1)
            #expect(try await store.read { try $0.members(of: room).map(\.member.toldSeq) } == [5, 4])
            #expect(try await store.read { try $0.subscriptions(of: ben.id).map(\.readSeq) } == [1])
            #expect(try await read(3) == ReadPosition(seq: 3, isTold: false))
            #expect(try await read(5) == ReadPosition(seq: 5, isTold: true))
            #expect(try await unread(.min) == ReadPosition(seq: 0, isTold: false))
            #expect(try await unread(.max) == ReadPosition(seq: 5, isTold: true))
            _ = try await unread(1)
            _ = try await store.write { try $0.addMessage(Draft(roomID: room, content: "x"), by: ben.id, at: time) }
            #expect(try await store.read { try $0.member(ben.id, of: room)?.readSeq } == 6)
            #expect(try await store.read { try $0.member(ben.id, of: room)?.toldSeq } == 6)
        },
        Clause(promise: "a level of notices keeps the moment up to which it holds, and the level from then on") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            for (until, after) in [(time + .seconds(60), Member.Notify.mentions), (nil, nil)] {
                try await store.write { try $0.setNotify(.nothing, until: until, then: after, of: ada.id, in: room) }
                let member = try await store.read { try $0.member(ada.id, of: room) }
                #expect(member?.notify == .nothing && member?.notifyUntil == until && member?.notifyAfter == after)
                #expect(try await store.read { try $0.summaries(for: ada.id).first?.membership } == member)
            }
        },
        Clause(promise: "a hidden room is in no list until it is shown") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            try await store.write { try $0.hideRoom(room, from: ben.id) }
            #expect(try await store.read { try $0.summaries(for: ben.id) }.isEmpty)
            #expect(try await store.read { try $0.summaries(for: ada.id).count } == 1)
            #expect(try await store.read { try $0.subscriptions(of: ben.id).map(\.isShown) } == [false])
            #expect(try await store.read { try $0.isMember(ben.id, of: room) })
            try await store.write { store in
                try store.setShowsReading(false, of: ben.id)
                try store.setShowsReading(true, of: ben.id)
            }
            #expect(try await store.read { try $0.members(of: room).map(\.member.toldSeq) } == [0, 0])
            #expect(try await store.write { try $0.showRoom(room, to: ada.id) } == [])
            #expect(try await store.write { try $0.showRoom(room, to: nil) } == [ben.id])
            #expect(try await store.write { try $0.showRoom(room, to: nil) } == [])
            #expect(try await store.read { try $0.summaries(for: ben.id).count } == 1)
            #expect(try await store.read { try $0.subscriptions(of: ben.id).map(\.isShown) } == [true])
        },
        Clause(promise: "a direct room tells if the other is there, has left or is out of use; any other does not") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let group = try await room(of: [ada], in: store)
            let direct = try await directRoom(of: ada, ben, in: store)
            func company(of user: User, _ room: Room.ID) async throws -> Company? {
                try await store.read { try $0.company(of: user.id, in: room) }
            }
            func isShownOut() async throws -> Bool? {
                try await store.read { try $0.summary(of: direct, for: ada.id)?.isOtherDeactivated }
            }
            #expect(try await company(of: ada, group) == .here)
            #expect(try await company(of: ben, group) == nil)
            #expect(try await company(of: ada, direct) == .here)
            try await store.write { try $0.setDeactivated(time, of: ben.id) }
            #expect(try await company(of: ada, direct) == .outOfUse)
            #expect(try await isShownOut() == true)
            try await store.write { try $0.removeMember(ben.id, from: direct) }
            #expect(try await company(of: ada, direct) == .outOfUse)
            try await store.write { try $0.setDeactivated(nil, of: ben.id) }
            #expect(try await company(of: ada, direct) == .left)
            #expect(try await isShownOut() == false)
            #expect(try await company(of: ben, direct) == nil)
        },
        Clause(promise: "someone's newest word in a room is found") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            try await store.write { store in
                for user in [ada, ben, ben, ada] {
                    _ = try store.addMessage(Draft(roomID: room, content: "x"), by: user.id, at: time)
                }
            }
            #expect(try await store.read { try $0.newestSeq(by: ben.id, in: room, after: 0) } == 3)
            #expect(try await store.read { try $0.newestSeq(by: ben.id, in: room, after: 3) } == nil)
        },
        Clause(promise: "a socket's subscriptions say where each room stands") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            _ = try await store.write { try $0.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time) }
            #expect(
                try await store.read { try $0.subscriptions(of: ben.id) }
                    == [Subscription(roomID: room, lastSeq: 1, lastRev: 0, readSeq: 0)])
        },
    ]
}
