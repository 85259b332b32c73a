import GRDB
import Metrics
import SnugChat
import Synchronization

/// The one writer, which takes all that waits when it becomes free into one transaction.
///
/// A lone intention thus pays one sync, and a flood shares one. There is no timer.
final class CommitQueue: Sendable {
    /// An intention or a question with its answer's way back, its types erased.
    struct Job: Sendable {
        enum Kind: Sendable {
            case write, observe
            /// A write that does nothing but post a message, and can be carried out again where it was undone.
            case post
        }
        let kind: Kind
        /// The bytes of files that it writes.
        let bytes: Int
        /// The work, which runs on the writer's connection and keeps the answer.
        let perform: @Sendable (Transaction) throws -> Void
        /// The way back, for the answer that was kept or for this error instead.
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        /// The jobs that write files, which others need not wait for.
        var waitingFiles: [Job] = []
        var isDraining = false
        var isClosed = false
    }

    private let database: any DatabaseWriter
    private let events: any EventBus
    private let faults: ReportRelay<StoreFault>
    private let place: DatabasePlace?
    private let state = Mutex(State())
    private let thread = WriterThread(name: "snug.commit")
    /// The transactions committed since the start.
    let commits = Atomic<Int>(0)
    /// The intentions carried out since the start.
    let intentions = Atomic<Int>(0)

    private static let duration = Timer(label: Metric.transactionDuration.rawValue)
    private static let committed = Counter(label: Metric.transactions.rawValue, dimensions: [("outcome", "committed")])
    private static let failed = Counter(label: Metric.transactions.rawValue, dimensions: [("outcome", "failed")])

    /// - Parameter place: the place that the file must keep for an intention to count as carried out; nil for none.
    init(
        database: any DatabaseWriter, events: any EventBus, faults: ReportRelay<StoreFault>, place: DatabasePlace?
    ) {
        self.place = place
        self.database = database
        self.events = events
        self.faults = faults
    }

    func add(_ job: Job) {
        enum Verdict {
            case taken(startsDraining: Bool)
            case refused(any Error)
        }
        let verdict: Verdict = state.withLock { state in
            if state.isClosed { return .refused(StoreFault(.closed, "the server is stopping")) }
            if state.waiting.count >= Limits.writesWaitingMax { return .refused(Refusal.busy) }
            if job.bytes == 0 {
                state.waiting.append(job)
            } else {
                guard state.waitingFiles.count < Limits.writesWaitingMax else { return .refused(Refusal.busy) }
                state.waitingFiles.append(job)
            }
            defer { state.isDraining = true }
            return .taken(startsDraining: !state.isDraining)
        }
        switch verdict {
        case .taken(startsDraining: true): thread.async { self.drain() }
        case .taken(startsDraining: false): break
        case .refused(let error): job.finish(error)
        }
    }

    /// The number of writes and questions that no transaction has taken up yet.
    var waiting: Int { state.withLock { $0.waiting.count + $0.waitingFiles.count } }

    /// Refuses new jobs, and returns once all that waited have their answer.
    func close() {
        state.withLock { $0.isClosed = true }
        thread.join()
    }

    private func drain() {
        while let batch = takeBatch() { carryOut(batch) }
    }

    private func takeBatch() -> [Job]? {
        state.withLock { state in
            if !state.waitingFiles.isEmpty { return takeBatchWithFiles(&state) }
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            if state.waiting.count <= Limits.commitBatchMax {
                defer { state.waiting = [] }
                return state.waiting
            }
            let batch = Array(state.waiting.prefix(Limits.commitBatchMax))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// Takes what waits and one of the jobs that write files; where nothing else waits, as many as
    /// ``Limits/commitBatchBytesMax`` allows.
    private func takeBatchWithFiles(_ state: inout State) -> [Job] {
        var batch = Array(state.waiting.prefix(Limits.commitBatchMax))
        state.waiting.removeFirst(batch.count)
        var (count, bytes) = (0, 0)
        for job in state.waitingFiles {
            bytes += job.bytes
            if count > 0, !batch.isEmpty || bytes > Limits.commitBatchBytesMax { break }
            count += 1
        }
        batch += state.waitingFiles.prefix(count)
        state.waitingFiles.removeFirst(count)
        return batch
    }

    private func carryOut(_ batch: [Job]) {
        let writes = batch.filter { $0.kind != .observe }
        if !writes.isEmpty {
            let began = ContinuousClock.now
            do {
                try place?.check()
                let (announced, failures) = try database.writeWithoutTransaction { try commit(writes, on: $0) }
                // What was committed to a file that nobody finds again is not acknowledged.
                try place?.check()
                Self.duration.record(duration: ContinuousClock.now - began)
                Self.committed.increment()
                commits.add(1, ordering: .relaxed)
                intentions.add(writes.count, ordering: .relaxed)
                if !announced.isEmpty { events.publish(announced) }
                for (job, failure) in zip(writes, failures) { job.finish(failure.map(faults.reporting)) }
            } catch {
                Self.failed.increment()
                let fault = StoreFault.wrapping(error, doing: "committing")
                for job in writes { job.finish(faults.reporting(fault)) }
            }
        }
        for job in batch where job.kind == .observe {
            do {
                try database.writeWithoutTransaction { db in try job.perform(Transaction(db: db)) }
                job.finish(nil)
            } catch {
                job.finish(faults.reporting(StoreFault.wrapping(error, doing: "reading")))
            }
        }
    }

    /// Commits all intentions in one transaction, each all or nothing.
    private func commit(_ writes: [Job], on db: Database) throws -> (events: [Event], failures: [(any Error)?]) {
        try db.run("BEGIN IMMEDIATE")
        do {
            let transaction = Transaction(db: db)
            var failures: [(any Error)?] = []
            failures.reserveCapacity(writes.count)
            while failures.count < writes.count {
                let next = writes[failures.count...]
                failures += try carryOut(next, of: writes.count, in: transaction)
            }
            if db.isInsideTransaction { try db.run("COMMIT") }
            return (transaction.events, failures.map { $0.map { StoreFault.wrapping($0, doing: "writing") } })
        } catch {
            if db.isInsideTransaction { try db.run("ROLLBACK") }
            throw error
        }
    }

    /// Carries out the next intention, or the messages that are to be posted next.
    /// - Returns: the errors of those that it carried out; nil for one that is done.
    private func carryOut(
        _ next: ArraySlice<Job>, of count: Int, in transaction: Transaction
    ) throws -> [(any Error)?] {
        let posts = next.prefix { $0.kind == .post }
        if posts.count > 1 {
            if let failures = try transaction.attemptTogether(posts.map(\.perform)) { return failures }
            return try posts.map { try transaction.attempt(isAlone: false, $0.perform) }
        }
        return try next.prefix(1).map { try transaction.attempt(isAlone: count == 1, $0.perform) }
    }
}
