import Dispatch
import Metrics
import SnugChat
import Synchronization

/// The one writer, which takes all that waits when it becomes free into one transaction.
// The writer's connection is touched on `queue` alone.
final class CommitQueue: @unchecked Sendable {
    typealias Job = WriterJob<Transaction>

    private let jobs = WaitingJobs<Transaction>(batchMax: Limits.postgresBatchMax)
    private let primary: Primary
    private let writer: PostgresWriter
    private let feed: CommitFeed
    private var batches = CommitBatches()
    private let faults: ReportRelay<StoreFault>
    private let queue = DispatchQueue(label: "snug.postgres.commit", qos: .userInitiated)
    /// The transactions committed since the start.
    let commits = Atomic<Int>(0)
    /// The intentions carried out since the start.
    let intentions = Atomic<Int>(0)

    private static let duration = Timer(label: Metric.transactionDuration.rawValue)
    private static let committed = Counter(label: Metric.transactions.rawValue, dimensions: [("outcome", "committed")])
    private static let failed = Counter(label: Metric.transactions.rawValue, dimensions: [("outcome", "failed")])

    init(primary: Primary, writer: PostgresWriter, feed: CommitFeed, faults: ReportRelay<StoreFault>) {
        self.primary = primary
        self.writer = writer
        self.feed = feed
        self.faults = faults
    }

    func add(_ job: Job) {
        if jobs.add(job) { queue.async { self.drain() } }
    }

    /// The number of writes and questions that no transaction has taken up yet.
    var waiting: Int { jobs.count }

    /// Refuses new jobs, and returns once all that waited have their answer and the connection is closed.
    func close() {
        jobs.close()
        queue.sync { writer.close() }
    }

    private func drain() {
        while let batch = jobs.takeBatch() { carryOut(batch) }
    }

    private func carryOut(_ batch: [Job]) {
        let writes = batch.filter { $0.kind == .write }
        if !writes.isEmpty { commit(writes) }
        for job in batch where job.kind == .observe {
            do {
                try answer(job)
                job.finish(nil)
            } catch {
                job.finish(faults.reporting(StoreFault.wrapping(error, doing: "reading")))
            }
        }
    }

    /// Takes up other nodes' commits, where it is heard of some that are not known.
    func hear(_ number: Int64) {
        queue.async { [self] in
            guard number > feed.last.number, !jobs.isClosed else { return }
            takeUp()
        }
    }

    /// Does so where the log does not end as it is known, in whatever history.
    /// - Parameter commitsHang: true while commits wait for a standby that does not answer.
    func hear(end: CommitLog.Place, commitsHang: Bool) {
        if commitsHang, !primary.commitsHang {
            faults.report(StoreFault(PostgresError.unconfirmed, doing: "committing"))
        }
        primary.commitsHang = commitsHang
        queue.async { [self] in
            guard end != feed.last || feed.isReplaced, !jobs.isClosed else { return }
            takeUp()
        }
    }

    /// Takes up what others committed; where that fails, the next heartbeat or commit comes back to it.
    private func takeUp() {
        do {
            try takeUp(by: try connected())
        } catch {
            _ = faults.reporting(StoreFault.wrapping(error, doing: "hearing of commits"))
        }
    }

    private func takeUp(by db: PostgresConnection) throws {
        try Snapshot.asking(db) { try feed.takeUp(to: $0) }
        guard feed.isReplaced, !primary.commitsHang else { return }
        do {
            try renameLog(on: db)
        } catch {
            // The next heartbeat comes back to it; people read meanwhile.
            _ = faults.reporting(StoreFault.wrapping(error, doing: "renaming the log"))
        }
    }

    /// Gives a log of which commits are gone another name, unless another node has: what clients know of it says nothing
    /// any more.
    private func renameLog(on db: PostgresConnection) throws {
        let former = feed.epoch
        let (events, place, failures) = try batches.commit(
            [
                Job(.write) { transaction in
                    if try transaction.db.run(CommitLog.rename, former) > 0 { transaction.announce(.interrupted) }
                } then: { _ in
                }
            ], on: db)
        if let failure = failures.compactMap(\.self).first { throw failure }
        feed.hasOtherName()
        guard let place else { return }
        primary.tell(.commitsLost)
        if !feed.take(events, of: place) { try Snapshot.asking(db) { try feed.takeUp(to: $0) } }
    }

    /// Answers a question from one snapshot, behind the events of all that is committed in it, on a new connection where
    /// the first was lost.
    private func answer(_ job: Job) throws {
        func ask() throws {
            try Snapshot.asking(try connected()) { snapshot in
                try feed.takeUp(to: snapshot)
                try job.perform(Transaction(db: snapshot.db))
            }
        }
        do {
            try ask()
        } catch let error as PostgresError where error.condition == .connectionLost {
            try ask()
        }
    }

    /// Commits intentions in one transaction, publishes their events and answers them.
    /// - Parameter triesLeft: the number of times that they are carried out anew where the connection is lost before they
    ///   were committed.
    private func commit(_ writes: [Job], triesLeft: Int = Limits.intentionRetriesMax) {
        if primary.commitsHang {
            return fail(writes, with: StoreFault(PostgresError.unconfirmed, doing: "committing"))
        }
        let began = ContinuousClock.now
        do {
            let (announced, place, failures) = try batches.commit(writes, on: try connected())
            Self.duration.record(duration: ContinuousClock.now - began)
            Self.committed.increment()
            commits.add(1, ordering: .relaxed)
            intentions.add(writes.count, ordering: .relaxed)
            if let place, !feed.take(announced, of: place) { takeUp() }
            for (job, failure) in zip(writes, failures) { job.finish(failure.map(faults.reporting)) }
        } catch let error as PostgresError where error.condition == .connectionLost && triesLeft > 0 {
            fail(writes.filter { !$0.isRepeatable }, with: error)
            let repeatable = writes.filter(\.isRepeatable)
            if !repeatable.isEmpty { commit(repeatable, triesLeft: triesLeft - 1) }
        } catch {
            fail(writes, with: error)
        }
    }

    private func fail(_ writes: [Job], with error: any Error) {
        guard !writes.isEmpty else { return }
        Self.failed.increment()
        let fault = StoreFault.wrapping(error, doing: "committing")
        for job in writes { job.finish(faults.reporting(fault)) }
    }

    /// Returns the connection, on a new one behind all that was committed meanwhile: its server may know less, or other
    /// commits of the same numbers.
    private func connected() throws -> PostgresConnection {
        let (db, isNew) = try writer.connected(unless: { jobs.isClosed })
        if isNew {
            do {
                try takeUp(by: db)
            } catch {
                db.close()
                throw error
            }
        }
        return db
    }
}

extension ReportRelay where Report == StoreFault {
    /// Returns an error as it is, once it is reported if it is a fault.
    func reporting(_ error: any Error) -> any Error {
        if let fault = error as? StoreFault { report(fault) }
        return error
    }
}
