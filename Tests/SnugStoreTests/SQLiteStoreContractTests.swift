import Foundation
import SnugChat
import SnugStore
import SnugTesting
import Testing

@Suite struct `The SQLite store keeps the store's contract` {
    @Test(arguments: StoreContract.clauses)
    func `in memory`(_ clause: StoreContract.Clause) async throws {
        try await clause.hold { try SQLiteStore.inMemory(events: $0) }
    }

    @Test(arguments: StoreContract.clauses)
    func `in a file`(_ clause: StoreContract.Clause) async throws {
        let folder = try TemporaryFolder()
        try await clause.hold { try SQLiteStore.open(path: folder.file("snug.db"), for: .serving, events: $0) }
    }

    @Test(arguments: StoreContract.sharedClauses)
    func `in a file that a server and a command have open`(_ clause: StoreContract.SharedClause) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("snug.db")
        try await clause.hold {
            let server = try SQLiteStore.open(path: path, for: .serving, events: NoEvents())
            return (server, try SQLiteStore.open(path: path, for: .command, events: NoEvents()))
        }
    }
}
