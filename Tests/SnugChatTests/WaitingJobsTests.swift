import SnugChat
import Synchronization
import Testing

@Suite struct `Jobs that wait for a writer` {
    /// Jobs that each note their name where they are carried out.
    private typealias Jobs = WaitingJobs<Names>

    private final class Names {
        var all: [Int64] = []
    }

    private func job(_ name: Int64, bytes: Int = 0) -> Jobs.Job {
        WriterJob(.write, writing: bytes, { $0.all.append(name) }, then: { _ in })
    }

    private func names(_ batch: [Jobs.Job]?) -> [Int64]? {
        let names = Names()
        for job in batch ?? [] { try? job.perform(names) }
        return batch.map { _ in names.all }
    }

    @Test func `are taken in their order, so many at a time, until the writer is at rest`() {
        let jobs = Jobs(batchMax: 2)
        #expect(jobs.add(job(1)))
        for name in 2...5 as ClosedRange<Int64> { #expect(!jobs.add(job(name))) }
        #expect(jobs.count == 5)
        #expect((0..<4).map { _ in names(jobs.takeBatch()) } == [[1, 2], [3, 4], [5], nil])
        #expect(jobs.add(job(6)))
    }

    @Test func `write one piece of a file beside others, and several where nothing else waits`() {
        let jobs = Jobs(batchMax: 3)
        let half = Limits.commitBatchBytesMax / 2
        for name in 1...5 as ClosedRange<Int64> { _ = jobs.add(job(name, bytes: half)) }
        for name in 6...8 as ClosedRange<Int64> { _ = jobs.add(job(name)) }
        #expect((0..<5).map { _ in names(jobs.takeBatch()) } == [[6, 7, 1], [8, 2], [3, 4], [5], nil])
        _ = jobs.add(job(9, bytes: Limits.commitBatchBytesMax * 2))
        #expect(names(jobs.takeBatch()) == [9])
    }

    @Test func `are refused where too many wait, and once the store is closed`() {
        let jobs = Jobs(batchMax: 2)
        let refusals = Mutex<[String]>([])
        let last = Jobs.Job(.observe) { _ in
        } then: { result in
            if case .failure(let error) = result { refusals.withLock { $0.append("\(error)") } }
        }
        for _ in 0..<Limits.writesWaitingMax { _ = jobs.add(job(1)) }
        #expect(!jobs.add(last))
        jobs.close()
        #expect(!jobs.add(last))
        #expect(refusals.withLock(\.self) == ["\(Refusal.busy)", "the server is stopping"])
        #expect(jobs.isClosed && jobs.count == Limits.writesWaitingMax)
    }

    @Test func `give the answer of the last time that they were carried out`() throws {
        let answers = Mutex<[Int?]>([])
        let job = WriterJob<Int>(.observe) { view in
            if view < 0 { throw Refusal.busy }
            return view
        } then: { result in
            answers.withLock { $0.append(try? result.get()) }
        }
        job.finish(nil)
        try job.perform(1)
        #expect(throws: Refusal.busy) { try job.perform(-1) }
        try job.perform(2)
        job.finish(nil)
        job.finish(Refusal.busy)
        #expect(answers.withLock(\.self) == [nil, 2, nil])
    }
}
