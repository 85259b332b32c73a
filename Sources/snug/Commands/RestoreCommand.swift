import ArgumentParser
import SnugIdentity
import SnugStore

/// The `snug restore` command.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the database's place, with the server stopped.",
        discussion: """
            The copy is proven first. A database that was there is kept beside it under a dated name. Afterwards it is \
            the service of the backup's moment: people's sessions, passkeys and files are as they were then. What was \
            undone since lives again: sessions that were ended, passkeys that were removed, passwords that were changed, \
            invites that were used up or taken back, accounts that were deactivated.
            """)

    @Argument(help: "The backup.", completion: .file()) var copy: String
    @Flag(help: "End every session, so that everyone signs in again.") var endSessions = false
    @Flag(help: "Take the place of a file that is no database, or is a backup; it is kept.") var force = false
    @OptionGroup var file: DatabaseFlag

    func validate() throws { try BackupCommands.checkIsNamed(copy) }

    func run() async throws {
        let place = try await CommandDatabase(flags: file.given)
        let database = place.path
        try BackupOptions.report {
            // Root may read a copy that the service's user may not.
            let source = try Restore.Source(opening: copy)
            try place.enter()
            // The settings' own database may be damaged beyond knowing.
            let outcome = try Restore.put(
                source, inPlaceOf: database, endsSessions: endSessions, replacesOthers: force || !place.isNamed,
                random: SystemRandomness(), at: SystemClock().now)
            Console.say("\(database) is now \(copy): \(outcome.receipt.words).")
            if let kept = outcome.kept { Console.say("What was there before is kept as \(kept).") }
            if !outcome.isSynced {
                Console.note("The disk did not take its name yet: run sync before the machine goes off.")
            }
            if let site = outcome.site, outcome.passkeys > 0 {
                let own = try place.sources.value(Settings.siteURL)
                let isElsewhere = own.map { SettingText.host(of: $0) != SettingText.host(of: site) } ?? false
                let passkeys = outcome.passkeys == 1 ? "its one passkey works" : "its \(outcome.passkeys) passkeys work"
                Console.say("It ran at \(site): \(passkeys) under that name alone.")
                if let own, isElsewhere {
                    Console.say("Here site-url is \(own): people sign in with their passwords, and make new passkeys.")
                }
            }
            let others = "removed passkeys, old passwords, invites used up or taken back, deactivated accounts"
            if let ended = outcome.sessionsEnded {
                Console.say("\(ended) sessions were ended: everyone signs in again.")
                Console.say("What was undone since that moment holds again: \(others).")
            } else {
                Console.say("What was undone since that moment holds again: ended sessions, \(others).")
                Console.say("With --end-sessions everyone would have to sign in again.")
            }
        }
    }
}
