import Synchronization

/// The names of those rooms in which someone was called lately, kept from one message to the next.
///
/// At most ``Limits/namedRoomsMax`` rooms with ``Limits/namesKeptMax`` names are kept; those longest unused go first.
final class MemberNamesCache: Sendable {
    private struct Kept {
        var names: MemberNames
        /// The state of the room's members that they are of (``StoreReader/membersRev(of:)``).
        var rev: Int64
        var lastUse: UInt64
    }

    private struct State {
        var rooms: [Room.ID: Kept] = [:]
        var uses: UInt64 = 0
        var names = 0
    }

    private let state = Mutex(State())

    /// Returns a room's names; nil where those of this state are not kept.
    func names(of room: Room.ID, at rev: Int64) -> MemberNames? {
        state.withLock { state in
            guard let kept = state.rooms[room], kept.rev == rev else { return nil }
            state.uses += 1
            state.rooms[room]?.lastUse = state.uses
            return kept.names
        }
    }

    /// Keeps a room's names, in place of those of an earlier state.
    func keep(_ names: MemberNames, of room: Room.ID, at rev: Int64) {
        state.withLock { state in
            guard names.count <= Limits.namesKeptMax, state.rooms[room].map({ $0.rev < rev }) ?? true else { return }
            state.uses += 1
            state.names += names.count - (state.rooms[room]?.names.count ?? 0)
            state.rooms[room] = Kept(names: names, rev: rev, lastUse: state.uses)
            while state.names > Limits.namesKeptMax || state.rooms.count > Limits.namedRoomsMax,
                let oldest = state.rooms.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.names -= oldest.value.names.count
                state.rooms[oldest.key] = nil
            }
        }
    }

    /// The numbers of rooms and names that are kept.
    var counts: (rooms: Int, names: Int) { state.withLock { ($0.rooms.count, $0.names) } }
}
