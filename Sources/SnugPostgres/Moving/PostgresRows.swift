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
                WHERE table_schema = \(Schema.place) AND data_type = 'boolean'
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

    func brokenFile() throws -> Int64? { try reporting("measuring files") { try db.brokenFile() } }

    func numbers() throws -> [String: Int64] {
        try reporting("reading the last numbers") {
            var numbers: [String: Int64] = [:]
            for table in MovedTable.all where table.isNumbered {
                // A sequence may lag behind the rows.
                let last = "pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass)"
                numbers[table.name] = try db.one(
                    "SELECT greatest(\(last), max(id), 0) FROM \(table.name)", table.name
                ) { try $0[0] }
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

    /// The tables in which a server leaves rows before anybody has come: its log's name, its keys, what it did.
    private static let noOnes: Set = [
        "settings", "secrets", "audit", "throttles", "used_challenges", "daily_figures",
    ]

    /// Makes sure that nobody is here, and removes what a server has noted of itself.
    /// - Throws: ``PostgresFault/Reason/notEmpty(table:)``
    func makeEmpty() throws {
        for table in MovedTable.all where !Self.noOnes.contains(table.name) {
            let isEmpty = try reporting("looking for rows") {
                try db.one("SELECT NOT EXISTS (SELECT FROM \(table.name))") { try $0[0] as Bool }
            }
            guard isEmpty == true else { throw PostgresFault(.notEmpty(table: table.name)) }
        }
        try reporting("clearing") {
            for table in Self.noOnes.sorted() { try db.control("DELETE FROM \(table)") }
        }
    }

    /// Carries out work, during which a change of one table has no consequences in others; references hold all the
    /// while.
    func withoutTriggers<Value>(_ work: () throws -> Value) throws -> Value {
        // An administrator's own may be switched off, or on for every way in which rows come.
        let triggers = try reporting("reading the triggers") {
            try db.all(
                """
                SELECT tgrelid::regclass::text, quote_ident(tgname), CASE tgenabled WHEN 'A' THEN 'ALWAYS ' ELSE '' END
                FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
                WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relname = ANY(string_to_array($1, ' '))
                    AND pg_table_is_visible(c.oid)
                ORDER BY 1, 2
                """, MovedTable.all.map(\.name).joined(separator: " ")
            ) { (table: try $0[0] as String, name: try $0[1] as String, mode: try $0[2] as String) }
        }
        func set(_ change: (_ mode: String) -> String) throws {
            try reporting("preparing the tables") {
                for trigger in triggers {
                    try db.control("ALTER TABLE \(trigger.table) \(change(trigger.mode))TRIGGER \(trigger.name)")
                }
            }
        }
        try set { _ in "DISABLE " }
        let value = try work()
        try set { "ENABLE \($0)" }
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
