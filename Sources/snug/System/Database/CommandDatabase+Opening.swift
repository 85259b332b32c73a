import SnugChat
import SnugPostgres
import SnugStore

extension CommandDatabase {
    /// The use that a command opens the database for.
    enum Purpose: Sendable {
        /// Changing it, beside servers that may be running.
        case command
        /// Reading it; its schema stays as it is.
        case reading
        /// Looking into it with questions that this Snug's schema answers.
        case looking
    }

    /// Opens the database for a command.
    /// - Throws: ``DatabaseFault``, ``PostgresFault``; `CancellationError`.
    func open(
        for purpose: Purpose, backups: BackupFolder? = nil, monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> OpenStore {
        switch location {
        case .file(let path):
            let purpose: SQLiteStore.Purpose =
                switch purpose {
                case .command: .command
                case .reading: .reading
                case .looking: .looking
                }
            return .file(
                try SQLiteStore.open(
                    path: path, for: purpose, events: NoEvents(), backups: backups, monitor: monitor,
                    upgrading: Console.note))
        case .postgres(let address):
            return .postgres(
                try PostgresStore(
                    address, for: purpose == .command ? .command : .looking, events: NoEvents(), tell: Console.note))
        }
    }

    /// The database as copies are made of it.
    /// - Throws: ``PostgresFault``
    var copied: CopiedDatabase {
        get throws(PostgresFault) {
            switch location {
            case .file(let path): return .file(path)
            case .postgres(let address):
                let (database, owner) = (try MovableDatabase(address), owner)
                return .rows { work in
                    // Root may be the one that writes what it is told as another.
                    let turn = try ActingUser.Turn(as: owner)
                    defer { turn.end() }
                    try database.lendBesideServers { rows in
                        turn.end()
                        try work(rows)
                    }
                }
            }
        }
    }

    /// The path of the file, for commands that are about files alone.
    /// - Throws: ``DatabaseFault/Reason/noFile`` where there is none.
    var file: String {
        get throws(DatabaseFault) {
            guard let file = location.file else { throw DatabaseFault(path: path, reason: .noFile) }
            return file
        }
    }
}
