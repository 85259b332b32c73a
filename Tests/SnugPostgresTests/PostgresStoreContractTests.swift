import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite(.serialized) struct `The PostgreSQL store keeps the store's contract` {
    /// The promises of what this store has none of: an index of words, which is still to come, and a file with pages
    /// that it could give back.
    private static let later: Set = [
        "a message that is changed on its way into the index is found by what it says then",
        "a search that would look at too much goes on where it ended, and loses nothing",
        "a search without patience goes on where it ended, and loses nothing",
        "the index is put together anew where words were removed, and nowhere else",
        "pages that nothing is in are given back, a few at a time",
    ]

    @Test(arguments: StoreContract.clauses.filter { !later.contains($0.promise) })
    func `in a schema of its own`(_ clause: StoreContract.Clause) async throws {
        let place = try Cluster.shared.get().place()
        try await clause.hold { try PostgresStore(place, events: $0) }
    }

    @Test(arguments: StoreContract.sharedClauses)
    func `in a schema that two nodes share`(_ clause: StoreContract.SharedClause) async throws {
        let place = try Cluster.shared.get().place()
        try await clause.hold {
            (try PostgresStore(place, events: NoEvents()), try PostgresStore(place, events: NoEvents()))
        }
    }

    @Test func `but for five promises, which are still in the contract`() {
        #expect(Self.later.isSubset(of: StoreContract.clauses.map(\.promise)))
    }
}
