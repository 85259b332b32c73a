import Dispatch
import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

/// Commits that wait for a standby which never answers, and whose wait somebody ends.
@Suite(.serialized) struct `A commit whose outcome nobody knows` {
    @Test(arguments: ["pg_cancel_backend", "pg_terminate_backend"])
    func `is not acknowledged, and what comes next goes on`(_ act: String) async throws {
        let cluster = try Cluster.waiting.get()
        let place = try cluster.place()
        // The schema is made without the wait.
        try PostgresStore(
            "\(place)".replacing("search_path", with: "synchronous_commit=local -c search_path"), events: NoEvents()
        )
        .close()
        let events = EventRecorder()
        let store = try PostgresStore(place, events: events)
        let outcome = Task {
            try await store.write { store in
                try store.setSetting("site.name", to: "Attic")
                store.announce(.mailQueued)
            }
        }
        let observer = try cluster.connection()
        var ended = 0
        while ended == 0 {
            ended = try observer.all(
                "SELECT \(act)(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid <> pg_backend_pid()"
            ) { _ in }.count
            await Task.yield()
        }
        let fault = await #expect(throws: StoreFault.self) { try await outcome.value }
        #expect(fault?.kind == .unknown)
        #expect(events.events == [])
        // It was durable on this machine: whoever sends it again finds it.
        #expect(try await store.read { try $0.setting("site.name") } == "Attic")
        store.close()
    }
}
