import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite(.serialized) struct `The PostgreSQL store keeps the store's contract` {
    /// The promise of what this store has none of: a file with pages that it could give back.
    private static let ofFiles = "pages that nothing is in are given back, a few at a time"

    @Test(arguments: StoreContract.clauses.filter { $0.promise != ofFiles })
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

    @Test func `but for one promise, which is still in the contract`() {
        #expect(StoreContract.clauses.map(\.promise).contains(Self.ofFiles))
    }
}
