import Synchronization
import Testing

@testable import snug

@Suite struct `Coalesced runs` {
    /// Work that goes on when it is let, and counts its runs.
    private final class HeldWork: Sendable {
        private let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        let (begun, began) = AsyncStream.makeStream(of: Int.self)
        let ended = Mutex(0)
        private let count = Mutex(0)

        func run() async {
            count.withLock { count in
                count += 1
                began.yield(count)
            }
            for await _ in permits { break }
            ended.withLock { $0 += 1 }
        }

        func letOne() { permit.yield() }
    }

    @Test func `return to each who asks after a run that began when they had asked`() async {
        let work = HeldWork()
        let runs = CoalescedRuns { await work.run() }
        var begun = work.begun.makeAsyncIterator()
        async let first = ended(runs, work)
        #expect(await begun.next() == 1)
        // The first began without what these ask for.
        async let others = [ended(runs, work), ended(runs, work)]
        work.letOne()
        #expect(await first >= 1)
        work.letOne()
        work.letOne()
        #expect(await others.allSatisfy { $0 >= 2 })
    }

    /// Asks for a run, and returns the number that had ended when the asking did.
    private func ended(_ runs: CoalescedRuns, _ work: HeldWork) async -> Int {
        await runs()
        return work.ended.withLock { $0 }
    }
}
