/// The way of all rows from one database into another, proven at its end.
///
/// Whatever the two are, they come by the one catalogue (``MovedTable/all``), a few at once, and are read back at their
/// destination before anything becomes final there: the number and the sum of every table's rows is the same on both
/// sides, and so is every room's last message. The index of words stays behind: a server makes it anew.
public enum Move {
    /// The rows that came, by their tables.
    public struct Outcome: Sendable, Hashable {
        /// The sum of each table's rows, by its name.
        public var sums: [String: TableSum] = [:]
        /// The sessions that were ended, where that was asked for.
        public var sessionsEnded = 0
        /// The address under which it was served last; nil where it never was.
        public var site: String?

        public init() {}

        /// Returns the number of rows that a table has.
        public func rows(of table: String) -> Int { sums[table]?.rows ?? 0 }
    }

    /// Copies all rows into an empty database, and compares what is there then.
    /// - Throws: ``StoreFault``, `.damaged` where it differs, or the source lacks what it says that it has; what the two
    ///   databases throw; `CancellationError`.
    public static func carryOut(
        from source: any MoveSource, to target: any MoveTarget, as purpose: MovePurpose,
        monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> Outcome {
        if let file = try source.brokenFile() {
            throw StoreFault(.damaged, "copying: file \(file) lacks some of its bytes where it comes from")
        }
        var (arriving, progress) = (ArrivingRows(for: purpose), try Progress(of: source, monitor))
        var outcome = Outcome()
        for table in MovedTable.all {
            var sum = TableSum()
            func arrive(_ rows: [MovedRow]) throws {
                guard !rows.isEmpty else { return }
                for row in rows { sum.add(row) }
                try target.add(rows, to: table)
            }
            var settings: [MovedRow] = []
            try source.rows(of: table) { rows in
                if table == .settings {
                    settings += rows
                } else {
                    try arrive(arriving.rows(rows, of: table))
                }
                try progress.count(rows.count, as: .moving)
            }
            if table == .settings {
                try arrive(arriving.settings(settings))
                outcome.site = settings.first { $0[0] == .text(SettingName.site) }?[1].text
            }
            outcome.sums[table.name] = sum
        }
        let numbers = arriving.numbers(try source.numbers())
        try target.setNumbers(numbers)
        try compare(target, with: outcome.sums, numbers, &progress)
        outcome.sessionsEnded = arriving.sessionsEnded
        return outcome
    }

    private static func compare(
        _ target: any MoveTarget, with sums: [String: TableSum], _ numbers: [String: Int64], _ progress: inout Progress
    ) throws {
        progress.done = 0
        for table in MovedTable.all {
            let sum = try self.sum(of: table, in: target) { try progress.count($0, as: .comparing) }
            guard sum == sums[table.name] else {
                throw StoreFault(.damaged, "comparing: the table \(table.name) is not as it was sent")
            }
        }
        guard try target.numbers() == numbers else {
            throw StoreFault(.damaged, "comparing: the next numbers do not follow the last ones")
        }
    }

    /// Returns the sum of a table's rows.
    static func sum(
        of table: MovedTable, in source: any MoveSource, each count: (Int) throws -> Void = { _ in }
    ) throws -> TableSum {
        var sum = TableSum()
        try source.rows(of: table) { rows in
            for row in rows { sum.add(row) }
            try count(rows.count)
        }
        return sum
    }

    /// The rows that were read, of how many.
    private struct Progress {
        let total: Int
        let monitor: ProgressMonitor
        var done = 0

        init(of source: any MoveSource, _ monitor: ProgressMonitor) throws {
            total = try MovedTable.all.reduce(0) { try $0 + source.count(of: $1) }
            self.monitor = monitor
        }

        mutating func count(_ rows: Int, as part: WorkProgress.Part) throws {
            done += rows
            try monitor.note(WorkProgress(part, done: done, of: total))
        }
    }
}
