/// The reason for which all rows of a database go into another, and so what becomes of the few that tell one from the
/// other.
public enum MovePurpose: Sendable, Hashable {
    /// The same service goes on there: everything is as it was, the log's name too, so that clients go on where they were.
    case move
    /// A backup becomes the service: it is another log than that which the copy was made of, gives no number again that
    /// the lost rows may have had, and its codes and links are void, for they may have been used since.
    case restore(epoch: String, endingSessionsAt: Timestamp?)
    /// A backup is made, which has no log's name of its own until it is served.
    case backup
}

/// The rows as they arrive.
struct ArrivingRows {
    private let purpose: MovePurpose
    /// The mails with codes that are left behind.
    private var voidMails: Set<Int64> = []
    private(set) var sessionsEnded = 0

    init(for purpose: MovePurpose) { self.purpose = purpose }

    /// Returns those of a table's rows that go along, as they arrive.
    mutating func rows(_ rows: [MovedRow], of table: MovedTable) -> [MovedRow] {
        switch (purpose, table.name) {
        case (.restore, MovedTable.codes.name):
            let mail = table.place(of: "mail_id")
            voidMails.formUnion(rows.compactMap { $0[mail].integer })
            return []
        case (.restore, MovedTable.mails.name):
            let id = table.place(of: "id")
            return rows.filter { row in row[id].integer.map { !voidMails.contains($0) } ?? true }
        case (.restore(_, .some), MovedTable.pushSubscriptions.name): return []
        // What waited then was told since, or is long past.
        case (.restore, "push_queue"), (.restore, "missed_mails"): return []
        case (.restore(_, let end?), "sessions"):
            return rows.map { ended($0, at: end, place: table.place(of: "ended_at")) }
        default: return rows
        }
    }

    private mutating func ended(_ row: MovedRow, at end: Timestamp, place: Int) -> MovedRow {
        guard row[place] == .null else { return row }
        var row = row
        row[place] = .integer(end.rawValue)
        sessionsEnded += 1
        return row
    }

    /// Returns all settings as they arrive, each a name and a value.
    func settings(_ rows: [MovedRow]) -> [MovedRow] {
        // What is noted of the index of words, or of a move, is of that database alone.
        let own = [SettingName.lastIndexed, SettingName.indexRemoval, SettingName.movedTo]
        let marks = purpose == .move ? [] : [LogEpoch.settingName, LogEpoch.copiedFromSettingName]
        let others = rows.filter { row in row[0].text.map { !(own + marks).contains($0) } ?? true }
        func value(of name: String) -> MovedValue? { rows.first { $0[0] == .text(name) }?[1] }
        switch purpose {
        case .move:
            return others
        case .restore(let epoch, _):
            return others + [[.text(LogEpoch.settingName), .text(epoch)]]
        case .backup:
            let log = value(of: LogEpoch.settingName) ?? value(of: LogEpoch.copiedFromSettingName)
            return others + (log.map { [[.text(LogEpoch.copiedFromSettingName), $0]] } ?? [])
        }
    }

    /// Returns the numbers that the next ones follow.
    func numbers(_ numbers: [String: Int64]) -> [String: Int64] {
        if case .restore = purpose { numbers.mapValues(Limits.numberAfterRestore) } else { numbers }
    }
}

extension Limits {
    /// Returns a number after more than any that can have been given since a copy was made; a file from elsewhere may
    /// hold any.
    public static func numberAfterRestore(_ number: Int64) -> Int64 {
        min(max(0, number), .max - restoreIDsSkipped) + restoreIDsSkipped
    }
}
