import Dispatch
import SnugChat
import Synchronization

@testable import SnugPostgres

extension PostgresStore {
    /// Holds up the writer, once it has begun with nothing else, until the gate is opened.
    func hold() async -> DispatchSemaphore {
        let gate = DispatchSemaphore(value: 0)
        let isBegun = Atomic<Bool>(false)
        await withCheckedContinuation { began in
            submit(
                { _ in
                    // On a busy machine the server may end a session that rests for so long, and this is carried out again.
                    guard !isBegun.exchange(true, ordering: .relaxed) else { return }
                    began.resume()
                    gate.wait()
                }, then: { _ in })
        }
        return gate
    }
}
