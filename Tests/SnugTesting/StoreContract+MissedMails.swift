import SnugChat
import Testing

extension StoreContract {
    static let missedMails: [Clause] = [
        Clause(promise: "somebody's missed mail waits, is sent, and is forgotten, one for each person") {
            (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            func state(_ index: Int) async throws -> MissedMail? {
                try await store.read { try $0.missedMail(of: users[index].id) }
            }
            #expect(try await state(0) == nil)
            let states: [MissedMail?] = [
                .waiting(until: time), .sent(about: 3, in: Room.ID(7), at: time), .waiting(until: time + .seconds(5)),
                nil,
            ]
            for each in states {
                try await store.write { try $0.setMissedMail(each, of: users[0].id) }
                #expect(try await state(0) == each)
                #expect(try await state(1) == nil)
            }
            // Of nobody, nothing is kept.
            try await store.write { try $0.setMissedMail(.waiting(until: time), of: User.ID(99)) }
            #expect(try await store.read { try $0.nextMissedMailDue(at: time) } == nil)
        },
        Clause(promise: "those who wait for a missed mail fall due one after the other") { (store, _) async throws in
            let users = [
                try await user("Ada", in: store), try await user("Ben", in: store), try await user("Cleo", in: store),
            ]
            try await store.write { store in
                try store.setMissedMail(.waiting(until: time + .seconds(9)), of: users[0].id)
                try store.setMissedMail(.waiting(until: time + .seconds(5)), of: users[1].id)
                try store.setMissedMail(.sent(about: 1, in: Room.ID(1), at: time), of: users[2].id)
            }
            func due(after seconds: Int64, limit: Int = 9) async throws -> [User.ID] {
                try await store.read { try $0.missedMailsDue(at: time + .seconds(seconds), limit: limit) }
            }
            #expect(try await due(after: 4) == [])
            #expect(try await due(after: 5) == [users[1].id])
            #expect(try await due(after: 9) == [users[1].id, users[0].id])
            #expect(try await due(after: 9, limit: 1) == [users[1].id])
            #expect(try await store.read { try $0.nextMissedMailDue(at: time) } == time + .seconds(5))
        },
        Clause(promise: "whoever waits for longer than anybody does was noted by a clock that was ahead, and is due") {
            (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let ahead = time.lastMissedMailDue
            try await store.write { try $0.setMissedMail(.waiting(until: ahead), of: users[0].id) }
            #expect(try await store.read { try $0.missedMailsDue(at: time, limit: 9) } == [])
            #expect(try await store.read { try $0.nextMissedMailDue(at: time) } == ahead)
            try await store.write { store in
                try store.setMissedMail(.waiting(until: ahead + .seconds(1)), of: users[0].id)
                try store.setMissedMail(.waiting(until: time + .seconds(5)), of: users[1].id)
            }
            #expect(try await store.read { try $0.missedMailsDue(at: time, limit: 9) } == [users[0].id])
            #expect(try await store.read { try $0.nextMissedMailDue(at: time) } == time)
            try await store.write { try $0.setMissedMail(.waiting(until: time - .seconds(5)), of: users[1].id) }
            #expect(try await store.read { try $0.missedMailsDue(at: time, limit: 9) } == users.reversed().map(\.id))
            #expect(try await store.read { try $0.nextMissedMailDue(at: time) } == time - .seconds(5))
        },
        Clause(promise: "everyone is mailed about what they miss until they say otherwise or close their account") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            #expect(ada.mailsMissed)
            for mails in [false, true] {
                try await store.write { try $0.setMailsMissed(mails, of: ada.id) }
                #expect(try await store.read { try $0.user(ada.id)?.mailsMissed } == mails)
            }
            try await store.write { store in
                try store.setMissedMail(.waiting(until: time), of: ada.id)
                try store.closeUser(ada.id, at: time)
            }
            #expect(try await store.read { try $0.missedMail(of: ada.id) } == nil)
        },
        Clause(promise: "whoever has read to the newest of what was said after they came has read since then") {
            (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let room = try await room(of: users, in: store)
            let joined = try #require(try await store.read { try $0.member(users[1].id, of: room) }).joinedAt
            func say(after seconds: Int64) async throws {
                _ = try await store.write { store in
                    try store.addMessage(
                        Draft(roomID: room, content: "x"), by: users[0].id, at: joined + .seconds(seconds))
                }
            }
            func hasRead(_ seq: Int64, after seconds: Int64) async throws -> Bool {
                try await store.write { store in
                    _ = try store.setReadSeq(seq, of: users[1].id, in: room)
                    return try store.hasRead(users[1].id, after: joined + .seconds(seconds))
                }
            }
            for seconds in [-5, 5, 10] as [Int64] { try await say(after: seconds) }
            #expect(try await !hasRead(1, after: -9))
            #expect(try await hasRead(2, after: 4))
            #expect(try await !hasRead(2, after: 5))
            #expect(try await hasRead(3, after: 9))
        },
        Clause(promise: "of unread calls the first of each author in each room come before their next") {
            (store, _) async throws in
            let users = [
                try await user("Ada", in: store), try await user("Ben", in: store), try await user("Cleo", in: store),
            ]
            let rooms = [try await room(of: users, in: store), try await room(of: users, in: store)]
            let joined = try #require(try await store.read { try $0.member(users[0].id, of: rooms[0]) }).joinedAt
            func call(
                _ mentions: Mentions, in room: Int = 0, by author: Int, after seconds: Int64 = 5
            ) async throws -> Message.ID {
                try await store.write { store in
                    let message = try store.addMessage(
                        Draft(roomID: rooms[room], content: "x"), by: users[author].id, at: joined + .seconds(seconds))
                    try store.setMentions(mentions, of: message.seq, in: rooms[room])
                    return message.id
                }
            }
            func found(
                after last: Message.ID = Message.ID(0), since seconds: Int64 = 0, each: Int = 2, limit: Int = 9
            ) async throws -> [Message.ID] {
                try await store.read { store in
                    try store.unreadCalls(
                        of: users[0].id, after: last, since: joined + .seconds(seconds), each: each, limit: limit
                    ).map(\.id)
                }
            }
            let ada = Mentions.users([users[0].id])
            _ = try await call(.everyone, by: 1, after: -5)
            _ = try await call(ada, by: 0)
            _ = try await call(.nobody, by: 1)
            var calls: [Message.ID] = []
            for _ in 0..<3 { calls.append(try await call(ada, by: 1)) }
            calls.append(try await call(.everyone, in: 1, by: 1, after: 9))
            calls.append(try await call(ada, by: 2, after: 9))
            #expect(try await found(each: 9) == calls)
            #expect(try await found() == [calls[0], calls[1], calls[3], calls[4]])
            #expect(try await found(limit: 3) == [calls[0], calls[3], calls[4]])
            #expect(try await found(after: calls[1]) == Array(calls[2...]))
            #expect(try await found(since: 5) == Array(calls[3...]))
            #expect(try await found(since: -9, each: 9) == calls)
            try await store.write { _ = try $0.setReadSeq(6, of: users[0].id, in: rooms[0]) }
            #expect(try await found() == Array(calls[3...]))
        },
        Clause(promise: "the newest message of all rooms has the highest id") { (store, _) async throws in
            func newest() async throws -> Message.ID { try await store.read { try $0.newestMessage() } }
            #expect(try await newest() == Message.ID(0))
            let ada = try await user("Ada", in: store)
            let rooms = [try await room(of: [ada], in: store), try await room(of: [ada], in: store)]
            for room in rooms.reversed() {
                let posted = try await store.write {
                    try $0.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time)
                }
                #expect(try await newest() == posted.id)
            }
        },
        Clause(promise: "the language of somebody is that of the session that they used last") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            func language() async throws -> Language { try await store.read { try $0.language(of: ada.id) } }
            func signIn(in language: Language, after seconds: Int64) async throws -> Session.ID {
                let device = Device(name: "test", address: "127.0.0.1", language: language)
                return try await store.write { store in
                    try store.addSession(
                        of: ada.id, device: device, at: time + .seconds(seconds), expiresAt: time + .seconds(600)
                    ).id
                }
            }
            #expect(try await language() == .english)
            let first = try await signIn(in: .german, after: 0)
            #expect(try await language() == .german)
            let second = try await signIn(in: .english, after: 1)
            #expect(try await language() == .english)
            try await store.write { try $0.touchSession(first, at: time + .seconds(2)) }
            #expect(try await language() == .german)
            try await store.write { store in
                try store.extendSession(second, until: time + .seconds(900), in: .german)
                try store.touchSession(second, at: time + .seconds(3))
                try store.extendSession(first, until: time + .seconds(900), in: .english)
            }
            #expect(try await language() == .german)
            #expect(try await store.write { try $0.endSession(second, at: time + .seconds(4)) } == 1)
            #expect(try await language() == .german, "of somebody who is signed out too")
        },
    ]
}
