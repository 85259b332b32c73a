import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `A search` {
    private func search(
        _ typed: String, by caller: Caller, in world: World, _ bounds: (inout SearchQuery) -> Void = { _ in }
    ) async throws -> SearchAnswer {
        var query = SearchQuery(words: try SearchWords(typed))
        bounds(&query)
        return try await world.chat.search(query, before: nil, limit: 20, by: caller)
    }

    @Test func `finds what was said in one's rooms, with the pieces around it`() async throws {
        let world = try await World()
        _ = try await world.chat.post(Draft(roomID: world.attic, content: "The tea is ready"), by: world.ben)
        let found = try await search("TEA", by: world.ada, in: world)
        #expect(found.next == nil)
        #expect(found.results.map(\.message.content) == ["The tea is ready"])
        #expect(
            found.results.first?.snippet == [
                SnippetPiece("The "), SnippetPiece("tea", isHit: true), SnippetPiece(" is ready"),
            ])
        #expect(try await search("tea", by: world.cleo, in: world).results.isEmpty)
    }

    @Test func `of a room that one is not in is refused as if there were none`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.notFound(.room)) {
            _ = try await search("tea", by: world.cleo, in: world) { $0.room = world.attic }
        }
        await #expect(throws: Refusal.notFound(.room)) {
            _ = try await search("tea", by: world.cleo, in: world) { $0.room = Room.ID(999) }
        }
        let open = try await world.chat.makeRoom(.open, name: "Garden", with: [], by: world.ada).room.summary.room.id
        await #expect(throws: Refusal.notAMember) {
            _ = try await search("tea", by: world.cleo, in: world) { $0.room = open }
        }
    }

    @Test func `is none of whoever was signed out while it waited`() async throws {
        let world = try await World()
        _ = try await world.store.write { try $0.endSession(world.cleo.sessionID, at: world.clock.now) }
        await #expect(throws: Refusal.unauthenticated) { _ = try await search("tea", by: world.cleo, in: world) }
    }
}

@Suite struct `The places for searches` {
    private let ada = User.ID(1)
    private let ben = User.ID(2)

    /// A search that goes on until it is told to end.
    private func hold(
        _ places: SearchPlaces, _ user: User.ID
    ) -> (began: AsyncStream<Void>, end: AsyncStream<Void>.Continuation, task: Task<Void, any Error>) {
        let (began, gate) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let task = Task {
            try await places.search(by: user) {
                began.continuation.finish()
                for await _ in gate.stream {}
            }
        }
        return (began.stream, gate.continuation, task)
    }

    @Test func `are two for one person, and whoever waits has the next`() async throws {
        let places = SearchPlaces()
        let (first, second) = (hold(places, ada), hold(places, ada))
        for await _ in first.began {}
        for await _ in second.began {}
        await #expect(throws: Refusal.rateLimited(retryAfter: Limits.searchRetryAfter)) {
            try await places.search(by: ada) {}
        }
        let third = hold(places, ben)
        first.end.finish()
        for await _ in third.began {}
        for each in [second, third] { each.end.finish() }
        for each in [first, second, third] { try await each.task.value }
        #expect(try await places.search(by: ada) { 7 } == 7)
    }

    @Test func `are no more than so many, with those that wait`() async throws {
        let places = SearchPlaces()
        let running = (1...Limits.searchesAtOnceMax).map { hold(places, User.ID(Int64($0))) }
        for each in running { for await _ in each.began {} }
        let waiting = (1...Limits.searchesWaitingMax).map { hold(places, User.ID(Int64(100 + $0))) }
        while places.waitingCount < Limits.searchesWaitingMax { await Task.yield() }
        await #expect(throws: Refusal.busy) { try await places.search(by: User.ID(998)) {} }
        for each in running + waiting { each.end.finish() }
        for each in running + waiting { try await each.task.value }
    }
}
