import SnugChat
import Synchronization
import Testing

extension StoreContract {
    /// Messages that are put to a store without waiting, and what became of each.
    private struct Flood {
        /// A message with what is to become of it.
        struct Word {
            var posting: Posting
            /// True where its author may say it.
            var isAllowed: Bool
            /// True where its intention fails behind it.
            var fails: Bool
        }

        var words: [Word] = []

        /// The messages that are there afterwards: a `client_id` is once a person's, and what fails keeps none.
        var kept: [Bool] {
            var names: Set<String> = []
            return words.map { word in
                guard word.isAllowed, !word.fails else { return false }
                guard let name = word.posting.draft.clientID else { return true }
                return names.insert("\(word.posting.author) \(name)").inserted
            }
        }

        /// Puts all of them to a store at once.
        /// - Returns: their messages; nil where they were refused.
        func put(to store: any Store) async -> [Message?] {
            let answers = AsyncStream<(index: Int, message: Message?)>.makeStream()
            for (index, word) in words.enumerated() {
                store.submit(
                    posting: word.posting,
                    { store in
                        guard let message = try store.postMessage(word.posting) else { throw Refusal.notAMember }
                        store.announce(.posted(message, from: .elsewhere))
                        if word.fails { throw Refusal.busy }
                        return message
                    }, then: { answers.continuation.yield((index, try? $0.get())) })
            }
            var messages = [Message?](repeating: nil, count: words.count)
            var left = words.count
            for await (index, message) in answers.stream {
                messages[index] = message
                left -= 1
                if left == 0 { break }
            }
            return messages
        }
    }

    static let floods: [Clause] = (1...4 as ClosedRange<UInt64>).map { seed in
        Clause(promise: "what many say at once is there as if each had waited for the others (\(seed))") {
            (store, events) async throws in try await flood(store, events, seed: seed)
        }
    }

    private static func flood(_ store: any Store, _ events: EventRecorder, seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let people = [
            try await user("Ada", in: store), try await user("Ben", in: store), try await user("Cleo", in: store),
            try await user("Dan", in: store),
        ]
        let rooms = [
            try await room(of: people, in: store), try await room(of: Array(people.prefix(2)), in: store),
            try await directRoom(of: people[0], people[3], in: store),
        ]
        for room in rooms {
            let first = Posting(Draft(roomID: room, content: "first"), by: people[0].id, at: time)
            _ = try await store.write { try $0.postMessage(first) }
        }
        let dan = people[3].id
        let (open, ended) = try await store.write { store in
            try store.setDeactivated(time, of: dan)
            let device = Device(name: "test", address: "127.0.0.1")
            let sessions = try people.map {
                try store.addSession(of: $0.id, device: device, at: time, expiresAt: time + .seconds(60)).id
            }
            let ended = try store.addSession(of: people[0].id, device: device, at: time, expiresAt: time).id
            return (sessions, ended)
        }
        var flood = Flood()
        for number in 0..<400 {
            let (who, place) = (Int.random(in: 0..<4, using: &random), Int.random(in: 0..<3, using: &random))
            let answered: Int64? = [0: 1, 1: 999][Int.random(in: 0..<6, using: &random)]
            let isEnded = Int.random(in: 0..<12, using: &random) == 0
            let draft = Draft(
                roomID: rooms[place], content: "\(number)",
                clientID: Bool.random(using: &random) ? "id-\(Int.random(in: 0..<99, using: &random))" : nil,
                replyTo: answered)
            let terms = SessionTerms(
                isEnded ? ended : open[who], createdAfter: time - .seconds(1), seenAfter: time - .seconds(1))
            let hasTerms = isEnded || Bool.random(using: &random)
            let isMember = [true, who < 2, who == 0 || who == 3][place]
            flood.words.append(
                Flood.Word(
                    posting: Posting(draft, by: people[who].id, on: hasTerms ? terms : nil, at: time),
                    // Nobody speaks to Dan, who is out of use; he himself does where no terms keep him from it.
                    isAllowed: isMember && answered != 999 && !isEnded && (place < 2 || who == 3)
                        && !(who == 3 && hasTerms),
                    fails: Int.random(in: 0..<40, using: &random) == 0))
        }
        let said = await flood.put(to: store)
        #expect(said.map { $0 != nil } == flood.kept)
        for room in rooms {
            let messages = said.compactMap(\.self).filter { $0.roomID == room }
            let log = try await store.read { try $0.messages(2...999, in: room) }
            #expect(log == messages.sorted { $0.seq < $1.seq })
            #expect(log.map(\.seq) == (0..<Int64(log.count)).map { $0 + 2 })
            #expect(log.map(\.id) == log.map(\.id).sorted())
            for person in people {
                let own = messages.filter { $0.userID == person.id }
                #expect(own.map(\.seq) == own.map(\.seq).sorted())
                guard let last = own.last?.seq else { continue }
                #expect(try await store.read { try $0.member(person.id, of: room)?.readSeq } == last)
            }
        }
        let told = events.events.compactMap { if case .posted(let message, _) = $0 { message.id } else { nil } }
        #expect(told == said.compactMap { $0?.id })
    }
}
