import SnugChat

/// The numbers of what an import took, and its remarks about what could not be taken as it was.
///
/// It holds neither what people wrote nor a hash.
public struct ImportReport: Sendable, Hashable {
    public internal(set) var people = 0
    public internal(set) var rooms = 0
    public internal(set) var messages = 0
    /// The places in the files that hold tables of the same names and were not imported, in words.
    public internal(set) var leftAside: [String] = []
    /// The rows of each remark (the first ``Limits/importRemarksMax`` ids).
    public internal(set) var remarks: [Remark: Rows] = [:]

    /// The rows that a remark is about: all are counted, the first ones named.
    public struct Rows: Sendable, Hashable {
        public internal(set) var count = 0
        public internal(set) var ids: [Int64] = []
    }

    /// A remark about rows; its raw value is for the console.
    public enum Remark: String, Sendable, Hashable, CaseIterable {
        case unreadableRow = "rows left out, no readable id"
        case brokenText = "rows with characters that cannot be read, which were replaced or left out"
        case doubledRow = "rows left out, their id was there already"
        case noAddress = "people left out, no e-mail address"
        case sameAddress = "people taken as one with an earlier one of the same address"
        case hasAccount = "people with an account here already, kept as it is"
        case noPassword = "people without a password that can be used, who get a new one by mail"
        case administrator = "administrators there, members here until snug user role says otherwise"
        case mendedName = "names of people mended"
        case mendedTitle = "names of rooms mended"
        case emptyRoom = "rooms left out, nobody is in them"
        case secondOfPair = "private rooms kept as groups, the two have a private one already"
        case notAPair = "private rooms kept as groups, not exactly two people are in them"
        case unknownMember = "memberships left out, their person or room is not there"
        case unknownRoom = "messages left out, their room is not there"
        case unknownAuthor = "messages left out, their author is not there"
        case emptyMessage = "messages left out, nothing is in them"
        case longMessage = "messages cut in pieces, longer than a message may be"
        case unreadableTime = "times that cannot be read, replaced by the one before"
    }

    mutating func note(_ remark: Remark, _ id: Int64?) {
        remarks[remark, default: Rows()].count += 1
        if let id, remarks[remark]?.ids.count ?? 0 < Limits.importRemarksMax { remarks[remark]?.ids.append(id) }
    }

    /// The report for the console, a line each.
    public var lines: [String] {
        ["\(people) people, \(rooms) rooms, \(messages) messages"]
            + leftAside.map { "left aside: \($0)" }
            + Remark.allCases.compactMap { remark in
                remarks[remark].map { rows in
                    let more = rows.count > rows.ids.count ? ", …" : ""
                    let ids = rows.ids.isEmpty ? "" : " (\(rows.ids.map(String.init).joined(separator: ", "))\(more))"
                    return "\(remark.rawValue): \(rows.count)\(ids)"
                }
            }
    }
}
