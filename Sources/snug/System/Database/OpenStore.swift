import SnugChat
import SnugPostgres
import SnugStore

/// The store that is open: that of a file, or one in PostgreSQL.
enum OpenStore: Sendable {
    case file(SQLiteStore)
    case postgres(PostgresStore)

    /// The port, by which most is asked.
    var store: any MovableStore {
        switch self {
        case .file(let store): store
        case .postgres(let store): store
        }
    }

    /// That of a file; nil for any other.
    var file: SQLiteStore? { if case .file(let store) = self { store } else { nil } }

    /// The gauge of the room for files, of which a server elsewhere tells nothing.
    var space: any SpaceGauge { file ?? UnknownSpace() as any SpaceGauge }

    /// The faults that intentions and questions meet.
    var faults: ReportRelay<StoreFault> {
        switch self {
        case .file(let store): store.faults
        case .postgres(let store): store.faults
        }
    }

    /// The number of writes and questions that no transaction has taken up yet.
    var writesWaiting: Int {
        switch self {
        case .file(let store): store.writesWaiting
        case .postgres(let store): store.writesWaiting
        }
    }

    /// Commits what waits and closes it.
    /// - Throws: ``StoreFault``
    func close() throws {
        switch self {
        case .file(let store): try store.close()
        case .postgres(let store): store.close()
        }
    }
}
