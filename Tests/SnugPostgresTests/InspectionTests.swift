import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite(.serialized) struct `An inspection of PostgreSQL` {
    @Test func `tells of the server, the schema and what commits wait for`() async throws {
        let store = try PostgresStore(Cluster.shared.get().place(), events: NoEvents())
        let inspection = try await store.inspect(isDeep: true, by: ManualClock())
        #expect(inspection.version.hasPrefix("15."))
        #expect(inspection.schema == Schema.version && inspection.oldestBinary <= Schema.version)
        #expect(inspection.bytes > 0 && inspection.switchedOff == [] && inspection.standbys == [])
        #expect(inspection.synchronousCommit == "on" && inspection.awaited == "")
        store.close()
    }

    @Test func `knows the folder of a server on this machine`() async throws {
        let cluster = try Cluster.shared.get()
        let store = try PostgresStore(cluster.place(), events: NoEvents())
        #expect(try await store.folderHere() == "\(cluster.folder)/data")
        store.close()
    }

    @Test func `compares the clocks`() async throws {
        let store = try PostgresStore(Cluster.shared.get().place(), events: NoEvents())
        let clock = ManualClock()
        let first = try await store.inspect(isDeep: true, by: clock).clockAhead
        clock.advance(by: .seconds(60))
        let difference = try await store.inspect(isDeep: true, by: clock).clockAhead - first
        #expect(difference < .seconds(-1) && difference > .milliseconds(-60_001))
        store.close()
    }

    @Test func `finds a pooler by statements that are on another connection`() {
        for sqlState in ["42P05", "26000"] {
            let error = PostgresError(sqlState: sqlState, message: "", constraint: nil)
            #expect(PostgresFault(opening: error).reason == .pooled)
        }
    }
}
