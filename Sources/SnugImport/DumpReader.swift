import SnugChat

/// The rows of the original's tables in a plain SQL dump of `pg_dump`, with COPY or with INSERT; all else is skipped.
struct DumpReader: ~Copyable {
    private var lexer: SQLLexer
    /// The columns of each table by its CREATE TABLE, for rows that do not name theirs.
    private var declared: [LegacyTable: [String]] = [:]
    /// The columns of the rows that are being read.
    private var plan: ColumnPlan?
    private var isCopying = false

    init(_ bytes: consuming ByteReader) { lexer = SQLLexer(bytes) }

    /// Reads the next row.
    /// - Returns: the row, or nil at the end of the file.
    /// - Throws: ``ImportFault``
    mutating func next() throws(ImportFault) -> LegacyRow? {
        while true {
            if let plan {
                let values = isCopying ? try lexer.copiedRow() : try insertedRow()
                if let values { return plan.row(values) }
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
        case .word("set"): try heedSetting()
        case .symbol(UInt8(ascii: ";")): break
        default: try skipStatement()
        }
        return true
    }

    /// Begins the rows of `COPY public.users (id, name) FROM stdin;`.
    private mutating func startCopy() throws(ImportFault) {
        let (table, after) = try tableName()
        var columns: [String]?
        var token = after
        if token == .symbol(UInt8(ascii: "(")) {
            columns = try names()
            token = try lexer.next()
        }
        guard token == .word("from"), try lexer.next() == .word("stdin") else { return try skipStatement() }
        try skipStatement()
        guard let table else {
            while try lexer.copiedRow() != nil {}
            return
        }
        plan = try ColumnPlan(table, names: columnsOf(table, named: columns))
        isCopying = true
    }

    /// Begins the rows of `INSERT INTO public.users (id, name) VALUES (1, 'Ann'), …;`.
    private mutating func startInsert() throws(ImportFault) {
        guard try lexer.next() == .word("into") else { return try skipStatement() }
        let (table, after) = try tableName()
        guard let table else { return try skipStatement(from: after) }
        var columns: [String]?
        var token = after
        if token == .symbol(UInt8(ascii: "(")) {
            columns = try names()
            token = try lexer.next()
        }
        while let found = token, found != .word("values"), found != .symbol(UInt8(ascii: ";")) {
            token = try lexer.next()
        }
        guard token == .word("values") else { return }
        plan = try ColumnPlan(table, names: columnsOf(table, named: columns))
        isCopying = false
    }

    /// Returns the columns of a statement's rows.
    /// - Parameter named: those that the statement itself names.
    private func columnsOf(_ table: LegacyTable, named: [String]?) throws(ImportFault) -> [String] {
        guard let columns = named ?? declared[table] else {
            throw lexer.broken(
                "nothing says what the columns of \(table.rawValue) are: dump it with its schema, or with --column-inserts"
            )
        }
        return columns
    }

    /// Heeds a setting such as `SET client_encoding = 'UTF8';`.
    private mutating func heedSetting() throws(ImportFault) {
        var words: [String] = []
        while let token = try lexer.next(), token != .symbol(UInt8(ascii: ";")) {
            switch token {
            case .word(let word), .text(let word):
                // Some settings are long lists; those looked for are not.
                if words.count < 3 { words.append(word.lowercased()) }
            default: break
            }
        }
        guard let name = words.first, let value = words.last else { return }
        switch name {
        case "client_encoding" where !["utf8", "utf-8", "unicode", "sql_ascii"].contains(value):
            throw lexer.otherFormat("in the encoding \(value)", instead: "Dump it with pg_dump --encoding=UTF8.")
        case "standard_conforming_strings": lexer.hasEscapesInTexts = value == "off"
        default: break
        }
    }

    /// Returns the next parenthesis of values, or nil at the statement's end.
    private mutating func insertedRow() throws(ImportFault) -> [String?]? {
        var token = try lexer.next()
        while let found = token, found != .symbol(UInt8(ascii: "(")) {
            if found == .symbol(UInt8(ascii: ";")) { return nil }
            token = try lexer.next()
        }
        guard token != nil else { throw lexer.broken("an INSERT does not end") }
        var values: [String?] = []
        var value: String?
        var depth = 0
        while let token = try lexer.next() {
            switch token {
            case .symbol(UInt8(ascii: "(")): depth += 1
            case .symbol(UInt8(ascii: ")")) where depth > 0: depth -= 1
            case .symbol(UInt8(ascii: ")")):
                values.append(value)
                return values
            case .symbol(UInt8(ascii: ",")) where depth == 0:
                values.append(value)
                value = nil
            case .text(let text) where value == nil: value = text
            case .word(let word) where value == nil && word != "null": value = word
            case .number(let digits) where value == nil: value = digits
            // Casts, and anything else that may stand behind a value.
            default: break
            }
        }
        throw lexer.broken("an INSERT does not end")
    }

    /// Keeps the columns of `CREATE TABLE public.users (id integer NOT NULL, …);`.
    private mutating func declare() throws(ImportFault) {
        let kind = try lexer.next()
        guard kind == .word("table") else { return try skipStatement(from: kind) }
        let (table, after) = try tableName()
        guard let table, after == .symbol(UInt8(ascii: "(")) else { return try skipStatement(from: after) }
        var columns: [String] = []
        var depth = 0
        var isFirst = true
        while let token = try lexer.next() {
            switch token {
            case .symbol(UInt8(ascii: "(")): depth += 1
            case .symbol(UInt8(ascii: ")")) where depth > 0: depth -= 1
            case .symbol(UInt8(ascii: ")")):
                declared[table] = columns
                return try skipStatement()
            case .symbol(UInt8(ascii: ",")) where depth == 0: isFirst = true
            case .word(let word) where isFirst, .name(let word) where isFirst:
                if !["constraint", "primary", "foreign", "unique", "check"].contains(word) { columns.append(word) }
                isFirst = false
            default: break
            }
        }
        throw lexer.broken("a CREATE TABLE does not end")
    }

    /// Reads a table's name, such as `public.users` or `ONLY "users"`, and the token behind it.
    /// - Returns: the table, or nil where it is none of the original's; and the token.
    private mutating func tableName() throws(ImportFault) -> (LegacyTable?, after: SQLToken?) {
        var name: String?
        while let token = try lexer.next() {
            switch token {
            case .word("only"), .word("if"), .word("not"), .word("exists"): continue
            case .word(let word), .name(let word):
                if let name { return (LegacyTable(rawValue: name), token) }
                name = word
            // The word before the dot was the schema.
            case .symbol(UInt8(ascii: ".")): name = nil
            default: return (name.flatMap(LegacyTable.init(rawValue:)), token)
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
        }
        return found
    }

    private mutating func skipStatement() throws(ImportFault) {
        try skipStatement(from: lexer.next())
    }

    private mutating func skipStatement(from first: SQLToken?) throws(ImportFault) {
        var token = first
        while let found = token, found != .symbol(UInt8(ascii: ";")) { token = try lexer.next() }
    }
}
