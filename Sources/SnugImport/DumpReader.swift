import SnugChat

/// The rows of the original's tables in a plain SQL dump of `pg_dump`, with COPY or with INSERT; all else is skipped.
///
/// Tables of one name in several schemas or databases are held apart, as sources in a ``SourceCatalog``; a partition's
/// rows are those of its table.
struct DumpReader: ~Copyable {
    private var lexer: SQLLexer
    /// The sources found so far, here and in the files before.
    private(set) var catalog: SourceCatalog
    private var session = Session()
    /// The columns of the rows that are being read.
    private var plan: ColumnPlan?
    private var isCopying = false

    /// The state that psql would have: it begins anew with each `\connect`.
    private struct Session {
        var database: String?
        /// The schema of names without one.
        var schema = "public"
        var tables = DeclaredTables()
        /// The reason why rows cannot be read as they are sent.
        var fault: ImportFault?
    }

    init(_ bytes: consuming ByteReader, _ catalog: SourceCatalog) {
        lexer = SQLLexer(bytes)
        self.catalog = catalog
    }

    /// Reads the next row.
    /// - Returns: the row, or nil at the end of the file.
    /// - Throws: ``ImportFault``
    mutating func next() throws(ImportFault) -> LegacyRow? {
        while true {
            if let plan {
                let values = isCopying ? try lexer.copiedRow() : try insertedRow()
                if let values {
                    catalog.countRow(of: plan)
                    return plan.row(values)
                }
                self.plan = nil
            }
            guard try startStatement() else { return nil }
        }
    }

    /// Reads the next statement, up to its rows where they are of a table that is wanted.
    /// - Returns: false at the end of the file.
    private mutating func startStatement() throws(ImportFault) -> Bool {
        guard let token = try lexer.next() else { return false }
        switch token {
        case .word("copy"): try startCopy()
        case .word("insert"): try startInsert()
        case .word("create"): try declare()
        case .word("alter"): try attach()
        case .word("set"): try heedSetting()
        case .word("select"): try heedSelect()
        case .command(let line): connect(line)
        case .symbol(UInt8(ascii: ";")): break
        default: try skipStatement()
        }
        return true
    }

    // Rows

    /// Begins the rows of `COPY public.users (id, name) FROM stdin;`.
    private mutating func startCopy() throws(ImportFault) {
        let (table, after) = try tableName()
        var columns: [String]?
        var token = after
        if token == .symbol(UInt8(ascii: "(")) {
            columns = try names()
            token = try lexer.next()
        }
        guard token == .word("from") else { return try skipStatement(from: token) }
        token = try lexer.next()
        guard token == .word("stdin") else { return try skipStatement(from: token) }
        var fault: ImportFault?
        while let option = try lexer.next(), option != .symbol(UInt8(ascii: ";")) {
            guard [.word("csv"), .text("csv"), .word("binary"), .word("delimiter"), .word("null")].contains(option)
            else {
                continue
            }
            fault = lexer.otherFormat("a dump whose COPY is not in the text format", instead: "Make it with pg_dump.")
        }
        plan = try plan(for: table, columns: columns, unless: fault)
        isCopying = true
        if plan == nil { try lexer.skipCopiedRows() }
    }

    /// Begins the rows of `INSERT INTO public.users (id, name) VALUES (1, 'Ann'), …;`.
    private mutating func startInsert() throws(ImportFault) {
        var token = try lexer.next()
        guard token == .word("into") else { return try skipStatement(from: token) }
        let (table, after) = try tableName()
        token = after
        if token == .word("as") {
            // The table's other name.
            _ = try lexer.next()
            token = try lexer.next()
        }
        var columns: [String]?
        if token == .symbol(UInt8(ascii: "(")) {
            columns = try names()
            token = try lexer.next()
        }
        if token == .word("overriding") {
            while let word = token, word != .word("value"), word != .symbol(UInt8(ascii: ";")) {
                token = try lexer.next()
            }
            token = try lexer.next()
        }
        guard token == .word("values") else { return try skipStatement(from: token) }
        plan = try plan(for: table, columns: columns)
        isCopying = false
        if plan == nil { try skipStatement() }
    }

    /// Returns the plan for the rows of a statement, or nil where they are not to be read.
    /// - Parameters:
    ///   - columns: those that the statement itself names.
    ///   - fault: the reason why the rows cannot be read, if there is one.
    private mutating func plan(
        for name: TableName?, columns: [String]?, unless fault: ImportFault? = nil
    ) throws(ImportFault) -> ColumnPlan? {
        guard let name, let (table, source) = wanted(name) else { return nil }
        let columns = columns ?? session.tables.columns(of: name)
        var fault = fault ?? session.fault
        if columns == nil {
            fault =
                fault
                ?? lexer.broken(
                    "nothing says what the columns of \(table.rawValue) are: dump it with its schema, or with"
                        + " --column-inserts"
                )
        }
        return try catalog.fill(table, of: source, columns: columns ?? [], unless: fault)
    }

    /// Returns the original's table whose rows a table holds, and its source, or nil where it holds none.
    private func wanted(_ name: TableName) -> (LegacyTable, ImportSource)? {
        let root = session.tables.root(of: name)
        return LegacyTable(rawValue: root.table).map {
            ($0, ImportSource(database: session.database, schema: root.schema))
        }
    }

    /// Returns the next parenthesis of values, or nil at the statement's end.
    private mutating func insertedRow() throws(ImportFault) -> [String?]? {
        var token = try lexer.next()
        while let found = token, found != .symbol(UInt8(ascii: "(")) {
            switch found {
            case .symbol(UInt8(ascii: ";")): return nil
            case .word("on"), .word("returning"):
                // Such as ON CONFLICT (id) DO NOTHING.
                try skipStatement()
                return nil
            default: token = try lexer.next()
            }
        }
        guard token != nil else { throw lexer.broken("an INSERT does not end") }
        var values: [String?] = []
        var value: String?
        var depth = 0
        while let token = try lexer.next() {
            switch token {
            case .symbol(UInt8(ascii: "(")), .symbol(UInt8(ascii: "[")): depth += 1
            case .symbol(UInt8(ascii: ")")) where depth > 0: depth -= 1
            case .symbol(UInt8(ascii: "]")) where depth > 0: depth -= 1
            case .symbol(UInt8(ascii: ")")):
                values.append(value)
                return values
            case .symbol(UInt8(ascii: ",")) where depth == 0:
                values.append(value)
                value = nil
                if values.count > Limits.importColumnsMax { throw tooManyColumns() }
            case .text(let text) where value == nil: value = text
            case .word(let word) where value == nil && word != "null": value = word
            case .number(let digits) where value == nil: value = digits
            // Casts, and anything else that may stand behind a value.
            default: break
            }
        }
        throw lexer.broken("an INSERT does not end")
    }

    // Tables

    /// Keeps the columns of `CREATE TABLE public.users (id integer NOT NULL, …);`.
    private mutating func declare() throws(ImportFault) {
        var kind = try lexer.next()
        while let word = kind, [.word("unlogged"), .word("foreign")].contains(word) { kind = try lexer.next() }
        guard kind == .word("table") else { return try skipStatement(from: kind) }
        let (name, after) = try tableName()
        guard let name else { return try skipStatement(from: after) }
        var token = after
        var columns: [String] = []
        if token == .symbol(UInt8(ascii: "(")) {
            columns = try declaredColumns()
            token = try lexer.next()
        }
        if token == .word("partition") {
            token = try lexer.next()
            if token == .word("of") {
                let (parent, after) = try tableName()
                if let parent { try attach(name, to: parent) }
                columns = parent.flatMap { session.tables.columns(of: $0) } ?? []
                token = after
            }
        } else if token == .word("inherits"), try lexer.next() == .symbol(UInt8(ascii: "(")) {
            let (parent, after) = try tableName()
            if let parent { try attach(name, to: parent) }
            // Those of the parents come first, unless the table names them too.
            columns =
                (parent.flatMap { session.tables.columns(of: $0) } ?? []).filter { !columns.contains($0) } + columns
            token = after
        }
        if !columns.isEmpty { session.tables.declare(name, columns: columns) }
        if let table = LegacyTable(rawValue: name.table), session.tables.root(of: name) == name {
            try catalog.declare(table, of: ImportSource(database: session.database, schema: name.schema))
        }
        try skipStatement(from: token)
    }

    /// Returns the columns of a CREATE TABLE, from behind its opening parenthesis to the closing one.
    private mutating func declaredColumns() throws(ImportFault) -> [String] {
        var columns: [String] = []
        var depth = 0
        var isFirst = true
        while let token = try lexer.next() {
            switch token {
            case .symbol(UInt8(ascii: "(")): depth += 1
            case .symbol(UInt8(ascii: ")")) where depth > 0: depth -= 1
            case .symbol(UInt8(ascii: ")")): return columns
            case .symbol(UInt8(ascii: ",")) where depth == 0: isFirst = true
            case .word(let word) where isFirst:
                let isColumn = !["constraint", "primary", "foreign", "unique", "check", "exclude", "like"].contains(
                    word)
                if isColumn { columns.append(word) }
                isFirst = false
            case .name(let name) where isFirst:
                columns.append(name)
                isFirst = false
            default: break
            }
            if columns.count > Limits.importColumnsMax { throw tooManyColumns() }
        }
        throw lexer.broken("a CREATE TABLE does not end")
    }

    /// Heeds `ALTER TABLE ONLY public.messages ATTACH PARTITION public.messages_2025 …;` and `… INHERIT …;`.
    private mutating func attach() throws(ImportFault) {
        var token = try lexer.next()
        guard token == .word("table") else { return try skipStatement(from: token) }
        let (name, after) = try tableName()
        token = after
        if let name, token == .word("attach") {
            token = try lexer.next()
            if token == .word("partition") {
                let (child, after) = try tableName()
                if let child { try attach(child, to: name) }
                token = after
            }
        } else if let name, token == .word("inherit") {
            let (parent, after) = try tableName()
            if let parent { try attach(name, to: parent) }
            token = after
        }
        try skipStatement(from: token)
    }

    private mutating func attach(_ child: TableName, to parent: TableName) throws(ImportFault) {
        guard !session.tables.attach(child, to: parent) else { return }
        throw lexer.otherFormat(
            "of too many partitions", instead: "Dump it with pg_dump --load-via-partition-root, or its tables alone.")
    }

    // The session

    /// Heeds a setting such as `SET client_encoding = 'UTF8';` or `SET search_path = chat, pg_catalog;`.
    private mutating func heedSetting() throws(ImportFault) {
        var name: String?
        var values: [String] = []
        while let token = try lexer.next(), token != .symbol(UInt8(ascii: ";")) {
            switch token {
            case .word("session") where name == nil, .word("local") where name == nil, .word("to"): break
            case .word(let word), .text(let word), .name(let word):
                if name == nil {
                    name = word
                } else if values.count < 3 {
                    // Some settings are long lists; those looked for are not.
                    values.append(word)
                }
            default: break
            }
        }
        guard let value = values.first else { return }
        switch name {
        case "client_encoding":
            // Each dump begins with it.
            catalog.startPart()
            let isRead = ["utf8", "utf-8", "unicode", "sql_ascii"].contains(value.lowercased())
            session.fault =
                isRead
                ? nil
                : lexer.otherFormat(
                    "in the encoding \(value.lowercased())", instead: "Dump it with pg_dump --encoding=UTF8.")
        case "standard_conforming_strings": lexer.hasEscapesInTexts = value.lowercased() == "off"
        case "search_path": search(values)
        default: break
        }
    }

    /// Heeds `SELECT pg_catalog.set_config('search_path', 'chat', false);`, and skips every other SELECT.
    private mutating func heedSelect() throws(ImportFault) {
        var token = try lexer.next()
        while let found = token, [.word("pg_catalog"), .symbol(UInt8(ascii: "."))].contains(found) {
            token = try lexer.next()
        }
        guard token == .word("set_config"), try lexer.next() == .symbol(UInt8(ascii: "(")),
            try lexer.next() == .text("search_path"), try lexer.next() == .symbol(UInt8(ascii: ",")),
            case .text(let path) = try lexer.next()
        else { return try skipStatement(from: token) }
        search(path.split(separator: ",").map { $0.trimmed.replacing("\"", with: "") })
        try skipStatement()
    }

    /// Takes the first schema of a search path that tables may be in for names without one.
    private mutating func search(_ path: [String]) {
        session.schema = path.first { !["", "$user", "pg_catalog"].contains($0) } ?? "public"
    }

    /// Heeds psql's `\connect`, and no other command.
    private mutating func connect(_ line: String) {
        guard let database = ConnectCommand.database(of: line) else { return }
        session = Session()
        session.database = database
        lexer.hasEscapesInTexts = false
        catalog.startPart()
    }

    // Names

    /// Reads a table's name, such as `public.users` or `ONLY "users"`, and the token behind it.
    private mutating func tableName() throws(ImportFault) -> (TableName?, after: SQLToken?) {
        var (schema, table) = (String?.none, String?.none)
        while let token = try lexer.next() {
            switch token {
            case .word("only") where table == nil, .word("if") where table == nil, .word("not") where table == nil,
                .word("exists") where table == nil:
                continue
            case .word(let word) where table == nil, .name(let word) where table == nil: table = word
            // The word before the dot was the schema.
            case .symbol(UInt8(ascii: ".")): (schema, table) = (table, nil)
            default: return (table.map { TableName(schema: schema ?? session.schema, table: $0) }, token)
            }
        }
        return (nil, nil)
    }

    /// Returns the names up to the closing parenthesis.
    private mutating func names() throws(ImportFault) -> [String] {
        var found: [String] = []
        while let token = try lexer.next(), token != .symbol(UInt8(ascii: ")")) {
            switch token {
            case .word(let name), .name(let name): found.append(name)
            default: break
            }
            if found.count > Limits.importColumnsMax { throw tooManyColumns() }
        }
        return found
    }

    private func tooManyColumns() -> ImportFault {
        lexer.broken("a table of more than \(Limits.importColumnsMax) columns")
    }

    private mutating func skipStatement() throws(ImportFault) {
        try skipStatement(from: lexer.next())
    }

    /// Skips the rest of a statement.
    ///
    /// As for psql, a semicolon within parentheses (of a rule) or within `BEGIN ATOMIC … END` does not end it: an
    /// INSERT there is part of a rule or a function, and no row.
    private mutating func skipStatement(from first: SQLToken?) throws(ImportFault) {
        lexer.isSkipping = true
        defer { lexer.isSkipping = false }
        var (parentheses, blocks) = (0, 0)
        var (token, previous) = (first, SQLToken?.none)
        while let found = token {
            switch found {
            case .symbol(UInt8(ascii: "(")): parentheses += 1
            case .symbol(UInt8(ascii: ")")): parentheses = max(0, parentheses - 1)
            case .word("atomic") where previous == .word("begin"): blocks = 1
            case .word("case") where blocks > 0: blocks += 1
            case .word("end") where blocks > 0: blocks -= 1
            case .symbol(UInt8(ascii: ";")) where parentheses == 0 && blocks == 0: return
            default: break
            }
            previous = found
            token = try lexer.next()
        }
    }
}
