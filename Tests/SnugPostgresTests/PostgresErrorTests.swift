import SnugChat
import Testing

@testable import SnugPostgres

@Suite struct `Errors of PostgreSQL` {
    private let db: PostgresConnection

    init() throws {
        db = try PostgresConnection(to: ConnectionString(Cluster.shared.get().place()))
        try db.control(
            """
            CREATE TABLE things (name text COLLATE "C" PRIMARY KEY, size bigint CHECK (size > 0));
            INSERT INTO things VALUES ('one', 1)
            """)
    }

    private func kind(of statement: () throws -> Void) -> StoreFault.Kind? {
        do {
            try statement()
            return nil
        } catch {
            return (StoreFault.wrapping(error, doing: "writing") as? StoreFault)?.kind
        }
    }

    @Test func `about values and rows are this program's faults, and not the disk's`() throws {
        let long = (0..<4_000).map { "\($0)" }.joined()
        #expect(kind { try db.run("SELECT $1", "a\0b") } == .refused)
        #expect(kind { try db.run("SELECT $1::bigint", "seven") } == .refused)
        #expect(kind { try db.run("SELECT array_to_tsvector(ARRAY[''])::text") } == .refused)
        #expect(kind { try db.run("INSERT INTO things VALUES ($1, 1)", long) } == .refused)
        #expect(kind { try db.run("INSERT INTO things VALUES ('two', -1)") } == .refused)
        #expect(kind { try db.run("INSERT INTO things VALUES ('one', 1)") } == .refused)
        #expect(Readiness(StoreFault(.refused, "")).disk == .ok)
    }

    @Test func `about anything else are not`() throws {
        #expect(kind { try db.run("SELECT 1 FROM nothing") } == .failed)
        #expect(kind { throw PostgresError.connectionLost } == .failed)
        #expect(kind { throw PostgresError(sqlState: "53100", message: "", constraint: nil) } == .full)
    }
}
