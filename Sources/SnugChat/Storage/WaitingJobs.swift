import Synchronization

/// The jobs that wait for a store's one writer, which takes all that waits when it becomes free.
///
/// A lone intention thus pays one sync, and a flood shares one. There is no timer.
public final class WaitingJobs<View>: Sendable {
    public typealias Job = WriterJob<View>

    private struct State {
        var waiting: [Job] = []
        /// The jobs that write files, which others need not wait for.
        var waitingFiles: [Job] = []
        var isDraining = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let batchMax: Int

    /// - Parameter batchMax: the most jobs in a batch, of which more than one write files only where nothing else waits.
    public init(batchMax: Int) { self.batchMax = batchMax }

    /// Takes a job, or answers it where too many wait or nothing is taken any more.
    /// - Returns: true where the writer is at rest, and is to take batches from now on until there is none.
    public func add(_ job: Job) -> Bool {
        let verdict: Result<Bool, any Error> = state.withLock { state in
            if state.isClosed { return .failure(StoreFault(.closed, "the server is stopping")) }
            if state.waiting.count >= Limits.writesWaitingMax { return .failure(Refusal.busy) }
            if job.bytes == 0 {
                state.waiting.append(job)
            } else {
                guard state.waitingFiles.count < Limits.writesWaitingMax else { return .failure(Refusal.busy) }
                state.waitingFiles.append(job)
            }
            defer { state.isDraining = true }
            return .success(!state.isDraining)
        }
        switch verdict {
        case .success(let startsDraining): return startsDraining
        case .failure(let error):
            job.finish(error)
            return false
        }
    }

    /// The number of jobs that no batch has taken up yet.
    public var count: Int { state.withLock { $0.waiting.count + $0.waitingFiles.count } }

    /// True once nothing is taken any more.
    public var isClosed: Bool { state.withLock(\.isClosed) }

    /// Refuses new jobs; those that wait stay for the writer.
    public func close() { state.withLock { $0.isClosed = true } }

    /// Returns the jobs of the next transaction; nil where none waits, and the writer comes to rest.
    public func takeBatch() -> [Job]? {
        state.withLock { state in
            if !state.waitingFiles.isEmpty { return takeBatchWithFiles(&state) }
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            return takeWaiting(&state, atMost: batchMax)
        }
    }

    private func takeWaiting(_ state: inout State, atMost count: Int) -> [Job] {
        if state.waiting.count <= count {
            defer { state.waiting = [] }
            return state.waiting
        }
        let batch = Array(state.waiting.prefix(count))
        state.waiting.removeFirst(batch.count)
        return batch
    }

    /// Takes what waits and one of the jobs that write files; where nothing else waits, as many as
    /// ``Limits/commitBatchBytesMax`` allows.
    private func takeBatchWithFiles(_ state: inout State) -> [Job] {
        var batch = takeWaiting(&state, atMost: batchMax - 1)
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
}
