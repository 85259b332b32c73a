import SnugChat

/// The sources that have been found in the files, and the choice of the one that is imported: rows of two never mix.
struct SourceCatalog {
    /// One of the original's tables in a source.
    struct Table {
        /// The parts of the files that declared it and that filled it; two dumps are two parts.
        var declaredIn: Int?
        var filledIn: Int?
        var rows = 0
        /// The reason why it cannot be imported.
        var fault: ImportFault?

        /// True if it is a table of another kind that has the same name.
        var isOther: Bool {
            if case .missing = fault { true } else { false }
        }
    }

    struct Source {
        let name: ImportSource
        var tables: [LegacyTable: Table] = [:]

        var rows: Int { tables.values.reduce(0) { $0 + $1.rows } }
        var isComplete: Bool { LegacyTable.allCases.allSatisfy { tables[$0].map { !$0.isOther } ?? false } }
        /// True if it holds rows, or would if they could be read.
        var isHolding: Bool { tables.values.contains { $0.rows > 0 || $0.fault != nil } }
        var isOther: Bool { tables.values.allSatisfy(\.isOther) }
        var fault: ImportFault? { LegacyTable.allCases.lazy.compactMap { tables[$0]?.fault }.first }

        /// The source in words, with the rows of each table as far as they were read.
        var words: String {
            let tables = LegacyTable.allCases.compactMap { table in
                self.tables[table].map { table.rawValue + ($0.rows > 0 ? " (\($0.rows))" : "") }
            }
            return "\(name): \(tables.joined(separator: ", "))"
        }
    }

    let choice: ImportChoice
    private(set) var sources: [Source] = []
    private var places: [ImportSource: Int] = [:]
    private var part = 0

    init(_ choice: ImportChoice) { self.choice = choice }

    /// Notes that what follows is of another dump: another file, another database, or one dump behind another.
    mutating func startPart() { part += 1 }

    /// Notes a table by its CREATE TABLE.
    /// - Throws: ``ImportFault/severalSources(_:)`` where there are more than can be held apart.
    mutating func declare(_ table: LegacyTable, of source: ImportSource) throws(ImportFault) {
        guard let place = try place(of: source) else { return }
        let part = part
        sources[place].tables[table, default: Table()].note(part, in: \.declaredIn, of: table, source)
    }

    /// Notes a table by the start of its rows.
    /// - Parameters:
    ///   - columns: the columns that the rows have.
    ///   - fault: the reason why the rows cannot be read, if there is one.
    /// - Returns: the plan for its rows, or nil where they are not to be read.
    /// - Throws: ``ImportFault/severalSources(_:)`` where there are more than can be held apart.
    mutating func fill(
        _ table: LegacyTable, of source: ImportSource, columns: [String], unless fault: ImportFault? = nil
    ) throws(ImportFault) -> ColumnPlan? {
        guard let place = try place(of: source) else { return nil }
        var noted = sources[place].tables[table, default: Table()]
        noted.note(part, in: \.filledIn, of: table, source)
        var plan: ColumnPlan?
        do throws(ImportFault) {
            if let fault { throw fault }
            plan = try ColumnPlan(table, of: place, names: columns)
        } catch {
            noted.fault = noted.fault ?? error
        }
        sources[place].tables[table] = noted
        return noted.fault == nil && choice.admits(source) ? plan : nil
    }

    mutating func countRow(of plan: ColumnPlan) { sources[plan.source].tables[plan.table]?.rows += 1 }

    private mutating func place(of source: ImportSource) throws(ImportFault) -> Int? {
        if let place = places[source] { return place }
        if choice.admits(source) {
            let admitted = sources.filter { choice.admits($0.name) }
            guard admitted.count < Limits.importSourcesMax else { throw .severalSources(admitted.map(\.words)) }
        } else if sources.count >= Limits.importSourcesMax {
            return nil
        }
        places[source] = sources.count
        sources.append(Source(name: source))
        return sources.count - 1
    }

    /// Returns the place of the one source that is imported: it holds all four tables, or is the only one with any.
    /// - Parameter path: the files, for the fault.
    /// - Throws: ``ImportFault``
    func chosen(of path: String) throws(ImportFault) -> Int {
        let admitted = sources.indices.filter { choice.admits(sources[$0].name) }
        if admitted.isEmpty, !sources.isEmpty { throw .unknownSource(sources.map(\.words)) }
        let holding = admitted.filter { sources[$0].isHolding }
        let complete = admitted.filter { sources[$0].isComplete }
        var candidates = complete.filter { sources[$0].isHolding }
        // Four empty tables beside some rows elsewhere decide nothing.
        if candidates.isEmpty, !holding.isEmpty { candidates = complete + holding.filter { !sources[$0].isOther } }
        if candidates.isEmpty { candidates = holding }
        guard let only = candidates.first else { throw .nothing(path: path) }
        guard candidates.count == 1 else { throw .severalSources(candidates.map { sources[$0].words }) }
        if let fault = sources[only].fault { throw fault }
        return only
    }

    /// The other sources with rows, or with rows of another kind, in words.
    func leftAside(besides chosen: Int) -> [String] {
        sources.indices.filter { $0 != chosen && sources[$0].isHolding }.map { sources[$0].words }
    }
}

extension SourceCatalog.Table {
    /// Notes the part that declares or fills the table: once, or two dumps would mix.
    fileprivate mutating func note(
        _ part: Int, in place: WritableKeyPath<Self, Int?>, of table: LegacyTable, _ source: ImportSource
    ) {
        if let before = self[keyPath: place], before != part {
            fault = fault ?? .twice(table: table.rawValue, source: source)
        }
        self[keyPath: place] = self[keyPath: place] ?? part
    }
}
