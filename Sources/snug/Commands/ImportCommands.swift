import ArgumentParser
import Foundation
import SnugChat
import SnugIdentity
import SnugImport
import SnugPostgres
import SnugStore

/// The `snug import` command.
struct ImportCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring people and their words over from another product.",
        subcommands: [Original.self])

    /// The `snug import original` command.
    struct Original: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring over the data of the product that Snug replaces, with the server stopped.",
            discussion: """
                Reads what `pg_dump` writes as plain SQL, or CSV files named users.csv, rooms.csv, room_members.csv and \
                messages.csv, into a database that has no rooms yet: all of it or nothing. People sign in with their \
                old passwords (SHA-256 or bcrypt), which are then kept as Snug keeps its own. Rooms and messages stay \
                in their order and count as read. An account that is here already, by its address, stays as it is, and \
                what its person said comes to it. Of several schemas or databases in one dump, the one that holds all \
                four tables is taken; where more do, you say which. Administrators come as members: \
                there, whoever registered said what they were.

                A scratch copy goes to the folder that TMPDIR names while the import runs.
                """)

        @Argument(help: "The dump (- for standard input), the CSV files, or their folder.", completion: .file())
        var files: [String]
        @Flag(help: "Only say what would be imported.") var dryRun = false
        @Option(
            help: ArgumentHelp("Who owns the server, where nobody does yet.", valueName: "address"),
            transform: ArgumentText.address)
        var owner: EmailAddress?
        @Option(
            help: ArgumentHelp("What times without an offset are told in (default: UTC).", valueName: "zone"),
            transform: ArgumentText.zone)
        var timeZone: TimeZone?
        @Option(help: ArgumentHelp("The database to take, where the dump holds several.", valueName: "name"))
        var fromDatabase: String?
        @Option(help: ArgumentHelp("The schema to take, where the dump holds several.", valueName: "name"))
        var fromSchema: String?
        @OptionGroup var form: AnswerForm
        @OptionGroup var file: DatabaseFlag

        func run() async throws {
            let place = try await CommandDatabase(flags: file.given)
            let database = place.path
            do {
                let report = try await LongWork.carryOut { try await carryOut(place, $0) }
                let title = dryRun ? "Would be imported into \(database):" : "Imported into \(database):"
                try form.say(
                    ImportAnswer(report, into: database, isRehearsal: dryRun),
                    or: [title] + report.lines.map { "  \($0)" } + (dryRun ? ["Nothing was changed."] : []))
            } catch let fault as ImportFault {
                Console.complain("\(fault)")
                throw ExitCode.failure
            } catch let fault as DatabaseFault {
                Console.complain("\(fault)")
                throw ExitCode.databaseUnusable
            } catch let fault as PostgresFault {
                Console.complain("\(fault)")
                throw ExitCode.databaseUnusable
            } catch let fault as StoreFault {
                Console.complain("\(place.location.fault(of: fault))")
                throw ExitCode.databaseUnusable
            }
        }

        private func carryOut(_ place: CommandDatabase, _ monitor: ProgressMonitor) async throws -> ImportReport {
            let data = try LegacyImport(
                reading: files, from: ImportChoice(database: fromDatabase, schema: fromSchema),
                zone: timeZone ?? .gmt, owner: owner, monitor: monitor)
            // Root may read files that the service's user may not.
            try place.enter()
            let open = try open(place, monitor)
            defer { try? open.close() }
            return try await data.carryOut(
                in: open.store,
                hasher: ScryptHasher(random: SystemRandomness(), atOnce: Limits.importHashesAtOnce),
                at: SystemClock().now, isRehearsal: dryRun)
        }

        private func open(_ place: CommandDatabase, _ monitor: ProgressMonitor) throws -> OpenStore {
            switch place.location {
            case .file(let path):
                // A rehearsal on a box without a database leaves none behind.
                guard !dryRun || FileManager.default.fileExists(atPath: path) else {
                    return .file(try SQLiteStore.scratch(events: NoEvents()))
                }
                return .file(
                    try SQLiteStore.open(
                        path: path, for: .filling, events: NoEvents(), backups: try? place.sources.backupFolder,
                        monitor: monitor, upgrading: Console.note))
            case .postgres(let address):
                do {
                    return .postgres(
                        try PostgresStore(
                            address, for: dryRun ? .looking : .filling, events: NoEvents(), tell: Console.note))
                } catch {
                    guard error.reason == .empty else { throw error }
                    return .file(try SQLiteStore.scratch(events: NoEvents()))
                }
            }
        }
    }
}

/// An import as JSON.
private struct ImportAnswer: Encodable {
    var database: String
    var dry_run: Bool
    var people: Int
    var rooms: Int
    var messages: Int
    var left_aside: [String]
    var remarks: [Remark]

    /// Rows that could not be taken as they were.
    struct Remark: Encodable {
        var remark: String
        var count: Int
        /// The first of them.
        var ids: [Int64]
    }

    init(_ report: ImportReport, into database: String, isRehearsal: Bool) {
        self.database = database
        dry_run = isRehearsal
        people = report.people
        rooms = report.rooms
        messages = report.messages
        left_aside = report.leftAside
        remarks = ImportReport.Remark.allCases.compactMap { remark in
            report.remarks[remark].map { Remark(remark: remark.rawValue, count: $0.count, ids: $0.ids) }
        }
    }
}
