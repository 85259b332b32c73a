import Dispatch
import Foundation
import Synchronization

/// The writer's own thread, which carries out what it is given in turn.
///
/// A dispatch queue would take another thread of a pool each time, whose caches know nothing of the database.
final class WriterThread: Sendable {
    private let tasks = Tasks()

    /// The tasks of the thread, which knows no more of its owner, so that it ends with it.
    private final class Tasks: Sendable {
        private let waiting = Mutex<[@Sendable () -> Void]>([])
        private let isEnding = Atomic<Bool>(false)
        private let additions = DispatchSemaphore(value: 0)
        let end = DispatchSemaphore(value: 0)

        func add(_ task: @escaping @Sendable () -> Void) {
            waiting.withLock { $0.append(task) }
            additions.signal()
        }

        /// Lets the thread end once nothing waits.
        func finish() {
            isEnding.store(true, ordering: .releasing)
            additions.signal()
        }

        /// Carries out what is added, until it is to end.
        func carryOut() {
            while true {
                additions.wait()
                for task in waiting.withLock({ $0.take() }) { task() }
                if isEnding.load(ordering: .acquiring), waiting.withLock(\.isEmpty) { break }
            }
            end.signal()
        }
    }

    init(name: String) {
        let thread = Thread { [tasks] in
            // A thread can be named by itself alone.
            Thread.current.name = name
            tasks.carryOut()
        }
        thread.start()
    }

    deinit { tasks.finish() }

    /// Has a task carried out behind those that wait.
    func async(_ task: @escaping @Sendable () -> Void) { tasks.add(task) }

    /// Ends the thread, and returns once it has done all that waited.
    func join() {
        tasks.finish()
        tasks.end.wait()
        // For whoever else waits.
        tasks.end.signal()
    }
}

extension [@Sendable () -> Void] {
    /// Takes all that there are.
    fileprivate mutating func take() -> Self {
        defer { self = [] }
        return self
    }
}
