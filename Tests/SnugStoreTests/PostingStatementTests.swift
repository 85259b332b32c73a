import GRDB
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugStore

/// The statements that posting takes: nothing else of it costs as much.
@Suite struct `Posting a message takes` {
    /// The statements of a connection, without those that begin and end transactions.
    private final class Statements: Sendable {
        private let kept = Mutex<[String]>([])

        init(of store: SQLiteStore) {
            store.database.writeWithoutTransaction { db in
                db.trace { event in
                    guard case .statement(let statement) = event else { return }
                    let sql = statement.sql
                    if ["INSERT", "UPDATE", "DELETE", "SELECT"].contains(where: sql.hasPrefix) {
                        self.kept.withLock { $0.append(sql) }
                    }
                }
            }
        }

        func take() -> [String] {
            kept.withLock { kept in
                defer { kept = [] }
                return kept
            }
        }
    }

    @Test func `a question and three statements, and one more where its client_id was posted before`() async throws {
        let world = try await World()
        let statements = Statements(of: try #require(world.store as? SQLiteStore))
        let origin = MessageOrigin.socket(SocketID(1))
        func post(_ draft: Draft) async throws -> Posted {
            try await withCheckedThrowingContinuation { continuation in
                world.chat.post(draft, by: world.ben, origin: origin) { continuation.resume(with: $0) }
            }
        }
        // The first word in a room shows it to those whom it was hidden from.
        _ = try await post(Draft(roomID: world.lobby, content: "one", clientID: "id-1"))
        _ = statements.take()
        #expect(try await post(Draft(roomID: world.lobby, content: "two", clientID: "id-2")).isNew)
        #expect(statements.take().count == 4)
        #expect(try await !post(Draft(roomID: world.lobby, content: "two", clientID: "id-2")).isNew)
        #expect(statements.take().count == 5)
    }
}
