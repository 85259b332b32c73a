public import Dispatch
public import SnugChat
import Synchronization

extension Store {
    /// Holds up the writer, once it has begun with nothing else, until the gate is opened.
    public func hold() async -> DispatchSemaphore {
        let gate = DispatchSemaphore(value: 0)
        let isBegun = Atomic<Bool>(false)
        await withCheckedContinuation { began in
            submit(
                { _ in
                    // On a busy machine PostgreSQL may end a session that rests for so long, and this is carried out again.
                    guard !isBegun.exchange(true, ordering: .relaxed) else { return }
                    began.resume()
                    gate.wait()
                }, then: { _ in })
        }
        return gate
    }
}
