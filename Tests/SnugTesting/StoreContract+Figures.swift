import SnugChat
import Testing

extension StoreContract {
    static let figures: [Clause] = [
        Clause(promise: "messages are counted once, by day and author, a few at a time") { (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let room = try await room(of: users, in: store)
            let today = Day(of: time)
            func say(_ user: User, _ days: Int) async throws {
                try await store.write {
                    _ = try $0.addMessage(
                        Draft(roomID: room, content: "hi"), by: user.id, at: time - .seconds(86_400) * days)
                }
            }
            for (user, days) in [(0, 40), (0, 1), (0, 1), (1, 1), (0, 0)] { try await say(users[user], days) }
            let since = today - 29
            func counted() async throws -> [DailyFigures] { try await store.read { try $0.dailyFigures(since: since) } }
            func uncounted(_ limit: Int = 99) async throws -> [DailyFigures] {
                try await store.read { try $0.uncountedFigures(since: since, limit: limit) }
            }
            let yesterday = DailyFigures(day: today - 1, messages: 3, people: 2)
            let whole = [yesterday, DailyFigures(day: today, messages: 1, people: 1)]
            #expect(try await counted() == [])
            #expect(try await uncounted() == whole)
            #expect(try await uncounted(3) == [DailyFigures(day: today - 1, messages: 2, people: 1)])
            try await store.write { try $0.countMessages(since: since, limit: 3) }
            #expect(try await counted() == [DailyFigures(day: today - 1, messages: 2, people: 1)])
            // Of whoever wrote that day already no more than the messages.
            #expect(
                try await uncounted() == [
                    DailyFigures(day: today - 1, messages: 1, people: 1),
                    DailyFigures(day: today, messages: 1, people: 1),
                ])
            for _ in 1...3 { try await store.write { try $0.countMessages(since: since, limit: 3) } }
            #expect(try await counted() == whole)
            #expect(try await uncounted() == [])
            #expect(try await !store.read { try $0.hasUncounted() })
            for user in [0, 0, 1] { try await say(users[user], 0) }
            #expect(try await uncounted() == [DailyFigures(day: today, messages: 3, people: 1)])
            #expect(try await store.read { try $0.hasUncounted() })
            // Those that are deleted have been.
            try await store.write { store in
                try store.countMessages(since: since, limit: 9)
                try store.deleteRoom(room)
                while try store.removeDeletedMessages(limit: 9) {}
            }
            #expect(try await counted() == [yesterday, DailyFigures(day: today, messages: 4, people: 2)])
        },
        Clause(promise: "the size of the database is kept by day, and old figures go") { (store, _) async throws in
            let today = Day(of: time)
            for (day, bytes) in [(today - 40, 1), (today - 1, 2), (today, 3), (today, 4)] as [(Day, Int64)] {
                try await store.write { try $0.setDatabaseBytes(bytes, on: day) }
            }
            try await store.write { try $0.removeFigures(before: today - 29, writersBefore: today - 1) }
            #expect(
                try await store.read { try $0.dailyFigures(since: today - 99) } == [
                    DailyFigures(day: today - 1, databaseBytes: 2), DailyFigures(day: today, databaseBytes: 4),
                ])
        },
        Clause(promise: "what is in it is counted") { (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let rooms = [try await room(of: users, in: store), try await room(of: users, in: store)]
            try await store.write { store in
                for (room, count) in [(rooms[0], 2), (rooms[1], 3)] {
                    for _ in 0..<count {
                        _ = try store.addMessage(Draft(roomID: room, content: "hi"), by: users[0].id, at: time)
                    }
                }
                _ = try store.deleteMessage(1, in: rooms[0], at: time)
                try store.setDeactivated(time, of: users[1].id)
            }
            var counts = StoreCounts(accounts: 1, rooms: 2, messages: 5, mailsWaiting: 0)
            #expect(try await store.read { try $0.counts() } == counts)
            try await store.write { store in
                try store.addMail([1], at: time + .seconds(1), expiresAt: time + .seconds(600))
                try store.addMail([2], at: time, expiresAt: time + .seconds(600))
            }
            counts.mailsWaiting = 2
            counts.oldestMail = time
            #expect(try await store.read { try $0.counts() } == counts)
            let mail = try #require(try await store.read { try $0.mailsDue(at: time, limit: 1).first?.id })
            try await store.write { try $0.postponeMail(mail, until: time + .seconds(9), because: "no route") }
            counts.mailError = "no route"
            #expect(try await store.read { try $0.counts() } == counts)
        },
    ]
}
