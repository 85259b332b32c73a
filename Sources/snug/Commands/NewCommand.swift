import ArgumentParser
import Foundation
import SnugChat
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
            guard ((try? FileManager.default.attributesOfItem(atPath: place.path)[.size] as? Int) ?? 0) == 0 else {
                Console.complain("\(place.path) is a database already; nothing was changed.")
                throw ExitCode.failure
            }
            try SQLiteStore.open(path: place.path, for: .serving, events: NoEvents(), beginsAnew: true).close()
        }
        try form.say(
            ["database": place.path],
            or: "\(place.path) is a new, empty database. Start the server, then: snug setup-link")
    }
}
