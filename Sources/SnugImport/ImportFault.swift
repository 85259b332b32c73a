/// The reason why nothing was imported.
public enum ImportFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be read.
    case unreadable(path: String, reason: String)
    /// The file is in a format that is not read here; `instead` says what to do.
    case otherFormat(path: String, what: String, instead: String)
    /// A statement or a quoted text that does not end, or a row longer than ``SnugChat/Limits/importRowBytesMax``.
    case broken(path: String, line: Int, what: String)
    /// A table without a column that is needed.
    case missing(column: String, table: String)
    /// The file holds none of the four tables.
    case nothing(path: String)
    /// More than one source may be meant; here they are, in words.
    case severalSources([String])
    /// No source is the chosen one; here they are, in words.
    case unknownSource([String])
    /// Two dumps hold the same table of the same source.
    case twice(table: String, source: ImportSource)
    /// The scratch copy cannot be kept.
    case noScratch(reason: String)
    /// The database has rooms already, some of them perhaps by these imports.
    case notFresh([String])
    /// Nobody would own the server; these are the addresses of those who were administrators there.
    case noOwner(administrators: [String])
    /// No imported person has this address.
    case unknownOwner(String)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path) cannot be read: \(reason)."
        case .otherFormat(let path, let what, let instead):
            "\(path) is \(what). \(instead)"
        case .broken(let path, let line, let what):
            "\(path), line \(line): \(what). Nothing was imported."
        case .missing(let column, let table):
            "The table \(table) has no column \(column): this is not the original product's data. Nothing was imported."
        case .nothing(let path):
            "\(path) holds none of the tables users, rooms, room_members and messages. Nothing was imported."
        case .severalSources(let sources):
            "There is more than one place that the data may be in, and an import never mixes them. Nothing was imported."
                + " Say which it is with --from-database and --from-schema:\n  " + sources.joined(separator: "\n  ")
        case .unknownSource(let sources):
            "There is nothing of the name that --from-database or --from-schema says. Nothing was imported."
                + " There is:\n  " + sources.joined(separator: "\n  ")
        case .twice(let table, let source):
            "The table \(table) of \(source) comes from two dumps, and an import never mixes them. Give one of them"
                + " alone. Nothing was imported."
        case .noScratch(let reason):
            "The scratch copy cannot be kept: \(reason). Let TMPDIR name a folder with as much room as the data takes."
                + " Nothing was imported."
        case .notFresh(let before):
            "This database has rooms already"
                + (before.isEmpty ? "" : " (imported: \(before.joined(separator: "; ")))")
                + ", and an import would mix with them. Nothing was changed. Name a new file with --database, or"
                + " restore a backup from before the last import."
        case .noOwner(let administrators):
            "Nobody would own this server. Say who is to: --owner ADDRESS"
                + (administrators.isEmpty ? "." : " (administrators were \(administrators.joined(separator: ", "))).")
        case .unknownOwner(let address):
            "Nobody in the data has the address \(address) of --owner. Nothing was imported."
        }
    }
}
