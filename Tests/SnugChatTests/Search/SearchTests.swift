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

    /// A bound that somebody knew would tell them by the time when others say a word once more.
    @Test func `looks at another number of others' messages each time, within bounds`() {
        let random = CountingRandomness()
        let drawn = (0..<1_000).map { _ in SearchEffort.usual(by: random).others }
        #expect(drawn.allSatisfy(Limits.searchOthersPerRoom.contains))
        for bounds in [2..<4, 4..<6, 6..<8, 8..<10] as [Range<Double>] {
            #expect((150...350).contains(drawn.count(where: bounds.contains)), "\(bounds)")
        }
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
        let places = world.chat.searchPlaces
        let others = [world.ada, world.ben].map { HeldSearch(places, $0.userID) }
        for other in others { await other.begins() }
        let late = Task { try await search("tea", by: world.cleo, in: world) }
        while places.waitingCount < 1 { await Task.yield() }
        _ = try await world.store.write { try $0.endSession(world.cleo.sessionID, at: world.clock.now) }
        for other in others { try await other.finish() }
        await #expect(throws: Refusal.unauthenticated) { _ = try await late.value }
    }
}

/// A search that goes on until it is told to end.
private struct HeldSearch {
    private let beginning = AsyncStream.makeStream(of: Void.self)
    private let gate = AsyncStream.makeStream(of: Void.self)
    private let task: Task<Void, any Error>

    init(_ places: SearchPlaces, _ user: User.ID) {
        task = Task { [beginning, gate] in
            try await places.search(by: user) {
                beginning.continuation.finish()
                for await _ in gate.stream {}
            }
        }
    }

    /// Returns once it has its place.
    func begins() async { for await _ in beginning.stream {} }

    /// Lets it end once it has had its place.
    func release() { gate.continuation.finish() }

    func finish() async throws {
        release()
        try await task.value
    }
}

@Suite struct `The places for searches` {
    private let ada = User.ID(1)
    private let ben = User.ID(2)

    @Test func `are two for one person, of which one waits and holds up nobody else`() async throws {
        let places = SearchPlaces()
        let first = HeldSearch(places, ada)
        await first.begins()
        let second = HeldSearch(places, ada)
        while places.waitingCount < 1 { await Task.yield() }
        await #expect(throws: Refusal.rateLimited(retryAfter: Limits.searchRetryAfter)) {
            try await places.search(by: ada) {}
        }
        let third = HeldSearch(places, ben)
        await third.begins()
        try await first.finish()
        await second.begins()
        for each in [second, third] { try await each.finish() }
        #expect(try await places.search(by: ada) { 7 } == 7)
    }

    @Test func `are no more than so many, with those that wait`() async throws {
        let places = SearchPlaces()
        let running = (1...Limits.searchesAtOnceMax).map { HeldSearch(places, User.ID(Int64($0))) }
        for each in running { await each.begins() }
        let waiting = (1...Limits.searchesWaitingMax).map { HeldSearch(places, User.ID(Int64(100 + $0))) }
        while places.waitingCount < Limits.searchesWaitingMax { await Task.yield() }
        await #expect(throws: Refusal.busy) { try await places.search(by: User.ID(998)) {} }
        for each in running + waiting { each.release() }
        for each in running + waiting { try await each.finish() }
    }
}
