import SnugChat
import SnugTesting
import Synchronization

@testable import SnugPostgres
@testable import SnugStore

/// All that a database holds, as it is compared with another.
struct Contents: Equatable {
    private(set) var rows: [String: Set<MovedRow>] = [:]
    let numbers: [String: Int64]

    init(of source: any MoveSource) throws {
        numbers = try source.numbers()
        for table in MovedTable.all {
            var found: Set<MovedRow> = []
            try source.rows(of: table) { rows in
                guard rows.count <= table.rowsAtOnce else { throw Refusal.busy }
                found.formUnion(rows)
            }
            rows[table.name] = found
        }
    }

    var isEmpty: Bool { rows.values.allSatisfy(\.isEmpty) }

    /// The contents but for what is noted of the index of words, which each database has for itself.
    var withoutIndex: Contents {
        let notes = [SettingName.lastIndexed, SettingName.indexRemoval]
        var contents = self
        contents.rows["settings"] = rows["settings"]?.filter { row in !notes.contains { row[0] == .text($0) } }
        return contents
    }

    /// Returns a setting's text; nil where there is none.
    func setting(_ name: String) -> MovedValue? { rows["settings"]?.first { $0[0] == .text(name) }?[1] }
}

extension MovableFile {
    var contents: Contents { get throws { try lendUnproven { db, _ in try Contents(of: SQLiteRows(db: db)) } } }

    /// Moves all rows without a proof of the file: files in the contract have invented sums.
    func move(to database: MovableDatabase, as purpose: MovePurpose) throws -> Move.Outcome {
        try lendUnproven { db, _ in
            try database.fill { try Move.carryOut(from: SQLiteRows(db: db), to: $0, as: purpose) }
        }
    }
}

extension MovableDatabase {
    var contents: Contents { get throws { try lend(waiting: .zero) { try Contents(of: $0) } } }

    func move(to file: MovableFile, as purpose: MovePurpose) throws -> Move.Outcome {
        try lend(waiting: .zero) { try file.fill(from: $0, as: purpose) }
    }
}

extension StoreContract.Clause {
    /// Keeps its promise on a store in a new file, which is closed then.
    func fill(_ path: String) async throws -> MovableFile {
        let filled = Mutex<SQLiteStore?>(nil)
        try await hold { events in
            let store = try SQLiteStore.open(path: path, for: .serving, events: events)
            filled.withLock { $0 = store }
            return store
        }
        try filled.withLock { try $0?.close() }
        return MovableFile(path: path)
    }
}
