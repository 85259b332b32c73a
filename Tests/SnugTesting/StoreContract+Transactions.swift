import SnugChat
import Testing

extension StoreContract {
    static let transactions: [Clause] = [
        Clause(promise: "what throws leaves nothing behind, and says nothing") { (store, events) async throws in
            await #expect(throws: Refusal.forbidden("no")) {
                try await store.write { store in
                    try store.setSecret(.tokens, to: [1])
                    store.announce(.mailQueued)
                    throw Refusal.forbidden("no")
                }
            }
            #expect(try await store.read { try $0.secret(.tokens) } == nil)
            #expect(events.events == [])
        },
        Clause(promise: "of intentions that share a commit, one that throws undoes itself alone") {
            (store, events) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let outcome: Void? = try? await store.write { store in
                            let draft = Draft(roomID: room, content: "\(index)")
                            let message = try store.addMessage(draft, by: ada.id, at: time)
                            store.announce(.posted(message, from: .elsewhere))
                            if index % 3 == 0 { throw Refusal.busy }
                        }
                        #expect((outcome == nil) == (index % 3 == 0))
                    }
                }
                try await group.waitForAll()
            }
            let seqs = try await store.read { try $0.messages(1...1_000, in: room).map(\.seq) }
            #expect(seqs == Array(1...133))
            let announced = events.events.compactMap {
                if case .posted(let message, _) = $0 { message.seq } else { nil }
            }
            #expect(announced == seqs)
        },
        Clause(promise: "intentions are carried out in the order they were handed in") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            await withTaskGroup(of: Void.self) { group in
                for index in 1...300 {
                    let done = AsyncStream.makeStream(of: Void.self)
                    store.submit(
                        { try $0.addMessage(Draft(roomID: room, content: "\(index)"), by: ada.id, at: time).seq },
                        then: { result in
                            let seq = try? result.get()
                            #expect(seq == Int64(index))
                            done.continuation.finish()
                        })
                    group.addTask { for await _ in done.stream {} }
                }
            }
        },
        Clause(promise: "events are announced before the intention's own answer, after its commit") {
            (store, events) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            for count in 1...20 {
                _ = try await store.write { store in
                    let message = try store.addMessage(Draft(roomID: room, content: "x"), by: ada.id, at: time)
                    store.announce(.posted(message, from: .elsewhere))
                }
                #expect(events.events.count == count)
            }
        },
        Clause(promise: "an observer stands between two commits: it has seen all before and none after") {
            (store, events) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            await withTaskGroup(of: (seq: Int64?, announced: Int)?.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        _ = try? await store.write { store in
                            let message = try store.addMessage(
                                Draft(roomID: room, content: "x"), by: ada.id, at: time)
                            store.announce(.posted(message, from: .elsewhere))
                        }
                        return nil
                    }
                    group.addTask {
                        await withCheckedContinuation { continuation in
                            store.observe({ try $0.room(room)?.lastSeq }) { result in
                                let seq = (try? result.get()) ?? nil
                                continuation.resume(returning: (seq, events.events.count))
                            }
                        }
                    }
                }
                var sightings = 0
                for await case let sighting? in group {
                    sightings += 1
                    #expect(sighting.seq == Int64(sighting.announced))
                }
                #expect(sightings == 100)
            }
        },
    ]
}
