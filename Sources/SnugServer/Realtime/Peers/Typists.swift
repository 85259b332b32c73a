import NIOCore
import SnugChat
import Synchronization

/// The users who typed a moment ago, room by room.
final class Typists: Sendable {
    private struct Place: Hashable {
        var user: User.ID
        var room: Room.ID
    }

    private struct State {
        var told = RecentMap<Place, NIODeadline>(countMax: Limits.typistsMax)
        var turnedAt: NIODeadline?
    }

    private let state = Mutex(State())

    /// Returns true if the typing is to be passed on: at most once in ``Limits/typingEvery``.
    func allows(_ user: User.ID, in room: Room.ID, at time: NIODeadline) -> Bool {
        let every = TimeAmount(Limits.typingEvery)
        return state.withLock { state in
            // What is forgotten was told in the wait before the last one.
            if state.turnedAt.map({ time - $0 >= every }) ?? true {
                state.told.turn()
                state.turnedAt = time
            }
            let place = Place(user: user, room: room)
            if let last = state.told[place], time - last < every { return false }
            // Those that are remembered typed a moment ago; the rest can wait.
            guard !state.told.isFull else { return false }
            state.told.set(time, of: place)
            return true
        }
    }
}
