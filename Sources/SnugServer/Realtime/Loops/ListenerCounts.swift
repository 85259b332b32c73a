import SnugChat
import Synchronization

/// The number of sockets that listen in each room, over all event loops.
final class ListenerCounts: Sendable {
    private let counts = Mutex<[Room.ID: Int]>([:])

    func add(_ room: Room.ID) {
        counts.withLock { $0[room, default: 0] += 1 }
    }

    /// Takes one away, and keeps nothing of a room with none.
    func remove(_ room: Room.ID) {
        counts.withLock { counts in
            if let count = counts[room], count > 1 { counts[room] = count - 1 } else { counts[room] = nil }
        }
    }

    /// Returns true if a room has more listeners than are told who comes, goes and reads there.
    func isCrowd(_ room: Room.ID) -> Bool {
        counts.withLock { $0[room, default: 0] > Limits.presenceListenersMax }
    }
}
