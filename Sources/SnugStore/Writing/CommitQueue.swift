import GRDB
import Metrics
import SnugChat
import Synchronization

/// The one writer, which takes all that waits when it becomes free into one transaction.
final class CommitQueue: Sendable {
    typealias Job = WriterJob<Transaction>

    private let jobs = WaitingJobs<Transaction>(batchMax: Limits.commitBatchMax)
    private let database: any DatabaseWriter
    private let events: any EventBus
    private let faults: ReportRelay<StoreFault>
    private let place: DatabasePlace?
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
        if jobs.add(job) { thread.async { self.drain() } }
    }

    /// The number of writes and questions that no transaction has taken up yet.
    var waiting: Int { jobs.count }

    /// Refuses new jobs, and returns once all that waited have their answer.
    func close() {
        jobs.close()
        thread.join()
        // Whoever was about to wake the thread comes too late.
        drain()
    }

    private func drain() {
        while let batch = jobs.takeBatch() { carryOut(batch) }
    }

    private func carryOut(_ batch: [Job]) {
        let writes = batch.filter { $0.kind == .write }
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
        let posts = next.prefix(while: \.isPostAlone)
        if posts.count > 1 {
            let isFirst = next.startIndex == 0
            if let failures = try transaction.attemptTogether(posts.map(\.perform), isFirst: isFirst) {
                return failures
            }
            return try posts.map { try transaction.attempt(isAlone: false, $0.perform) }
        }
        return try next.prefix(1).map { try transaction.attempt(isAlone: count == 1, $0.perform) }
    }
}

extension WriterJob {
    /// True for one that posts a message without files, and so hardly ever fails once it has changed something: a file
    /// can be refused when the message is there.
    fileprivate var isPostAlone: Bool { posting?.draft.attachmentIDs.isEmpty ?? false }
}
