import SnugChat
import Testing

extension StoreContract {
    /// A room of two who have subscribed, with what is pushed to them.
    private struct Told {
        let store: any Store
        let users: [User]
        let sessions: [Session.ID]
        let subscriptions: [PushSubscription.ID]
        let room: Room.ID

        init(in store: any Store) async throws {
            self.store = store
            users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            room = try await StoreContract.room(of: users, in: store)
            var (sessions, subscriptions): ([Session.ID], [PushSubscription.ID]) = ([], [])
            for user in users {
                sessions.append(try await session(of: user, in: store))
                let added = try await subscribe(try target(user.name), by: sessions[sessions.count - 1], in: store)
                subscriptions.append(added.id)
            }
            (self.sessions, self.subscriptions) = (sessions, subscriptions)
        }

        func queue(
            _ seq: Int64, after: Int64 = 0, for index: Int = 1, in room: Room.ID?, at now: Timestamp = time
        ) async throws {
            let push = NewPush(to: subscriptions[index], about: seq, after: after)
            try await store.write { try $0.queuePushes([push], in: room, at: now) }
        }

        func due(at now: Timestamp = time) async throws -> [QueuedPush] {
            try await store.read { try $0.pushesDue(at: now, limit: 9) }
        }
    }

    static let pushQueue: [Clause] = [
        Clause(promise: "a room's listeners are its members' subscriptions, with what they want to hear") {
            (store, _) async throws in
            let told = try await Told(in: store)
            let quiet = try QuietHours(typedFrom: "00:05", to: "00:09", timeZone: "Europe/Berlin")
            try await store.write { store in
                try store.setQuiet(quiet, of: told.users[1].id)
                try store.setNotify(.mentions, until: nil, then: nil, of: told.users[1].id, in: told.room)
            }
            let listeners = try await store.read { try $0.pushListeners(in: told.room, at: time) }
            #expect(Set(listeners.map(\.subscription)) == Set(told.subscriptions))
            let ben = try #require(listeners.first { $0.member.userID == told.users[1].id })
            #expect(ben.quiet == quiet && ben.member.notify == .mentions && ben.since == Message.ID(0))
            #expect(try await store.write { try $0.endSession(told.sessions[1], at: time) } == 1)
            try await store.write { try $0.removeMember(told.users[0].id, from: told.room) }
            #expect(try await store.read { try $0.pushListeners(in: told.room, at: time) } == [])
            #expect(try await store.read { try $0.hasPushSubscriptions() })
            #expect(try await store.write { try $0.endSession(told.sessions[0], at: time) } == 1)
            #expect(try await store.read { try !$0.hasPushSubscriptions() })
        },
        Clause(promise: "messages call whom they name") { (store, _) async throws in
            let told = try await Told(in: store)
            for content in ["one", "two", "three"] {
                try await store.write { store in
                    _ = try store.addMessage(Draft(roomID: told.room, content: content), by: told.users[0].id, at: time)
                }
            }
            let ben = told.users[1].id
            try await store.write { store in
                try store.setMentions(.users([ben]), of: 1, in: told.room)
                try store.setMentions(.everyone, of: 3, in: told.room)
            }
            let wanted = [MessageCall(seq: 1, user: ben), MessageCall(seq: 3, user: nil)]
            #expect(try await store.read { try $0.calls(by: 1...3, in: told.room) } == Set(wanted))
            #expect(try await store.read { try $0.calls(by: 2...2, in: told.room) } == [])
        },
        Clause(promise: "it is decided once who is told of a message") { (store, _) async throws in
            let told = try await Told(in: store)
            let room = told.room
            #expect(try await store.read { try $0.roomsToPush(since: time - .seconds(1)) } == [:])
            for content in ["one", "two"] {
                try await store.write { store in
                    _ = try store.addMessage(Draft(roomID: room, content: content), by: told.users[0].id, at: time)
                }
            }
            #expect(try await store.read { try $0.roomsToPush(since: time - .seconds(1)) } == [room: 2])
            #expect(try await store.read { try $0.roomsToPush(since: time) } == [:], "of what is older nobody is told")
            #expect(try await store.write { try $0.movePushPosition(of: room, to: 1) })
            #expect(try await store.read { try $0.pushPosition(of: room) } == PushPosition(1))
            #expect(try await store.write { try !$0.movePushPosition(of: room, to: 1) })
            #expect(try await store.read { try $0.roomsToPush(since: time - .seconds(1)) } == [room: 2])
            #expect(try await store.write { try $0.movePushPosition(of: room, to: 2) })
            #expect(try await store.read { try $0.roomsToPush(since: time - .seconds(1)) } == [:])
            #expect(try await store.write { try !$0.movePushPosition(of: Room.ID(999), to: 2) })
            try await store.write { try $0.deleteRoom(room) }
            #expect(try await store.read { try $0.pushPosition(of: room) } == PushPosition(0))
        },
        Clause(promise: "a decision that was cut off knows how far it was queued") { (store, _) async throws in
            let told = try await Told(in: store)
            let room = told.room
            let part = PushPosition.Part(5, upTo: told.subscriptions[0])
            let more = PushPosition.Part(5, upTo: told.subscriptions[1])
            #expect(try await store.write { try $0.notePushPart(part, of: room) })
            #expect(try await store.read { try $0.pushPosition(of: room) } == PushPosition(0, part: part))
            #expect(try await store.write { try $0.notePushPart(more, of: room) })
            #expect(try await store.write { try !$0.notePushPart(part, of: room) }, "never less")
            let another = PushPosition.Part(6, upTo: told.subscriptions[1])
            #expect(try await store.write { try !$0.notePushPart(another, of: room) }, "one at a time")
            #expect(try await store.read { try $0.pushPosition(of: room) } == PushPosition(0, part: more))
            #expect(try await store.write { try $0.movePushPosition(of: room, to: 5) })
            #expect(try await store.read { try $0.pushPosition(of: room) } == PushPosition(5))
            #expect(try await store.write { try !$0.notePushPart(more, of: room) }, "it is decided")
            #expect(try await store.write { try $0.notePushPart(another, of: room) })
            #expect(try await store.write { try !$0.notePushPart(another, of: Room.ID(999)) })
        },
        Clause(promise: "of the pushes about a room the newest waits for each subscription") {
            (store, _) async throws in
            let told = try await Told(in: store)
            try await told.queue(3, after: 1, in: told.room)
            let first = try await told.due()
            let wanted = QueuedPush(
                id: first[0].id, subscription: told.subscriptions[1], of: told.users[1].id, room: told.room, seq: 3,
                after: 1,
                createdAt: time, tries: 0)
            #expect(first == [wanted])
            try await store.write { try $0.postponePush(wanted.id, until: time + .seconds(5), wasTried: true) }
            #expect(try await told.due() == [])
            #expect(try await store.read { try $0.nextPushDue(after: time) } == time + .seconds(5))
            try await told.queue(4, after: 3, in: told.room, at: time + .seconds(1))
            try await told.queue(2, after: 1, in: told.room, at: time + .seconds(1))
            #expect(try await told.due() == [])
            let later = try await told.due(at: time + .seconds(5))
            #expect(later.map(\.seq) == [4] && later.map(\.tries) == [1] && later.map(\.id) == [wanted.id])
            #expect(later.map(\.after) == [1], "nobody was told of what it takes the place of")
            // The one that was under way was about an earlier message.
            try await store.write { try $0.removePush(wanted, at: time) }
            #expect(try await told.due().map(\.seq) == [4])
            #expect(try await told.due().map(\.after) == [3])
            try await store.write { try $0.removePush(later[0], at: time) }
            #expect(try await store.read { try $0.pushesWaiting() } == 0)
        },
        Clause(promise: "a push put off further than any is was so by a clock that was ahead, and is due") {
            (store, _) async throws in
            let told = try await Told(in: store)
            let ahead = time.lastPushDue
            try await told.queue(3, in: told.room, at: ahead)
            #expect(try await told.due() == [])
            #expect(try await store.read { try $0.nextPushDue(after: time) } == ahead)
            let id = try await told.due(at: ahead)[0].id
            try await store.write { try $0.postponePush(id, until: ahead + .seconds(1), wasTried: false) }
            try await told.queue(3, for: 0, in: told.room)
            #expect(try await told.due().map(\.subscription) == told.subscriptions)
            #expect(try await store.read { try $0.nextPushDue(after: time) } == nil)
            let claimed = try await store.write {
                try $0.claimPushes(at: time, limit: 9, by: "one", for: .seconds(60))
            }
            #expect(claimed.map(\.subscription) == told.subscriptions)
            #expect(try await store.read { try $0.nextPushDue(after: time) } == time + .seconds(60))
        },
        Clause(promise: "a test waits beside what is said") { (store, _) async throws in
            let told = try await Told(in: store)
            try await told.queue(3, in: told.room)
            try await told.queue(0, in: nil)
            try await told.queue(0, in: nil)
            #expect(try await told.due().map(\.room) == [told.room, nil])
            #expect(try await store.read { try $0.pushesWaiting() } == 2)
        },
        Clause(promise: "a test that is asked for while another is under way waits behind it") {
            (store, _) async throws in
            let told = try await Told(in: store)
            try await told.queue(0, in: nil)
            let first = try await told.due()[0]
            try await told.queue(0, in: nil)
            try await store.write { try $0.removePush(first, at: time) }
            let second = try await told.due()
            #expect(second.map(\.id) == [first.id] && second.map(\.seq) == [1])
            try await store.write { try $0.removePush(second[0], at: time) }
            #expect(try await told.due() == [])
        },
        Clause(promise: "what waits for a subscription goes with it") { (store, _) async throws in
            let told = try await Told(in: store)
            for index in 0...1 { try await told.queue(3, for: index, in: told.room) }
            #expect(try await store.write { try $0.endSession(told.sessions[1], at: time) } == 1)
            #expect(try await told.due().map(\.subscription) == [told.subscriptions[0]])
            #expect(try await store.read { try $0.pushSubscription(told.subscriptions[1], at: time) } == nil)
            let known = try #require(
                try await store.read { try $0.pushSubscription(told.subscriptions[0], at: time) })
            let others = try target("Ada", secret: 9).keys
            try await store.write { try $0.forgetPushSubscription(known.id, with: others) }
            #expect(try await told.due().count == 1)
            try await store.write { try $0.forgetPushSubscription(known.id, with: known.target.keys) }
            #expect(try await told.due() == [])
            // Both are gone by now.
            for index in 0...1 { try await told.queue(4, for: index, in: told.room) }
            #expect(try await told.due() == [])
        },
        Clause(promise: "everyone's push subscriptions are found, the newest first") { (store, _) async throws in
            let told = try await Told(in: store)
            func newest(_ limit: Int, at now: Timestamp = time) async throws -> [PushSubscription.ID] {
                try await store.read { try $0.newestPushSubscriptions(at: now, limit: limit).map(\.id) }
            }
            #expect(try await newest(9) == told.subscriptions.reversed())
            #expect(try await newest(1) == [told.subscriptions[1]])
            #expect(try await newest(9, at: time + .seconds(600)) == [])
        },
        Clause(promise: "a push is sent by one node, and by another once the first has put it off or not gone on") {
            (store, _) async throws in
            let told = try await Told(in: store)
            let span: Duration = .seconds(60)
            for index in 0...1 { try await told.queue(1, for: index, in: told.room) }
            func claim(by node: String, _ limit: Int = 9, at now: Timestamp = time) async throws -> [Int] {
                let claimed = try await store.write {
                    try $0.claimPushes(at: now, limit: limit, by: node, for: span)
                }
                return claimed.compactMap { told.subscriptions.firstIndex(of: $0.subscription) }
            }
            #expect(try await claim(by: "one", 1) == [0])
            #expect(try await claim(by: "other") == [1])
            #expect(try await claim(by: "one") == [0])
            #expect(try await store.read { try $0.nextPushDue(after: time) } == time + span)
            let first = try await told.due()[0]
            try await store.write { try $0.postponePush(first.id, until: time + .seconds(5), wasTried: false) }
            #expect(try await claim(by: "other", at: time + .seconds(5)) == [1, 0])
            #expect(try await claim(by: "one", at: time + .seconds(5)) == [])
            #expect(try await claim(by: "one", at: time + .seconds(5) + span) == [1, 0])
        },
    ]
}
