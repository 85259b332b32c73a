import SnugChat

/// The rows of a database, inside a transaction that its caller has begun.
struct PostgresRows: MoveTarget {
    let db: PostgresConnection
    /// The columns that hold truth values, by their tables.
    private let truths: [String: Set<String>]

    init(db: PostgresConnection) throws {
        self.db = db
        let found = try reporting("reading the columns") {
            try db.all(
                """
                SELECT table_name::text, column_name::text FROM information_schema.columns
                WHERE table_schema = current_schema() AND data_type = 'boolean'
                """
            ) { (try $0[0] as String, try $0[1] as String) }
        }
        truths = Dictionary(grouping: found, by: \.0).mapValues { Set($0.map(\.1)) }
    }

    func bytes() throws -> Int {
        let sizes = MovedTable.all.map { "pg_total_relation_size('\($0.name)')" }.joined(separator: " + ")
        return try reporting("measuring") { try db.one("SELECT (\(sizes))::bigint") { try $0[0] } ?? 0 }
    }

    func count(of table: MovedTable) throws -> Int {
        try reporting("counting \(table.name)") {
            try db.one("SELECT count(*) FROM \(table.name)") { try $0[0] } ?? 0
        }
    }

    func rows(of table: MovedTable, _ take: ([MovedRow]) throws -> Void) throws {
        let cursor = "moved_\(table.name)"
        let first = table.rootsFirst.map { ["\($0) IS NOT NULL"] } ?? []
        try reporting("reading \(table.name)") {
            try db.control(
                """
                DECLARE \(cursor) NO SCROLL CURSOR FOR SELECT \(table.columns.joined(separator: ", "))
                FROM \(table.name) ORDER BY \((first + table.order).joined(separator: ", "))
                """)
            while true {
                let rows = try db.all("FETCH \(table.rowsAtOnce) FROM \(cursor)") { row in
                    try table.columns.indices.map { try row[$0] as MovedValue }
                }
                guard !rows.isEmpty else { break }
                try take(rows)
            }
            try db.control("CLOSE \(cursor)")
        }
    }

    func add(_ rows: [MovedRow], to table: MovedTable) throws {
        let truths = truths[table.name] ?? []
        let isTruth = table.columns.map(truths.contains)
        var sent = BinaryRows()
        for row in rows { sent.add(zip(row, isTruth).map { $0.parameter(isTruth: $1) }) }
        let added = try reporting("writing \(table.name)") {
            try db.copy(
                "COPY \(table.name) (\(table.columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)", sent)
        }
        guard added == rows.count else { throw StoreFault(.failed, "writing \(table.name): not all rows were taken") }
    }

    func numbers() throws -> [String: Int64] {
        try reporting("reading the last numbers") {
            var numbers: [String: Int64] = [:]
            for table in MovedTable.all where table.isNumbered {
                let last = "SELECT pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass)"
                numbers[table.name] = try db.one(last, table.name) { try $0[0] as Int64? ?? 0 }
            }
            return numbers
        }
    }

    func setNumbers(_ numbers: [String: Int64]) throws {
        try reporting("writing the last numbers") {
            for (table, number) in numbers {
                // A sequence without a last number begins with 1.
                try db.run(
                    "SELECT setval(pg_get_serial_sequence($1, 'id')::regclass, greatest($2, 1), $2 > 0)", table, number)
            }
            try db.run("SELECT setval('room_activity', greatest(max(activity), 1), max(activity) > 0) FROM rooms")
        }
    }

    /// Checks that there is no row.
    /// - Throws: ``PostgresFault/Reason/notEmpty(table:)``
    func checkEmpty() throws {
        for table in MovedTable.all {
            let isEmpty = try reporting("looking for rows") {
                try db.one("SELECT NOT EXISTS (SELECT FROM \(table.name))") { try $0[0] as Bool }
            }
            guard isEmpty == true else { throw PostgresFault(.notEmpty(table: table.name)) }
        }
    }

    /// Carries out work, during which a change of one table has no consequences in others; references hold all the
    /// while.
    func withoutTriggers<Value>(_ work: () throws -> Value) throws -> Value {
        func set(_ what: String) throws {
            try reporting("preparing the tables") {
                for table in MovedTable.all { try db.control("ALTER TABLE \(table.name) \(what) TRIGGER USER") }
            }
        }
        try set("DISABLE")
        let value = try work()
        try set("ENABLE")
        return value
    }
}

private func reporting<Value>(_ what: String, _ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as PostgresError {
        throw StoreFault(error, doing: what)
    }
}

extension MovedValue: ColumnValue {
    init(_ column: Column) throws {
        self =
            switch column {
            case .null: .null
            case .integer(let number): .integer(number)
            case .text(let text): .text(text)
            case .bytes(let bytes): .bytes(bytes)
            case .bool(let isTrue): .integer(isTrue ? 1 : 0)
            }
    }

    fileprivate func parameter(isTruth: Bool) -> Parameter {
        switch self {
        case .null: .null
        case .integer(let number): isTruth ? .bool(number != 0) : .integer(number)
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        }
    }
}
