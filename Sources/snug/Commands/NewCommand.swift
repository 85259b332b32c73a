import ArgumentParser
import Foundation
import SnugChat
import SnugPostgres
import SnugStore

/// The `snug new` command.
struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Begin with an empty database where there are backups of an earlier one.",
        discussion: """
            A server makes its database by itself, but not where it finds backups: there a database was lost, and is \
            to be restored. This says that it is not. The backups stay, and are counted apart from the new one's.
            """)

    @OptionGroup var form: AnswerForm
    @OptionGroup var file: DatabaseFlag

    func run() async throws {
        let place = try await CommandDatabase(flags: file.given)
        try await BackupOptions.report {
            try place.enter()
            guard let file = place.location.file else { return try begin(place) }
            guard ((try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0) == 0 else {
                throw Self.complain(of: file)
            }
            try SQLiteStore.open(path: file, for: .serving, events: NoEvents(), beginsAnew: true).close()
        }
        try form.say(
            ["database": place.path],
            or: "\(place.path) is a new, empty database. Start the server, then: snug setup-link")
    }

    /// Begins one in PostgreSQL.
    private func begin(_ place: CommandDatabase) throws {
        guard case .postgres(let address) = place.location else { return }
        do throws(PostgresFault) {
            try PostgresStore(address, for: .looking, events: NoEvents(), tell: Console.note).close()
        } catch {
            guard error.reason == .empty else { throw error }
            return try PostgresStore(address, for: .serving, events: NoEvents(), tell: Console.note).close()
        }
        throw Self.complain(of: place.path)
    }

    private static func complain(of place: String) -> ExitCode {
        Console.complain("\(place) is a database already; nothing was changed.")
        return ExitCode.failure
    }
}
