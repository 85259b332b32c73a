import ArgumentParser
import SnugChat
import SnugIdentity
import SnugPostgres
import SnugStore

/// The `snug restore` command.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the database's place, with the server stopped.",
        discussion: """
            The copy is proven first. A database that was there is kept beside it under a dated name; one in PostgreSQL is \
            empty before. Afterwards it is \
            the service of the backup's moment: people's sessions, passkeys and files are as they were then. What was \
            undone since lives again: sessions that were ended, passkeys that were removed, passwords and addresses that were \
            changed, invites that were used up or taken back, accounts that were deactivated or closed. Codes and login \
            links do not.
            """)

    @Argument(help: "The backup.", completion: .file(), transform: ArgumentText.path) var copy: String
    @Flag(help: "End every session, so that everyone signs in again.") var endSessions = false
    @Flag(help: "Take the place of a file that is no database, or is a backup; it is kept.") var force = false
    @OptionGroup var form: AnswerForm
    @OptionGroup var file: DatabaseFlag

    func validate() throws { try BackupCommands.checkIsNamed(copy) }

    func run() async throws {
        let place = try await CommandDatabase(flags: file.given)
        let outcome = try await BackupOptions.report {
            switch place.location {
            case .file(let path): try await restore(place, at: path)
            case .postgres(let address): try await restore(place, into: try MovableDatabase(address))
            }
        }
        if !outcome.isSynced {
            Console.note("The disk did not take its name yet: run sync before the machine goes off.")
        }
        let lines =
            ["\(place.path) is now \(copy): \(outcome.receipt.words)."]
            + (outcome.kept.map { ["What was there before is kept as \($0)."] } ?? [])
            + Self.lines(aboutPasskeysIn: outcome, at: try place.sources.value(Settings.siteURL))
            + Self.lines(aboutSessionsIn: outcome) + [outcome.undone?.words].compactMap { $0 }
        try form.say(RestoreAnswer(outcome, at: place.path), or: lines)
    }

    private func restore(_ place: CommandDatabase, at path: String) async throws -> Restore.Outcome {
        // Root may read a copy that the service's user may not.
        let source = try Restore.Source(opening: copy)
        try place.enter()
        // The settings' own database may be damaged beyond knowing.
        let replacesOthers = force || !place.isNamed
        return try await LongWork.carryOut { monitor in
            try Restore.put(
                source, inPlaceOf: path, endsSessions: endSessions, replacesOthers: replacesOthers,
                random: SystemRandomness(), at: SystemClock().now, monitor: monitor)
        }
    }

    private func restore(
        _ place: CommandDatabase, into database: MovableDatabase
    ) async throws -> Restore.Outcome {
        place.announce()
        let purpose = MovePurpose.restore(
            epoch: LogEpoch.name(from: SystemRandomness()), endingSessionsAt: endSessions ? SystemClock().now : nil)
        return try await LongWork.carryOut { monitor in
            try MovableFile(path: copy).lendBackup(monitor: monitor) { source, receipt in
                // Root may read a copy that the service's user may not.
                try ActingUser.become(place.owner)
                let moved = try database.fill {
                    try Move.carryOut(from: source, to: $0, as: purpose, monitor: monitor)
                }
                return Restore.Outcome(receipt, in: moved, endsSessions: endSessions)
            }
        }
    }

    private static func lines(aboutPasskeysIn outcome: Restore.Outcome, at own: String?) -> [String] {
        guard let site = outcome.site, outcome.passkeys > 0 else { return [] }
        let passkeys = outcome.passkeys == 1 ? "its one passkey works" : "its \(outcome.passkeys) passkeys work"
        let words = "It ran at \(site): \(passkeys) under that name alone."
        guard let own, SettingText.host(of: own) != SettingText.host(of: site) else { return [words] }
        return [
            words, "Here site-url is \(own): people sign in with their passwords, and make new passkeys.",
        ]
    }

    private static func lines(aboutSessionsIn outcome: Restore.Outcome) -> [String] {
        let others =
            "removed passkeys, old passwords and addresses, invites used up or taken back, accounts "
            + "deactivated or closed"
        guard let ended = outcome.sessionsEnded else {
            return [
                "What was undone since that moment holds again: ended sessions, \(others).",
                "With --end-sessions everyone would have to sign in again.",
            ]
        }
        return [
            "\(ended) sessions were ended: everyone signs in again.",
            "What was undone since that moment holds again: \(others).",
        ]
    }
}

/// A restored database as JSON; of a rollback too.
struct RestoreAnswer: Encodable {
    var database: String
    var receipt: BackupReceipt
    var kept: String?
    var sessions_ended: Int?
    var accounts_reopened: Int?
    var addresses_put_back: Int?
    var site: String?
    var passkeys: Int

    init(_ outcome: Restore.Outcome, at database: String) {
        self.database = database
        receipt = outcome.receipt
        kept = outcome.kept
        sessions_ended = outcome.sessionsEnded
        accounts_reopened = outcome.undone?.closed
        addresses_put_back = outcome.undone?.readdressed
        site = outcome.site
        passkeys = outcome.passkeys
    }
}

extension AccountChanges {
    /// A sentence on the accounts that are given back; nil where there are none.
    var words: String? {
        guard closed + readdressed > 0 else { return nil }
        return "Accounts closed since, which it opens again: \(closed). Addresses changed since, which it puts back: "
            + "\(readdressed)."
    }
}
