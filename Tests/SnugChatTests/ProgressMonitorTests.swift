import SnugChat
import Synchronization
import Testing

@Suite struct `A monitor of long work` {
    let monitor = ProgressMonitor()

    @Test func `has what was noted last`() throws {
        #expect(monitor.progress == nil)
        try monitor.note(.init(.copying, done: 1, of: 2))
        try monitor.note(.init(.hashing, done: 0, of: 2))
        #expect(monitor.progress == WorkProgress(.hashing, done: 0, of: 2))
    }

    @Test func `lets work end at its next note`() throws {
        try monitor.note(.init(.copying))
        monitor.interrupt()
        #expect(throws: CancellationError.self) { try monitor.note(.init(.copying, done: 1)) }
    }

    @Test func `stops what tells nothing, and only while that is under way`() throws {
        struct Stopped: Error {}
        let stops = Atomic<Int>(0)
        try monitor.note(.init(.checking), stoppedBy: { stops.add(1, ordering: .relaxed) }, during: {})
        #expect(throws: CancellationError.self) {
            try monitor.note(
                .init(.upgrading), stoppedBy: { stops.add(10, ordering: .relaxed) },
                during: {
                    monitor.interrupt()
                    throw Stopped()
                })
        }
        monitor.interrupt()
        #expect(stops.load(ordering: .relaxed) == 10)
    }

    @Test func `leaves an error that is no interruption as it is`() {
        struct Broken: Error {}
        #expect(throws: Broken.self) { try monitor.note(.init(.checking)) { throw Broken() } }
    }
}
