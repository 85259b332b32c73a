import ArgumentParser
import Foundation
import SnugChat
import SnugPostgres
import SnugStore

/// The `snug move` command.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move everything from a file into PostgreSQL, or back, with the server stopped.",
        discussion: """
            The one is the path of a file, the other an address such as postgresql://snug@db.example.org/snug; both \
            may be addresses. The new place is one that nobody has used yet; it gets all or nothing, and every \
            row is read back there and compared. People's sessions, passkeys and files go along, and so does what is \
            being waited for; the search is made anew by the server. The old place stays as it is, but for a mark: no server \
            begins on it by mistake, until --undo takes the mark away. An address with a password is named by the file \
            that it stands in, as /etc/snug/database, never on the command line.
            """)

    @Argument(
        help: "The database as it is: a file, an address, or a file with one in it.", completion: .file(),
        transform: ArgumentText.database)
    var source: DatabaseLocation
    @Argument(help: "The database to be, named in the same way.", completion: .file(), transform: ArgumentText.database)
    var target: DatabaseLocation?
    @Flag(help: "Have a place that was moved elsewhere be served again, as it was then.") var undo = false
    @OptionGroup var form: AnswerForm

    func validate() throws {
        guard (target == nil) == undo else {
            throw ValidationError(
                "Name two places, the one that is and the one to be; or the first alone, with --undo.")
        }
        guard let target, source.file != nil, target.file != nil else { return }
        throw ValidationError(
            "Both are files: snug backup create copies one, and snug restore puts the copy in another's place.")
    }

    func run() async throws {
        guard let target else { return try await takeMarkAway() }
        let outcome = try await BackupOptions.report {
            // One of the two at most is a file, which belongs to somebody.
            try ActingUser.become(source.owner ?? target.owner)
            let outcome = try await LongWork.carryOut { monitor in
                try source.lend(monitor) { try target.fill(from: $0, as: .move, monitor) }
            }
            try await source.note(movedTo: target.description)
            return outcome
        }
        try form.say(
            MoveAnswer(outcome, from: source, to: target),
            or: [
                "\(target) is now what \(source) is: \(outcome.words). Every row was read back and compared.",
                "Have the server use it (--database, SNUG_DATABASE), and start it. The old one stays as it is, and no "
                    + "server begins on it.",
            ])
    }

    private func takeMarkAway() async throws {
        try await BackupOptions.report {
            try ActingUser.become(source.owner)
            try await source.note(movedTo: nil)
        }
        try form.say(["database": source.description], or: "\(source) is served again, as it was before the move.")
    }
}

extension DatabaseLocation {
    /// Notes in the database where it was moved to, or that it was not.
    fileprivate func note(movedTo place: String?) async throws {
        let open: OpenStore =
            switch self {
            case .file(let path): .file(try SQLiteStore.open(path: path, for: .command, events: NoEvents()))
            case .postgres(let address):
                .postgres(try PostgresStore(address, for: .command, events: NoEvents(), tell: Console.note))
            }
        defer { try? open.close() }
        try await open.store.noteMoved(to: place)
    }

    /// Calls a function with all rows, which nobody changes meanwhile.
    fileprivate func lend<Value>(
        _ monitor: ProgressMonitor, _ work: (any MoveSource) throws -> Value
    ) throws -> Value {
        switch self {
        case .file(let path):
            try MovableFile(path: path).lend(monitor: monitor, upgrading: Console.note, work)
        case .postgres(let address): try MovableDatabase(address).lend(work)
        }
    }

    /// Fills the empty place with all rows of another.
    fileprivate func fill(
        from source: any MoveSource, as purpose: MovePurpose, _ monitor: ProgressMonitor
    ) throws -> Move.Outcome {
        switch self {
        case .file(let path): try MovableFile(path: path).fill(from: source, as: purpose, monitor: monitor)
        case .postgres(let address):
            try MovableDatabase(address).fill {
                try Move.carryOut(from: source, to: $0, as: purpose, monitor: monitor)
            }
        }
    }
}

extension Move.Outcome {
    fileprivate var words: String {
        let files = rows(of: "attachments")
        return "\(rows(of: "users")) users, \(rows(of: "rooms")) rooms, \(rows(of: "messages")) messages"
            + (files > 0 ? ", \(files) files" : "")
    }
}

/// A move as JSON: the numbers of the rows that each table has on both sides.
private struct MoveAnswer: Encodable {
    var from: String
    var to: String
    var rows: [String: Int]

    init(_ outcome: Move.Outcome, from source: DatabaseLocation, to target: DatabaseLocation) {
        from = source.description
        to = target.description
        rows = outcome.sums.mapValues(\.rows)
    }
}
