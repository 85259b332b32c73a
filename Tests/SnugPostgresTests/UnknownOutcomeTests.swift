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

    @Test(.timeLimit(.minutes(5)))
    func `is told as what it is while its standby is away, and holds up nobody who asks`() async throws {
        let cluster = try Cluster.waiting.get()
        let place = try cluster.place()
        try PostgresStore(
            "\(place)".replacing("search_path", with: "synchronous_commit=local -c search_path"), events: NoEvents()
        )
        .close()
        let store = try PostgresStore(place, events: NoEvents())
        try store.hearOfOthers()
        for name in ["site.name", "site.more"] {
            let fault = await #expect(throws: StoreFault.self) {
                try await store.write { try $0.setSetting(name, to: "Attic") }
            }
            #expect(fault?.kind == .unconfirmed && fault?.detail.contains("synchronous_standby_names") == true)
        }
        let found = await withCheckedContinuation { looked in
            store.observe({ try $0.setting("site.name") }, then: { looked.resume(returning: try? $0.get()) })
        }
        #expect(found == .some(nil))
        // Once nothing waits any more, what comes next is tried again.
        try cluster.connection().control(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        #expect(try await store.read { try $0.setting("site.name") } == "Attic")
        store.close()
    }
}
