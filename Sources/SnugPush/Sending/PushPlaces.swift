import SnugChat
import Synchronization

/// The places of the pushes that are under way.
///
/// One person has a few of them; their further pushes wait in a line of their own, which takes up no place, so that a
/// service that says nothing to one person's browsers holds up nobody else.
final class PushPlaces: Sendable {
    private typealias Turn = CheckedContinuation<Bool, Never>

    private struct Person {
        var sending = 0
        var line: [Turn] = []
    }

    private struct State {
        var begun: Set<QueuedPush.ID> = []
        /// Those of the pushes begun that wait in a line.
        var waiting = 0
        var people: [User.ID: Person] = [:]
    }

    private let state = Mutex(State())

    /// The pushes that were begun and have not ended.
    var begun: Set<QueuedPush.ID> { state.withLock(\.begun) }

    /// The number of pushes that can be begun now; 0 or less for none.
    var free: Int {
        state.withLock { state in
            min(Limits.pushesAtOnce - state.begun.count + state.waiting, Limits.pushesBegunMax - state.begun.count)
        }
    }

    func begin(_ push: QueuedPush.ID) { state.withLock { _ = $0.begun.insert(push) } }

    func end(_ push: QueuedPush.ID) { state.withLock { _ = $0.begun.remove(push) } }

    /// Takes one of a person's places, once there is one; whoever waits is not woken by being cancelled, but by their
    /// turn.
    /// - Parameter isWaiting: called where there is none yet.
    /// - Returns: false, with none taken, where too many of theirs wait.
    func take(for user: User.ID, isWaiting: () -> Void) async -> Bool {
        await withCheckedContinuation { turn in
            let isTaken: Bool? = state.withLock { state in
                var person = state.people[user] ?? Person()
                defer { state.people[user] = person }
                if person.sending < Limits.pushesAtOnceOfOne {
                    person.sending += 1
                    return true
                }
                guard person.line.count < Limits.pushesInLineOfOne else { return false }
                person.line.append(turn)
                state.waiting += 1
                return nil
            }
            if let isTaken { turn.resume(returning: isTaken) } else { isWaiting() }
        }
    }

    /// Gives a person's place to the next of their pushes, or back.
    func giveBack(of user: User.ID) {
        let next: Turn? = state.withLock { state in
            guard var person = state.people[user] else { return nil }
            if person.line.isEmpty {
                person.sending -= 1
                state.people[user] = person.sending > 0 ? person : nil
                return nil
            }
            let next = person.line.removeFirst()
            state.waiting -= 1
            state.people[user] = person
            return next
        }
        next?.resume(returning: true)
    }
}
