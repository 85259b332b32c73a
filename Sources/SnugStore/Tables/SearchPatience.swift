import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Ends what a connection is asked once a time is over (SQLite `sqlite3_interrupt`).
///
/// A statement that is ended so throws `SQLITE_INTERRUPT`.
final class SearchPatience: Sendable {
    private struct State {
        /// The address of the connection; nil once it is asked other things.
        var connection: UInt?
        var isOver = false
    }

    private let state: Mutex<State>

    /// - Parameter time: the time from now on; at zero nothing is ended, and it is over at once.
    init(_ db: Database, _ time: Duration) {
        state = Mutex(State(connection: unsafe UInt(bitPattern: db.sqliteConnection), isOver: time <= .zero))
        guard time > .zero else { return }
        let end = DispatchTime.now() + time / .seconds(1)
        DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: end) { self.run() }
    }

    /// True once the time is over.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Ends nothing any more.
    func end() { state.withLock { $0.connection = nil } }

    private func run() {
        state.withLock { state in
            state.isOver = true
            if let connection = state.connection { unsafe sqlite3_interrupt(OpaquePointer(bitPattern: connection)) }
        }
    }
}
